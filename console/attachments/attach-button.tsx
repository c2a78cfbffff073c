import { useRef } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { ClipIcon } from '../ui/icons.tsx';
import { words } from '../words/words.ts';

/** Opens the browser's choice of files. */
export function AttachButton({
  onFiles,
  label = words.writing.attach,
}: {
  onFiles(files: File[]): void;
  label?: string;
}) {
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
      <Button look="quiet" iconOnly aria-label={label} onClick={() => input.current?.click()}>
        <ClipIcon />
      </Button>
    </>
  );
}
