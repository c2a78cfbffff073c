import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the screen that is fetched when it is shown. Nothing stands there until then, and where it does not come. */
export function Later<Props extends object>({
  load,
  ...props
}: { load(): Promise<ComponentType<Props>> } & Props) {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null);
  useEffect(
    () =>
      void load().then(
        (part) => setPart(() => part),
        () => null,
      ),
    [],
  );
  return Part && <Part {...(props as unknown as Props)} />;
}
