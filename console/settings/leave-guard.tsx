import { useLayoutEffect, useState } from 'preact/hooks';
import { guardLeaving } from '../router.ts';
import { Dialog } from '../ui/dialog.tsx';
import { words } from '../words/words.ts';

/** While something is not saved, asks before it is left behind. */
export function LeaveGuard({ unsaved }: { unsaved: boolean }) {
  const [goOn, setGoOn] = useState<(() => void) | null>(null);
  // Before the next key or click, not after the next frame: the browser's back button may be pressed at once.
  useLayoutEffect(() => {
    if (!unsaved) return;
    guardLeaving((go) => setGoOn(() => go));
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      guardLeaving(null);
      window.removeEventListener('beforeunload', warn);
    };
  }, [unsaved]);
  if (goOn === null) return null;
  return (
    <Dialog
      title={words.general.leave.title}
      says={words.general.leave.says}
      verb={words.general.leave.verb}
      danger
      onConfirm={goOn}
      onClose={() => setGoOn(null)}
    />
  );
}
