/** What can be read on a site's color, and how the color looks in the dark. */

/** Red, green and blue, 0 to 255. */
export type Color = readonly number[];

/** Luminances (WCAG 2.2, 0 to 1) that decide. A white text has a contrast of 4.5 below this, a black one above. */
export const WHITE_TEXT_BELOW = 0.1833;
/** A contrast of 5.5 to the dark paper: stands out in the dark as much as it does in the light. */
const BRIGHT_ABOVE = 0.27;

/** @param color `#rrggbb` */
export function partsOf(color: string): Color {
  return (color.match(/\w\w/g) ?? []).map((part) => Number(`0x${part}`));
}

/** The color as it is on the dark paper: as bright as it has to be there. */
export function inTheDark(color: Color): Color {
  let dark = color;
  // What is no color has no luminance either, and ends it.
  while (luminance(dark) < BRIGHT_ABOVE) dark = brighter(dark);
  return dark;
}

/** White or black, whichever can be read on the color. */
export function textOn(color: Color): '#fff' | '#000' {
  return luminance(color) > WHITE_TEXT_BELOW ? '#000' : '#fff';
}

/**
 * Relative luminance, 0 for black to 1 for white (WCAG 2.2). Its formula for the very darkest parts is left out:
 * the other one is never more than 0.001 away.
 */
export function luminance(color: Color): number {
  const parts = color.map((value) => ((value / 255 + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = parts as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** One step nearer to white. */
function brighter(color: Color): Color {
  return color.map((value) => value + (255 - value) / 20);
}
