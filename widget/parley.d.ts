/** The page API of Parley's widget: `(window.Parley ||= []).push((parley) => parley.open());` */

/**
 * What a page may tell about the person who looks at it. A label for the agents, not a proof of who it is: it lets
 * nobody see what was said elsewhere.
 */
export interface ParleyIdentity {
  /** What the page calls the person. At most 200 characters. */
  id?: string | number;
  /** At most 80 characters. */
  name?: string;
  email?: string;
  /** Cannot be verified yet: it is left out, and one line in the console says so. */
  token?: string;
}

/** What the page shows, for the agents to see: up to 20 names, values of up to 200 characters. */
export type ParleyContext = Readonly<Record<string, unknown>>;

export interface ParleyMessage {
  conversationId: string;
  from: 'visitor' | 'agent';
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface ParleyProblem {
  /** Such as `unknown_site`, `origin_not_allowed`, `site_off`, `blocked_by_csp` or `unreachable`. */
  code: string;
  message: string;
}

/** The events a page may listen to, and what each listener is given. */
export interface ParleyEvents {
  /** The chat can be opened. A listener that comes later is called as well. */
  ready: undefined;
  open: undefined;
  close: undefined;
  /** A message arrived or was sent while the page is open. */
  message: ParleyMessage;
  /** How many messages of agents are unread now. */
  unread: number;
  error: ParleyProblem;
}

export interface Parley {
  /** Calls `use` with the API: at once after loading, as soon as it is there before. */
  push(use: (parley: Parley) => void): void;
  open(): void;
  close(): void;
  toggle(): void;
  /** Brings the launcher back after `hide`. */
  show(): void;
  /** Takes launcher and chat off the page; messages still arrive. */
  hide(): void;
  identify(identity: ParleyIdentity): void;
  /** What the page shows, such as `{ order: 4711, plan: 'premium' }`. Takes the place of what was said before. */
  setContext(context: ParleyContext): void;
  /** @param tag the visitor's language, such as `pt-BR` */
  setLocale(tag: string): void;
  /** Puts text into the message field, for the visitor to send. */
  prefill(text: string): void;
  /** @returns takes the listener away again */
  on<Name extends keyof ParleyEvents>(name: Name, listener: (detail: ParleyEvents[Name]) => void): () => void;
  /** Removes everything. What has been said is kept. */
  destroy(): void;
}

/** Stands in until the script is there. */
export type ParleyQueue = ((parley: Parley) => void)[];

declare global {
  interface Window {
    Parley?: Parley | ParleyQueue;
  }
}
