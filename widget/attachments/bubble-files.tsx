import { useEffect, useRef, useState } from 'preact/hooks';
import type { PublicAttachment } from '../../shared/attachments.ts';
import type { Chat } from '../core/chat.ts';
import { boxOf, sizeWords } from '../core/choose-files.ts';
import type { OutgoingFile } from '../core/uploads.ts';
import type { Bubble } from '../messages/rows.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { moreWords } from '../words/more-words.ts';
import { language, words } from '../words/words.ts';
import css from './files.css';

const WIDEST = 240;
const HIGHEST = 240;

/** The files of a message: pictures as such, all else by name and size; those on their way with how far they are. */
export function BubbleFiles({ bubble, chat }: { bubble: Bubble; chat: Chat }) {
  const part = useRef<HTMLDivElement>(null);
  useStyles(part, css);
  const { attachments = [], files = [] } = bubble;
  const cancel = () => {
    chat.uploads?.cancel(files);
    // When whoever was sending it has noticed.
    setTimeout(() => chat.discard(bubble.key));
  };
  return (
    <div ref={part} class="files">
      {attachments.map((attachment) =>
        attachment.width && attachment.height ? (
          <Picture key={attachment.id} attachment={attachment} />
        ) : (
          <a key={attachment.id} class="file" href={attachment.url} target="_blank" rel="noopener noreferrer">
            <Named {...attachment} />
          </a>
        ),
      )}
      {files.map((file) => (
        <div key={file.clientId} class="file">
          <Named {...file} />
          <Progress file={file} chat={chat} />
        </div>
      ))}
      {files.length > 0 && (
        <button type="button" class="plain" onClick={cancel}>
          {moreWords().cancel}
        </button>
      )}
    </div>
  );
}

function Named({ name, size }: { name: string; size: number }) {
  return (
    <>
      <span class="cut">{name}</span> <span class="small">{sizeWords(size, language)}</span>
    </>
  );
}

function Progress({ file, chat }: { file: OutgoingFile; chat: Chat }) {
  const partNow = () => chat.uploads?.partOf(file.clientId) ?? 0;
  const [part, setPart] = useState(partNow);
  useEffect(() => chat.store.watch(() => setPart(partNow())), [chat]);
  return part > 0 && part < 1 ? <progress aria-label={file.name} value={part} max={1} /> : null;
}

/** Small in the place that is kept for it; whole when it is pressed. */
function Picture({ attachment }: { attachment: PublicAttachment }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { name, url, width = 1, height = 1 } = attachment;
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" class="picture" onClick={() => dialog.current?.showModal()}>
        <img
          src={`${url}&thumbnail=true`}
          alt={name}
          loading="lazy"
          {...boxOf({ width, height }, WIDEST, HIGHEST)}
        />
      </button>
      <dialog
        ref={dialog}
        class="whole"
        aria-label={name}
        // Escape closes the picture, not the chat.
        onKeyDown={(event) => event.stopPropagation()}
      >
        {/* Fetched when it is shown: what is in a closed dialog is not. */}
        <img src={url} alt={name} loading="lazy" width={width} height={height} />
        <button type="button" class="send big" onClick={close}>
          {words.back}
        </button>
      </dialog>
    </>
  );
}
