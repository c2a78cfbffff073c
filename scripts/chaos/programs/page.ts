/** What the clients' code finds around it in a browser, and what the chaos needs of it: a page in a Node process. */
import { type JournalLine, openJournal } from '../journal.ts';
import { Random } from '../random.ts';
import { installStorage, type StorageMood } from './browser-storage.ts';

/** What the world tells a client's process at its start. */
export interface ClientSettings {
  name: string;
  seed: string;
  /** The way to some node. */
  origin: string;
  siteKey: string;
  journalPath: string;
  /** Where the browser keeps what outlives it. */
  folder: string;
  storage: StorageMood;
  tabs: number;
  /** How many messages to write. */
  messages: number;
  /** What agents connect with. */
  cookie: string;
  publicUrl: string;
  agent: unknown;
}

/** What the world tells it later: to write no more, and to look through everything there is. */
type ClientCommand = { kind: 'finish' };

export interface Page {
  settings: ClientSettings;
  random: Random;
  write(line: JournalLine): void;
  /** Whether it is time to end. */
  finishing(): boolean;
}

/** A mark says whom a text is for, so that one that went astray is found: `⟦v1⟧`. */
const MARK = /⟦[^⟧]+⟧/g;

/** Makes this process a page. Once, before anything of the clients runs. */
export async function openPage(): Promise<Page> {
  const settings = JSON.parse(process.env.CHAOS_CLIENT ?? '{}') as ClientSettings;
  const write = openJournal(settings.journalPath);
  const page = new EventTarget();
  const look = { visibilityState: 'visible', title: 'A shop', referrer: '', hasFocus: () => true };
  Object.assign(globalThis, {
    window: globalThis,
    navigator: { language: 'en', onLine: true },
    location: { href: 'https://shop.example/', origin: settings.publicUrl },
    document: Object.assign(new EventTarget(), look),
    addEventListener: page.addEventListener.bind(page),
    removeEventListener: page.removeEventListener.bind(page),
    dispatchEvent: page.dispatchEvent.bind(page),
    WebSocket: socketWith(settings, write),
  });
  await installStorage(settings.folder, settings.storage);
  let finishing = false;
  process.on('message', ({ kind }: ClientCommand) => {
    if (kind === 'finish') finishing = true;
  });
  // The world is gone: so is its client.
  process.on('disconnect', () => process.exit());
  write({ kind: 'started' });
  return { settings, random: new Random(settings.seed), write, finishing: () => finishing };
}

/** A browser's socket: sends the cookie and where the page is from, and notes what comes over it. */
function socketWith({ cookie, publicUrl }: ClientSettings, write: Page['write']): typeof WebSocket {
  const heard = new Set<string>();
  const headers = cookie === '' ? {} : { Cookie: cookie, Origin: publicUrl };
  return class extends WebSocket {
    constructor(url: string | URL) {
      // Node's own socket takes headers where a browser's takes protocols.
      super(url, { headers } as never);
      this.addEventListener('message', ({ data }) => {
        const marks = (String(data).match(MARK) ?? []).filter((mark) => !heard.has(mark));
        for (const mark of marks) heard.add(mark);
        if (marks.length > 0) write({ kind: 'heard', marks: [...new Set(marks)] });
      });
    }
  };
}

/** Waits, in milliseconds of the run. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
