interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
interface Size {
  width: number;
  height: number;
}

/** A menu keeps this far from its button and from the edges of the window, in pixels. */
const GAP_PX = 4;
const EDGE_PX = 8;

/** Where a menu goes: below its button, above where there is no room below, and always inside the window. Lines up with an edge of its button. */
export function placeMenu(
  button: Box,
  menu: Size,
  room: Size,
  edge: 'left' | 'right',
): { left: number; top: number } {
  const below = button.bottom + GAP_PX;
  const above = button.top - GAP_PX - menu.height;
  const top = below + menu.height <= room.height - EDGE_PX || above < EDGE_PX ? below : above;
  const left = edge === 'left' ? button.left : button.right - menu.width;
  return { left: clamp(left, room.width - menu.width), top: clamp(top, room.height - menu.height) };
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE_PX, Math.min(value, most - EDGE_PX));
}
