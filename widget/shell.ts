/**
 * What the script tag's side (the shell) and the chat know of each other. They may be of neighboring versions, on a
 * page that was opened before a deployment: what is added here, the other side must be able to do without.
 */
import type { WidgetSite } from '../shared/sites.ts';
import type { PageApi } from './api.ts';
import type { ScriptSettings } from './page/read-script.ts';
import type { Parley } from './parley.d.ts';

/** What the chat is given when it starts, and how it tells what happens. */
export interface Shell extends ScriptSettings {
  root: ShadowRoot;
  site: WidgetSite;
  side: string;
  /** The visitor wants the chat closed. */
  close(): void;
  /** The site's color, `#rrggbb`. */
  paint(color: string): void;
  setUnread(unread: number): void;
  emit: PageApi['emit'];
  /** Says in the page's console what is wrong: a code of shared/errors.ts, or a code of its own and a sentence. */
  explain(code: string, message?: string): void;
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
