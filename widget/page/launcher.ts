import type { LauncherWords } from '../../shared/launcher-words.ts';
import type { WidgetSite } from '../../shared/sites.ts';
import css from './launcher.css';
import type { ScriptSettings } from './read-script.ts';

const DOWN = 'm6 9 6 6 6-6';

/** The widget's one element on the page, with the button in it. */
export interface Launcher {
  /** The chat draws itself in here too. */
  root: ShadowRoot;
  /**
   * @param hidden whether the page wants neither launcher nor chat
   * @param failed the visitor could not be served
   */
  show(hidden: boolean, words: LauncherWords, open: boolean, unread: number, failed: boolean): void;
  dress(site: WidgetSite): void;
  focus(): void;
}

/**
 * Makes the launcher. Node by node: a policy of trusted types refuses markup.
 *
 * @param place what the snippet says of side (`left`; everything else is right) and button (without one the page opens
 *   the chat itself): from then on what holds, as the site says it where the snippet says nothing
 * @param onInterest the visitor is about to press: a moment to get ready
 */
export function createLauncher(
  place: Pick<ScriptSettings, 'side' | 'launcher'>,
  onPress: () => void,
  onInterest: () => void,
): Launcher {
  const host = document.createElement('parley-chat');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement('button');
  const icon = drawing('svg');
  const line = drawing('path');
  const { side, launcher } = place;
  let look: WidgetSite;
  set(icon, 'viewBox', '-15 -15 54 54');
  icon.append(line);
  button.append(icon);
  button.onclick = onPress;
  button.onpointerenter = button.onfocus = onInterest;

  return {
    root,
    show(hidden, words, open, unread, failed) {
      // Nothing moves under somebody who writes.
      if (!(open && button.className)) {
        button.className = place.side = side ?? look.position;
        place.launcher = launcher && look.icon !== '';
        if (!place.launcher) button.remove();
        else if (!button.isConnected) root.append(button);
      }
      if (hidden) return host.remove();
      // As the page is now: some let people choose. Asked before anything is changed, it is known without a layout.
      set(host, 'data-scheme', schemeOfPage());
      if (!host.isConnected) document.documentElement.append(host);
      set(line, 'd', (!open && look.icon) || DOWN);
      set(button, 'aria-expanded', open);
      const badge = failed ? '!' : (!open && unread) || '';
      // Drawn by the style: what is written in a button would be part of its name.
      set(button, 'data-badge', badge);
      set(button, 'aria-label', open ? words.close : words.open);
      button.title = failed ? words.failed : ((badge && words.unread + unread) as string);
    },
    dress(site) {
      look = site;
      // A node of before knows a color and nothing else.
      sheet.replaceSync(css + (site.style ?? `:host{--accent:${site.color};--on-accent:#fff}`));
    },
    focus: () => button.focus(),
  };
}

/** The page's own `color-scheme`; `normal` where it says nothing. */
function schemeOfPage(): string {
  const said = getComputedStyle(document.documentElement).colorScheme;
  const meta = document.querySelector<HTMLMetaElement>('meta[name=color-scheme]');
  return (said === 'normal' && meta?.content) || said;
}

function drawing(name: string): Element {
  return document.createElementNS('http://www.w3.org/2000/svg', name);
}

function set(node: Element, name: string, value: string | number | boolean): void {
  node.setAttribute(name, value as string);
}
