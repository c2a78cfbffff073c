import { inTheDark, luminance, partsOf, textOn } from '../../shared/color.ts';
import { fill } from '../../shared/wording.ts';
import { language, words } from '../words/words.ts';

/**
 * What can be read on a site's color, in words.
 * @param color `#rrggbb`
 * @param isDark in the dark, where the color is as bright as it has to be
 */
export function contrastWords(color: string, isDark = false): string {
  const parts = isDark ? inTheDark(partsOf(color)) : partsOf(color);
  const light = luminance(parts);
  const white = textOn(parts) === '#fff';
  const ratio = white ? 1.05 / (light + 0.05) : (light + 0.05) / 0.05;
  const tenths = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  const says = white ? words.look.textIsWhite : words.look.textIsBlack;
  return fill(says, { ratio: ratio.toLocaleString(language(), tenths) });
}

/** The color of text on a site's color. @param color `#rrggbb` */
export function textColorOn(color: string): string {
  return textOn(partsOf(color));
}
