import type { LauncherWords } from '../../shared/launcher-words.ts';
import type { WidgetSite } from '../../shared/sites.ts';
import css from './launcher.css';

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
 * @param side `left`; everything else is right
 * @param pressable without a button the page opens the chat itself
 * @param onInterest the visitor is about to press: a moment to get ready
 */
export function createLauncher(
  side: string,
  pressable: boolean,
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
  let shape: string | undefined;
  set(icon, 'viewBox', '-15 -15 54 54');
  icon.append(line);
  button.append(icon);
  button.className = side;
  button.onclick = onPress;
  button.onpointerenter = button.onfocus = onInterest;
  if (pressable) root.append(button);

  return {
    root,
    show(hidden, words, open, unread, failed) {
      if (hidden) return host.remove();
      // As the page is now: some let people choose. Asked before anything is changed, it is known without a layout.
      set(host, 'data-scheme', schemeOfPage());
      if (!host.isConnected) document.documentElement.append(host);
      set(line, 'd', (!open && shape) || DOWN);
      set(button, 'aria-expanded', open);
      const badge = failed ? '!' : (!open && unread) || '';
      // Drawn by the style: what is written in a button would be part of its name.
      set(button, 'data-badge', badge);
      set(button, 'aria-label', open ? words.close : words.open);
      button.title = failed ? words.failed : badge ? words.unread + unread : '';
    },
    // A node of before knows a color and nothing else.
    dress({ color, icon, style = `:host{--accent:${color};--on-accent:#fff}` }) {
      // Where the page is to open the chat itself from now on, that holds when it is loaded anew.
      shape = icon || shape;
      sheet.replaceSync(css + style);
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
