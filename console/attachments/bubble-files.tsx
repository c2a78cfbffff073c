import { useState } from 'preact/hooks';
import type { Attachment } from '../../shared/attachments.ts';
import { boxOf, sizeWords } from '../../widget/core/choose-files.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FileIcon } from '../ui/icons.tsx';
import './attachments.css';
import { fill } from '../../shared/wording.ts';
import { language, words } from '../words/words.ts';

const WIDEST = 320;
const HIGHEST = 240;

type Picture = Attachment & { width: number; height: number };

/** The files of a message: pictures as such, all else by name and size. */
export function BubbleFiles({ attachments }: { attachments: readonly Attachment[] }) {
  const [shown, show] = useState<Picture | null>(null);
  return (
    <>
      <ul class="bubble-files">
        {attachments.map((attachment) => (
          <li key={attachment.id}>
            {isPicture(attachment) ? (
              <Thumbnail picture={attachment} onShow={() => show(attachment)} />
            ) : (
              <a class="file-row" href={addressOf(attachment)} download={attachment.name}>
                <FileIcon />
                <span class="file-name">{attachment.name}</span>
                <span class="file-size">{sizeWords(attachment.size, language())}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
      {shown && <FullView picture={shown} onClose={() => show(null)} />}
    </>
  );
}

function Thumbnail({ picture, onShow }: { picture: Picture; onShow(): void }) {
  const box = boxOf(picture, WIDEST, HIGHEST);
  return (
    <button
      type="button"
      class="picture-button"
      aria-label={fill(words.writing.showPicture, { name: picture.name })}
      onClick={onShow}
    >
      <img
        class="picture"
        src={`${addressOf(picture)}?thumbnail=true`}
        alt={picture.name}
        loading="lazy"
        {...box}
      />
    </button>
  );
}

function FullView({ picture, onClose }: { picture: Picture; onClose(): void }) {
  const { name, size, width, height } = picture;
  return (
    <Dialog title={name} verb={words.general.close} noCancel onConfirm={onClose} onClose={onClose} wide>
      <img class="picture picture-full" src={addressOf(picture)} alt={name} width={width} height={height} />
      <a class="text-link" href={addressOf(picture)} download={name}>
        {fill(words.writing.savePicture, { size: sizeWords(size, language()) })}
      </a>
    </Dialog>
  );
}

function isPicture(attachment: Attachment): attachment is Picture {
  return attachment.width !== undefined && attachment.height !== undefined;
}

function addressOf({ id }: Attachment): string {
  return `/api/v1/attachments/${id}`;
}
