import type { ComponentChild, ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What did not come is asked for again after this, in milliseconds. */
const AGAIN_MS = 3_000;

type LaterProps<Props> = Props & {
  load(): Promise<ComponentType<Props>>;
  /** Stands there until then. */
  before?: ComponentChild;
  /** It has not come for a while: newer code may know where it is. */
  onGone?(): void;
};

/** A part of the screen that is fetched when it is first shown. */
export function Later<Props extends object>({ load, before, onGone, ...props }: LaterProps<Props>) {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (attempt > 1) onGone?.();
    const again = () => setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    void load().then((part) => setPart(() => part), again);
  }, [attempt]);
  return Part ? <Part {...(props as unknown as Props)} /> : before;
}
