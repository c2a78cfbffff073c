import { sizeWords } from '../../widget/core/choose-files.ts';
import type { OutgoingFile } from '../../widget/core/uploads.ts';
import { Button } from '../ui/button.tsx';
import { CloseIcon, FileIcon } from '../ui/icons.tsx';
import './attachments.css';
import { fill } from '../../shared/wording.ts';
import { language, words } from '../words/words.ts';

/** Files that are chosen for what is being written. */
export function ChosenFiles({
  files,
  fault,
  onRemove,
}: {
  files: readonly OutgoingFile[];
  fault: string;
  onRemove(clientId: string): void;
}) {
  return (
    <>
      {files.length > 0 && (
        <ul class="chosen-files" aria-label={words.writing.filesToSend}>
          {files.map(({ clientId, name, size }) => (
            <li key={clientId} class="file-row">
              <FileIcon />
              <span class="file-name">{name}</span>
              <span class="file-size">{sizeWords(size, language())}</span>
              <Button
                size="small"
                look="quiet"
                iconOnly
                aria-label={fill(words.writing.removeFile, { name })}
                onClick={() => onRemove(clientId)}
              >
                <CloseIcon />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {fault !== '' && (
        <p class="chosen-fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

/** Files of a message that is not sent yet, each with how far it is. */
export function SendingFiles({
  files,
  partOf,
}: {
  files: readonly OutgoingFile[];
  partOf(clientId: string): number;
}) {
  return (
    <ul class="bubble-files">
      {files.map(({ clientId, name, size }) => {
        const part = partOf(clientId);
        return (
          <li key={clientId} class="file-row">
            <FileIcon />
            <span class="file-name">{name}</span>
            <span class="file-size">{sizeWords(size, language())}</span>
            {part > 0 && part < 1 && (
              <progress aria-label={fill(words.writing.sendingFile, { name })} value={part} max={1} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
