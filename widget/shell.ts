/**
 * What the script tag's side (the shell) and the chat know of each other. They may be of neighboring versions, on a
 * page that was opened before a deployment: what is added here, the other side must be able to do without.
 */
import type { LauncherWords } from '../shared/launcher-words.ts';
import type { WidgetSite } from '../shared/sites.ts';
import type { PageApi } from './api.ts';
import type { VisitorMessage } from './core/chat-state.ts';
import type { ScriptSettings } from './page/read-script.ts';
import type { Parley } from './parley.d.ts';

/**
 * What the chat is given when it starts, and how it tells what happens. A script tag of before starts chats that are
 * newer than itself: what is here stays, and what is added may be missing.
 */
export interface Shell extends ScriptSettings {
  root: ShadowRoot;
  site: WidgetSite;
  /** `left` or right, where the launcher stands now; from a script tag of before, where it stood. So is `launcher`. */
  side: string;
  /** The visitor wants the chat closed. */
  close(): void;
  /** The site's color, `#rrggbb`: from a chat of before, and to a script tag of before. */
  paint(color: string): void;
  /** How the site looks from now on. */
  setSite?(site: WidgetSite): void;
  setUnread(unread: number): void;
  /** What the launcher says from now on. */
  setWords?(words: LauncherWords): void;
  emit: PageApi['emit'];
  /** Says in the page's console what is wrong: a code of shared/errors.ts, or a code of its own, and a sentence. */
  explain(code: string, message?: string): void;
  /** Where newer code goes on in the place of older: what that leaves to it. */
  inherited?: Inheritance;
}

/** What a chat leaves to the newer one that takes its place. */
interface Inheritance {
  /** How many have had this place before. */
  generation: number;
  open: boolean;
  /** Values and messages that the browser would not keep. */
  memory: ReadonlyMap<string, string>;
  unsaved: readonly { clientId: string; payload: VisitorMessage }[];
}

/** What the page asks the chat itself. */
export type ChatCommands = Pick<Parley, 'identify' | 'setContext' | 'setLocale' | 'prefill'>;

/** The running chat. */
export interface ChatHandle extends ChatCommands {
  setOpen(open: boolean): void;
  destroy(): void;
}

/** What the chat's chunk exports. */
export interface ChatModule {
  startChat(shell: Shell): ChatHandle;
}
