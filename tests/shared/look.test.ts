import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luminance } from '../../shared/color.ts';
import { drawLook, LAUNCHER_ICONS, LAUNCHERS, type Look, SITE_THEMES } from '../../shared/look.ts';

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

const LOOK: Look = {
  color: '#4b3fd6',
  theme: 'page',
  offsets: { side: 20, bottom: 20 },
  launcher: 'bubble',
  logo: null,
};
const styleOf = (changes: Partial<Look>) => drawLook({ ...LOOK, ...changes }).style;

/** Accent and text on it, in the light and in the dark. */
function read(style: string): { accent: Color; text: Color }[] {
  const said =
    /--accent:var\(--parley-accent,rgb\(([^)]*)\)\)!important;--on-accent:var\(--parley-on-accent,var\(--parley-text,(#\w+)\)\)/g;
  return [...style.matchAll(said)].map(([, accent = '', text]) => ({
    accent: accent.split(',').map(Number),
    text: text === '#fff' ? [255, 255, 255] : [0, 0, 0],
  }));
}

const color = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));

describe('a site’s color', () => {
  it('stays as it is in the light', () => {
    expect(read(styleOf({}))[0]).toEqual({ accent: [75, 63, 214], text: [255, 255, 255] });
    expect(read(styleOf({ color: '#ffe600' }))[0]?.text).toEqual([0, 0, 0]);
  });

  it('carries a text that can be read, in the light and in the dark', () => {
    fc.assert(
      fc.property(color, (parts) => {
        const [light, dark] = read(styleOf({ color: hex(parts) }));
        for (const one of [light, dark]) {
          expect(contrast(one?.accent ?? [], one?.text ?? [])).toBeGreaterThan(4.45);
        }
      }),
    );
  });

  it('stands out from the dark paper', () => {
    fc.assert(
      fc.property(color, (parts) => {
        const dark = read(styleOf({ color: hex(parts) }))[1]?.accent ?? [];
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
    expect(styleOf({ color: '' })).toContain('--accent');
    expect(styleOf({ color: '#zzzzzz' })).toContain('--accent');
  });
});

describe('a look', () => {
  it('is light, dark, or decided on the page', () => {
    const schemes = SITE_THEMES.map((theme) =>
      [...styleOf({ theme }).matchAll(/color-scheme:(\w+)!/g)].map(([, scheme]) => scheme),
    );
    expect(schemes).toEqual([['light', 'dark', 'dark'], ['light'], ['dark']]);
  });

  it('is a style of whole rules, whatever is set', () => {
    const logo = fc.record({
      url: fc.constant('https://chat.example.com/api/v1/widget/logo?site=site_a&v=b'),
      width: fc.nat(480),
      height: fc.nat(144),
      fills: fc.boolean(),
    });
    const looks = fc.record({
      color: color.map(hex),
      theme: fc.constantFrom(...SITE_THEMES),
      offsets: fc.record({ side: fc.nat(200), bottom: fc.nat(200) }),
      launcher: fc.constantFrom(...LAUNCHERS),
      logo: fc.option(logo),
    });
    fc.assert(
      fc.property(looks, (look) => {
        const { style } = drawLook(look);
        expect(style.split('{')).toHaveLength(style.split('}').length);
        expect(style).not.toMatch(/undefined|NaN|null/);
      }),
    );
  });

  it('has a drawing for every launcher but the one of the page, and the bubble where there is no logo', () => {
    const logo = { url: 'https://chat.example.com/logo', width: 48, height: 48, fills: true };
    for (const launcher of LAUNCHERS) {
      const { icon, style } = drawLook({ ...LOOK, launcher, logo });
      expect(icon === '', launcher).toBe(launcher === 'none');
      expect(style.includes(`url("${logo.url}")`), launcher).toBe(launcher === 'logo');
    }
    expect(drawLook({ ...LOOK, launcher: 'logo' })).toEqual(drawLook(LOOK));
    expect(new Set(Object.values(LAUNCHER_ICONS)).size).toBe(5);
  });
});
