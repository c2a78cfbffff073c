/**
 * A server for one page and one visitor, in memory: what the preview's chat is connected to. The chat itself is the one
 * that visitors get, down to its packets (PROTOCOL.md).
 */
import { applyPublicEntry, emptyPublicConversation } from '../../shared/apply-entry.ts';
import type { PublicConversation, VisitorConversation } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import type { Ack } from '../../shared/errors.ts';
import type { WidgetServerEvents, WidgetWelcome } from '../../shared/events.ts';
import { LAUNCHER_EN } from '../../shared/launcher-words.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Appended, SendVisitorMessage } from '../../shared/messages.ts';
import type { VisitorPresence, WidgetSite, WidgetUnread } from '../../shared/sites.ts';

/** As a site's key looks; no site has it. */
export const PREVIEW_KEY = 'site_chatPreview0';
const CONVERSATION_ID = 'preview';
/** Nothing is sent to keep the line open, so it may be silent for so long, in milliseconds. */
const SILENCE_MS = 1e9;
const MAX_BYTES = 20 * 1024 * 1024;
const ASKED = /^42\/widget,(\d+)(\[.*)$/s;

/** What the chat is shown with. */
export interface PreviewLook {
  site: WidgetSite;
  presence: VisitorPresence;
}

export class PreviewServer {
  #look: PreviewLook;
  #answer: ((packet: string) => void) | null = null;
  #conversation: PublicConversation | null = null;
  readonly #entries: PublicEntry[] = [];

  constructor(look: PreviewLook) {
    this.#look = look;
  }

  /** Takes the place of the network in a page that holds the chat and nothing else. */
  serve(page: Window & typeof globalThis): void {
    const connect = (answer: (packet: string) => void) => this.#connect(answer);
    const take = (packet: string) => this.#take(packet);
    page.WebSocket = class {
      onmessage: ((event: { data: string }) => void) | null = null;
      constructor() {
        page.setTimeout(() => connect((data) => this.onmessage?.({ data })));
      }
      send(packet: string) {
        take(packet);
      }
      close() {}
    } as unknown as typeof WebSocket;
    const look = (): WidgetUnread => ({ site: this.#look.site, unread: 0, known: false, words: LAUNCHER_EN });
    page.fetch = async (address) =>
      String(address).includes('/widget/unread')
        ? page.Response.json(look())
        : page.Response.json({ code: 'unsupported_type' }, { status: 415 });
  }

  /** Shows another look at once. */
  show(look: PreviewLook): void {
    this.#look = look;
    this.#tell('site', look.site);
    this.#tell('presence', look.presence);
  }

  #connect(answer: (packet: string) => void): void {
    this.#answer = answer;
    answer(`0${JSON.stringify({ sid: 'preview', pingInterval: SILENCE_MS, pingTimeout: 0 })}`);
  }

  #take(packet: string): void {
    if (packet.startsWith('40/widget,')) {
      this.#answer?.('40/widget,{"sid":"preview"}');
      this.#tell('welcome', this.#welcome());
    }
    const [, id, asked] = ASKED.exec(packet) ?? [];
    if (id === undefined || asked === undefined) return;
    const [name, input] = JSON.parse(asked);
    const answer: Ack<unknown> = { ok: true, value: this.#valueFor(name, input) };
    this.#answer?.(`43/widget,${id}${JSON.stringify([answer])}`);
  }

  #valueFor(name: string, input: unknown): unknown {
    switch (name) {
      case 'message:send':
        return this.#append(input as SendVisitorMessage);
      case 'contact:update':
        return input;
      case 'conversation:catch-up':
        return this.#caughtUp();
      case 'heads':
        return {};
      default:
        return null;
    }
  }

  #append({ clientId, text }: SendVisitorMessage): Appended {
    const at = Date.now();
    const seq = this.#entries.length + 1;
    const author = { kind: 'contact', id: 'preview' } as const;
    const entry: PublicEntry = {
      kind: 'message',
      conversationId: CONVERSATION_ID,
      seq,
      clientId,
      author,
      at,
      text,
    };
    this.#entries.push(entry);
    const before = this.#conversation ?? emptyPublicConversation(CONVERSATION_ID, at);
    this.#conversation = applyPublicEntry(before, entry);
    return { conversationId: CONVERSATION_ID, seq, at };
  }

  #caughtUp(): VisitorConversation | null {
    return (
      this.#conversation && {
        conversation: this.#conversation,
        catchUp: { kind: 'snapshot', after: 0, entries: this.#entries, hasOlder: false },
        read: { seq: this.#entries.length, agentMessages: 0 },
        seenSeq: 0,
      }
    );
  }

  #welcome(): WidgetWelcome {
    return {
      protocol: PROTOCOL_VERSION,
      ...this.#look,
      contact: null,
      conversations: [],
      attachmentMaxBytes: MAX_BYTES,
    };
  }

  #tell<Name extends keyof WidgetServerEvents>(name: Name, payload: Parameters<WidgetServerEvents[Name]>[0]) {
    this.#answer?.(`42/widget,${JSON.stringify([name, payload])}`);
  }
}
