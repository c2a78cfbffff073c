import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Takes files that are dropped anywhere on the page: a browser would otherwise leave the page to show them.
 * @returns whether some are held over it now
 */
export function useDroppedFiles(take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const newest = useRef(take);
  newest.current = take;
  useEffect(() => {
    const ending = new AbortController();
    const on = <Name extends 'dragover' | 'dragleave' | 'drop'>(
      name: Name,
      run: (event: DragEvent) => void,
    ) => {
      document.addEventListener(name, run, { signal: ending.signal });
    };
    on('dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    on('drop', (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      setOver(false);
      newest.current(files);
    });
    return () => ending.abort();
  }, []);
  return over;
}
