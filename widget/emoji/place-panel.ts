/** As high as it may be, and how far it keeps from what is around it, in pixels. */
const HIGHEST = 320;
const GAP = 8;

/**
 * Puts the panel above the place where one writes, or below it where there is more room. Nothing else moves.
 *
 * @param panel positioned in what is around it
 */
export function placePanel(panel: HTMLElement, field: HTMLElement | null | undefined): void {
  const around = panel.offsetParent?.getBoundingClientRect();
  const written = (field?.closest('.composer') ?? field)?.getBoundingClientRect();
  if (!around || !written) return;
  const above = written.top - around.top - 2 * GAP;
  const below = around.bottom - written.bottom - 2 * GAP;
  const isAbove = above >= Math.min(HIGHEST, below);
  panel.style.height = `${Math.min(HIGHEST, isAbove ? above : below)}px`;
  panel.style.top = isAbove ? 'auto' : `${written.bottom - around.top + GAP}px`;
  panel.style.bottom = isAbove ? `${around.bottom - written.top + GAP}px` : 'auto';
}
