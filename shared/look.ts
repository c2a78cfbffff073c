/** How a site's chat looks: what can be chosen, and the style that comes of it. */
import { inTheDark, partsOf, textOn, WHITE_TEXT_BELOW } from './color.ts';

/** `page`: as the page says of itself, otherwise as the visitor's device. */
export const SITE_THEMES = ['page', 'light', 'dark'] as const;
export type SiteTheme = (typeof SITE_THEMES)[number];

/** The drawings of a launcher: paths of 24 by 24 pixels, drawn by a line of 1.8. */
export const LAUNCHER_ICONS = {
  bubble: 'M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.5A7.5 7.5 0 1 1 20 11.5z',
  question: 'M7.8 8.4a4.2 4.2 0 1 1 6.3 3.6c-1.4.8-2.1 1.6-2.1 3.1M12 19.1v.1',
  smile: 'M12 3.5a8.5 8.5 0 1 0 .1 0M8 13.6q4 4.4 8 0M9 9.3v.1M15 9.3v.1',
  headset:
    'M4 15v-3a8 8 0 0 1 16 0v3M4 14.5A2.5 2.5 0 0 1 6.5 12H7v6h-.5A2.5 2.5 0 0 1 4 15.5zM20 14.5A2.5 2.5 0 0 0 17.5 12H17v6h.5a2.5 2.5 0 0 0 2.5-2.5M20 15.5q0 4.5-6 5',
  envelope: 'M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM4 7l8 6 8-6',
} as const;

/** What opens the chat: a drawing, the site's logo, or something of the page's own. */
export const LAUNCHERS = ['bubble', 'question', 'smile', 'headset', 'envelope', 'logo', 'none'] as const;
export type SiteLauncher = (typeof LAUNCHERS)[number];

/** A site's logo as a page shows it. */
export interface ShownLogo {
  url: string;
  /** In pixels: its place is known before it is there. */
  width: number;
  height: number;
}

/** What a style is made from; everything in it has met its schema. */
export interface Look {
  /** `#rrggbb` */
  color: string;
  theme: SiteTheme;
  /** In pixels. */
  offsets: { side: number; bottom: number };
  launcher: SiteLauncher;
  /** `fills`: square and without holes, so that it may be cut into a circle. */
  logo: (ShownLogo & { fills: boolean }) | null;
}

/** What the script tag draws. */
export interface DrawnLook {
  /** Declarations for the widget's one element on the page. */
  style: string;
  /** Path of the launcher's drawing; empty where the page opens the chat by something of its own. */
  icon: string;
}

const NIGHT = '@media(prefers-color-scheme:dark)';
/** As `textOn` decides it for the site's own color: white or black text, by the luminance of the page's. */
const OWN_TEXT = textBy(['.9505', '1', '1.0888']);

/** The launcher and the style of a site's chat. Colors, distances and addresses in it are ours or have been checked. */
export function drawLook(look: Look): DrawnLook {
  const { theme, offsets, launcher, logo } = look;
  const shown = launcher === 'logo' && logo === null ? 'bubble' : launcher;
  const light = partsOf(look.color);
  const day = `${dress(light, 'light')}--day:initial!important;--night: !important`;
  const night = `${dress(inTheDark(light), 'dark')}--day: !important;--night:initial!important`;
  const style = [
    ...(theme === 'dark' ? [`:host{${night}}`] : [`:host{${day}}`]),
    ...(theme === 'page'
      ? [
          // What the page says of itself stands in the attribute, as `color-scheme` takes it.
          `${NIGHT}{:host(:not([data-scheme~=light])),:host([data-scheme~=dark]){${night}}}`,
          `:host([data-scheme~=dark]:not([data-scheme~=light])){${night}}`,
        ]
      : []),
    `:host{${important('side', `${offsets.side}px`, 'chat-side')}${important('bottom', `${offsets.bottom}px`, 'chat-bottom')}}`,
    OWN_TEXT,
    ...(shown === 'logo' && logo ? [logoStyle(logo)] : []),
  ].join('');
  return { style, icon: shown === 'none' ? '' : LAUNCHER_ICONS[shown === 'logo' ? 'bubble' : shown] };
}

/**
 * A property of the page's own counts first.
 * @param own what the widget calls it: no name that a page might use, where a node of before leaves it unset
 */
function important(name: string, value: string, own = name): string {
  return `--${own}:var(--parley-${name},${value})!important;`;
}

function dress(accent: readonly number[], scheme: string): string {
  const text = `var(--parley-text,${textOn(accent)})`;
  return `color-scheme:${scheme}!important;${important('accent', `rgb(${accent})`)}${important('on-accent', text)}`;
}

/** Black or white in XYZ, by the luminance of the color that the page gives. */
function textBy(white: readonly string[]): string {
  const parts = white.map((part) => `clamp(0,(${WHITE_TEXT_BELOW} - y)*1e6,${part})`);
  return `@supports(color:color(from red xyz-d65 x y z)){:host{--parley-text:color(from var(--parley-accent) xyz-d65 ${parts.join(' ')})!important}}`;
}

function logoStyle({ url, width, height, fills }: NonNullable<Look['logo']>): string {
  const size = fills ? 'cover' : width < height ? 'auto 60%' : '60% auto';
  const closed = ':host>[aria-expanded=false]';
  return `${closed}{background:#fff url(${JSON.stringify(url)}) center/${size} no-repeat border-box}${closed}>svg{opacity:0}`;
}
