/**
 * Where an arrow key leads in cells that lie in rows: null where it was another key, and out of what is there. Left and
 * right go as the cells lie, whichever way they are read.
 *
 * @param at the index of the cell where the focus is
 */
export function step(
  event: Pick<KeyboardEvent, 'key' | 'preventDefault'> & { currentTarget: Element },
  at: number,
  count: number,
  columns: number,
): number | null {
  const forwards = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
  const by: Record<string, number> = {
    ArrowRight: forwards,
    ArrowLeft: -forwards,
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -at,
    End: count - 1 - at,
  };
  const to = at + (by[event.key] ?? Number.NaN);
  if (!(to >= 0 && to < count)) return null;
  event.preventDefault();
  return to;
}
