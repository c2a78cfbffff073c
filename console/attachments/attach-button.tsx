import { useRef } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { ClipIcon } from '../ui/icons.tsx';
import { words } from '../words/words.ts';

/** Opens the browser's choice of files. */
export function AttachButton({ onFiles }: { onFiles(files: File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <Button look="quiet" iconOnly aria-label={words.writing.attach} onClick={() => input.current?.click()}>
        <ClipIcon />
      </Button>
    </>
  );
}
