/** The page API of Parley's widget: `(window.Parley ||= []).push((parley) => parley.open());` */

/**
 * What a page may tell about the person who looks at it. Without a token a label for the agents, not a proof of who it
 * is: it lets nobody see what was said elsewhere.
 */
export interface ParleyIdentity {
  /** What the page calls the person. At most 200 characters. */
  id?: string | number;
  /** At most 80 characters. */
  name?: string;
  email?: string;
  /**
   * A JWT that your own server has signed with the site's identity secret (HS256): `sub` is the `id`, `exp` at most
   * 24 hours away, an hour is usual. With it the person sees their conversations on every device.
   */
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
  /**
   * Such as `unknown_site`, `origin_not_allowed`, `site_off`, `sign_in_required`, `token_invalid`, `token_expired`,
   * `blocked_by_csp` or `unreachable`.
   */
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
  /**
   * Who looks at the page. When somebody signs out, call it with null: then nothing of theirs is shown any more. So it
   * is when another `id` is given.
   */
  identify(identity: ParleyIdentity | null): void;
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
