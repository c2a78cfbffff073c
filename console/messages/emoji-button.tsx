import type { RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Later } from '../../widget/core/later.tsx';
import { createLocalStore } from '../../widget/core/local-store.ts';
import { Button } from '../ui/button.tsx';
import { SmileIcon } from '../ui/icons.tsx';
import { language, words } from '../words/words.ts';
import '../../widget/emoji/emoji-panel.css';
import './emoji-button.css';

const local = createLocalStore('console');

const loadDialog = () => import('../../widget/emoji/emoji-dialog.tsx').then((it) => it.EmojiDialog);

/** Opens and closes the emoji for what is being written. */
export function EmojiButton({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <Button
        look="quiet"
        iconOnly
        aria-label={words.writing.emojis}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <SmileIcon />
      </Button>
      {open && (
        <Later
          load={loadDialog}
          panel={panel}
          language={language()}
          local={local}
          opener=".composer [aria-haspopup=dialog]"
          field={() => field.current}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
