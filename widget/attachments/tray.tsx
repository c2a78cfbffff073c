import { useRef } from 'preact/hooks';
import { ATTACHMENTS_MAX } from '../../shared/limits.ts';
import { fill } from '../../shared/wording.ts';
import type { Chat } from '../core/chat.ts';
import { type FileFault, sizeWords } from '../core/choose-files.ts';
import { useStyles } from '../ui/adopt-styles.ts';
import { moreWords } from '../words/more-words.ts';
import { language } from '../words/words.ts';
import css from './files.css';

/** Files that are chosen for what is being written, and what is wrong with others. */
export function Tray({ chat }: { chat: Chat }) {
  const part = useRef<HTMLDivElement>(null);
  useStyles(part, css);
  const { files, faults, maxBytes } = chat.store.get();
  const remove = (clientId: string) =>
    chat.store.set({ files: files.filter((file) => file.clientId !== clientId), faults: [] });
  return (
    <div ref={part} class="tray">
      {files.map(({ clientId, name, size }) => (
        <div key={clientId} class="file">
          <span class="cut">{name}</span>
          <span class="small">{sizeWords(size, language)}</span>
          <button
            type="button"
            aria-label={`${moreWords().discard} ${name}`}
            onClick={() => remove(clientId)}
          >
            ✕
          </button>
        </div>
      ))}
      {faults.length > 0 && (
        <p class="small wrong" role="alert">
          {faults.map((fault) => says(fault, maxBytes)).join(' ')}
        </p>
      )}
    </div>
  );
}

function says(fault: FileFault, maxBytes: number): string {
  return fault.kind === 'too_many'
    ? fill(moreWords().tooManyFiles, { count: ATTACHMENTS_MAX })
    : fill(moreWords().fileRefused, { name: fault.name, size: sizeWords(maxBytes, language) });
}
