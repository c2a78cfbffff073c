/** Which rows of a long list are drawn, and how much room the others take. Pure; all lengths in pixels. */

export interface VirtualWindow {
  /** The first row that is drawn. */
  first: number;
  /** The row after the last one that is drawn. */
  end: number;
  /** Height of what is left out above and below. */
  before: number;
  after: number;
}

/** Up to this many rows all are drawn: then the browser's own "find in page" sees everything. */
const DRAW_ALL_ROWS = 200;

/** The rows that touch the visible part, widened by `margin` on both sides. */
export function windowOf(
  heights: readonly number[],
  scrollTop: number,
  visible: number,
  margin: number,
): VirtualWindow {
  if (heights.length <= DRAW_ALL_ROWS) return { first: 0, end: heights.length, before: 0, after: 0 };
  const from = scrollTop - margin;
  const to = scrollTop + visible + margin;
  let top = 0;
  let first = -1;
  let end = heights.length;
  let before = 0;
  let after = 0;
  for (const [index, height] of heights.entries()) {
    const bottom = top + height;
    if (bottom <= from) before += height;
    else if (first === -1) first = index;
    if (top >= to) {
      if (end === heights.length) end = index;
      after += height;
    }
    top = bottom;
  }
  if (first === -1) return lastRows(heights, visible + margin);
  return { first, end: Math.max(end, first), before, after };
}

/** The position of a row's upper edge. */
export function topOf(heights: readonly number[], index: number): number {
  let top = 0;
  for (let row = 0; row < index; row++) top += heights[row] ?? 0;
  return top;
}

/** The first row whose lower edge is below `y`; the last one where there is none. */
export function rowAt(heights: readonly number[], y: number): number {
  let bottom = 0;
  for (const [index, height] of heights.entries()) {
    bottom += height;
    if (bottom > y) return index;
  }
  return Math.max(0, heights.length - 1);
}

/** For a position beyond the end, as when many rows went away at once. */
function lastRows(heights: readonly number[], room: number): VirtualWindow {
  let first = heights.length;
  let drawn = 0;
  while (first > 0 && drawn < room) drawn += heights[--first] ?? 0;
  return { first, end: heights.length, before: topOf(heights, first), after: 0 };
}
