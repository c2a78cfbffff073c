/**
 * The script tag: a launcher on the page, and the chat behind it once somebody wants it. The script runs once on
 * a page, so what it knows lives in variables of this file: whoever changes one calls `sync` after.
 */
import type { LauncherWords } from '../shared/launcher-words.ts';
import type { WidgetSite, WidgetUnread } from '../shared/sites.ts';
import { createPageApi, publish, quietly } from './api.ts';
import { readKept } from './core/local-store.ts';
import { createExplainer, EXPLAIN_MS } from './page/explain.ts';
import { fetchLook, RETRY_MS } from './page/fetch-look.ts';
import { createLauncher, type Launcher } from './page/launcher.ts';
import { readScript, type ScriptSettings } from './page/read-script.ts';
import { watchPolicy } from './page/watch-policy.ts';
import { whenIdle } from './page/when-idle.ts';
import type { Parley, ParleyIdentity } from './parley.d.ts';
import type { ChatHandle, ChatModule, Shell } from './shell.ts';

/** The chat's address on the server, filled in by the build. */
declare const __CHAT_CHUNK__: string;

declare global {
  interface Document {
    /** Not in every browser, and not in the compiler's library. */
    prerendering?: boolean;
  }
}

let settings: ScriptSettings;
let explain: (code: string, message?: string) => void;
let open = false;
/** What listeners have been told last. */
let toldOpen = false;
let hidden = false;
let unread = 0;
let failed = false;
let words: LauncherWords;
/** What the page asked of the chat before it was there. */
const held: ((chat: ChatHandle) => void)[] = [];
/** The identity with which the look was asked for last; 0 before that, and when all is over. */
let asked: unknown = 0;
/** The token of who is signed in on the page. */
let identity: string | undefined;
let launcher: Launcher | undefined;
/** What the chat is started with; gone once that has begun. */
let shell: Shell | undefined;
let chat: ChatHandle | undefined;
const ended = new AbortController();

const { parley, emit } = createPageApi({
  setOpen,
  setHidden(hide) {
    hidden = hide;
    sync();
  },
  tell(name, value) {
    if (name === 'setLocale') settings.locale = value as string;
    if (name === 'identify') identity = (value as ParleyIdentity | null)?.token;
    held.push((chat) => chat[name](value as never));
    sync();
  },
  destroy() {
    ended.abort();
    chat?.destroy();
    launcher?.root.host.remove();
    chat = launcher = shell = undefined;
    asked = 0;
    delete window.Parley;
  },
});

/** Brings launcher, chat and listeners up to what is known. */
function sync(): void {
  launcher?.show(hidden, words, open, unread, failed);
  // Who is signed in only now may have something unread.
  if (open || shell) ask();
  if (open) void begin();
  if (!chat) return;
  for (const task of held.splice(0)) task(chat);
  if (toldOpen === open) return;
  toldOpen = open;
  chat.setOpen(open);
  emit(open ? 'open' : 'close');
}

function setOpen(wanted = !open): void {
  // A visitor who closes the chat from inside goes on at the button; a page that closes it keeps its focus.
  const inside = launcher?.root.activeElement;
  open = wanted;
  failed = false;
  sync();
  if (!open && inside) launcher?.focus();
}

/** Asks for the site's look, once for each who is signed in; again later where nobody answers. */
function ask(): void {
  // Loaded ahead, for a visit that may never come: nothing is asked before it does.
  if (asked === identity || ended.signal.aborted || document.prerendering) return;
  const own = identity;
  asked = own;
  const languages = [settings.locale, document.documentElement.lang, navigator.languages];
  void fetchLook(
    settings.origin,
    settings.siteKey,
    own ?? readKept(settings.siteKey, 'token'),
    languages,
  ).then((look) => {
    // Somebody else has signed in meanwhile, nobody is any more, or all of it has ended.
    if (asked !== own) return;
    if (look?.site) return draw(look);
    if (look) return explain(look.code, look.detail);
    unreachable();
    setTimeout(
      () => {
        asked = 0;
        ask();
      },
      RETRY_MS * (1 + Math.random()),
    );
  });
}

function draw(look: WidgetUnread): void {
  // Who has written before, here or elsewhere, gets answers without opening anything.
  const beginIfKnown = () => {
    if (look.known || readKept(settings.siteKey, 'known')) void begin();
  };
  if (!launcher) {
    const { site } = look;
    launcher = createLauncher(settings, parley.toggle, () => void begin());
    // One object with the settings: what the launcher makes of them, the chat sees.
    shell = Object.assign(settings, launcher, {
      site,
      close: parley.close,
      paint() {},
      setSite,
      setWords,
      setUnread,
      emit,
      explain,
    }) as Shell;
    words = look.words;
    setSite(site);
    emit('ready');
    // Where people choose between light and dark, most pages note it there.
    const onChoice = new MutationObserver(sync);
    onChoice.observe(document.documentElement, { attributeFilter: ['class', 'data-theme'] });
    ended.signal.onabort = () => onChoice.disconnect();
    // Written in another tab: answers are counted in this one, too.
    addEventListener('storage', beginIfKnown, ended);
  }
  // What the chat itself says counts more.
  if (!shell) return;
  setUnread(look.unread);
  beginIfKnown();
}

/** Fetches the chat and starts it. Called often, done once; a failure may be tried again. */
async function begin(): Promise<void> {
  const given = shell;
  shell = undefined;
  if (!given) return;
  try {
    const { startChat }: ChatModule = await import(settings.origin + __CHAT_CHUNK__).catch(
      // Gone with a newer version of the server: then that one's, by an address that has not failed before.
      () => import(`${settings.origin}/assets/chat.js?${Math.random()}`),
    );
    if (!ended.signal.aborted) chat = startChat(given);
  } catch {
    shell = given;
    unreachable();
    failed = open;
    open = false;
  }
  sync();
}

function unreachable(): void {
  setTimeout(explain, EXPLAIN_MS, 'unreachable', `No answer from ${settings.origin}. Trying again`);
}

function setSite(site: WidgetSite): void {
  launcher?.dress(site);
  sync();
}

/** Whoever comes by a link from another device wants to see the conversation. */
function follow(): void {
  open ||= /#.*parley=/.test(document.URL);
  sync();
}

function setWords(given: LauncherWords): void {
  words = given;
  sync();
}

function setUnread(count: number): void {
  if (unread === count) return;
  unread = count;
  emit('unread', count);
  sync();
}

quietly(() => {
  // A second tag on the page finds the first one's API and leaves everything as it is.
  if ((window.Parley as Parley | undefined)?.open) return;
  settings = readScript(document.currentScript as HTMLScriptElement);
  explain = createExplainer((problem) => emit('error', problem));
  open = settings.open;
  publish(parley, window);
  watchPolicy(settings.origin, ended, explain);
  document.addEventListener('prerenderingchange', ask, ended);
  whenIdle(ask);
  addEventListener('hashchange', follow, ended);
  follow();
});
