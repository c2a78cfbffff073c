import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colorSheet, luminance } from '../../widget/core/color.ts';

type Color = readonly number[];

/** The formula of WCAG 2.2, written out. */
function exactLuminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [exactLuminance(one), exactLuminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const hex = (color: Color) => `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;

/** Accent and text on it, in the light and in the dark. */
function read(sheet: string): { accent: Color; text: Color }[] {
  return [...sheet.matchAll(/--accent:rgb\(([^)]*)\);--on-accent:(#\w+)/g)].map(([, accent = '', text]) => ({
    accent: accent.split(',').map(Number),
    text: text === '#fff' ? [255, 255, 255] : [0, 0, 0],
  }));
}

const color = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));

describe('a site’s color', () => {
  it('stays as it is in the light', () => {
    expect(read(colorSheet('#4b3fd6'))[0]).toEqual({ accent: [75, 63, 214], text: [255, 255, 255] });
    expect(read(colorSheet('#ffe600'))[0]?.text).toEqual([0, 0, 0]);
  });

  it('carries a text that can be read, in the light and in the dark', () => {
    fc.assert(
      fc.property(color, (parts) => {
        const [light, dark] = read(colorSheet(hex(parts)));
        for (const one of [light, dark]) {
          expect(contrast(one?.accent ?? [], one?.text ?? [])).toBeGreaterThan(4.45);
        }
      }),
    );
  });

  it('stands out from the dark paper', () => {
    fc.assert(
      fc.property(color, (parts) => {
        const dark = read(colorSheet(hex(parts)))[1]?.accent ?? [];
        expect(contrast(dark, [0x17, 0x16, 0x13])).toBeGreaterThan(5.4);
      }),
    );
  });

  it('is measured nearly as WCAG does', () => {
    fc.assert(
      fc.property(color, (parts) => {
        expect(Math.abs(luminance(parts) - exactLuminance(parts))).toBeLessThan(0.001);
      }),
    );
  });

  it('ends also for what is no color', () => {
    expect(colorSheet('')).toContain('--accent');
    expect(colorSheet('#zzzzzz')).toContain('--accent');
  });
});
