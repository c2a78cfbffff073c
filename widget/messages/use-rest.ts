import { useEffect } from 'preact/hooks';

/**
 * Lets the browser leave alone what is out of view: a change in a thread of a thousand lines otherwise measures them all
 * anew. Each line is drawn once before, so that its height is known from then on.
 * @param rows what holds the lines
 */
export function useRest(rows: { current: HTMLElement | null }): void {
  useEffect(() => {
    // After the frame that draws them.
    requestAnimationFrame(() =>
      setTimeout(() => {
        for (const row of rows.current?.querySelectorAll('.row:not(.rests)') ?? [])
          row.classList.add('rests');
      }),
    );
  });
}
