/**
 * The script tag: a launcher on the page, and the chat behind it once somebody wants it. The script runs once on
 * a page, so what it knows lives in variables of this file: whoever changes one calls `sync` after.
 */
import type { LauncherWords } from '../shared/launcher-words.ts';
import type { WidgetUnread } from '../shared/sites.ts';
import { createPageApi, publish, quietly } from './api.ts';
import { readKept } from './core/local-store.ts';
import { createExplainer } from './page/explain.ts';
import { fetchLook } from './page/fetch-look.ts';
import { createLauncher, type Launcher } from './page/launcher.ts';
import { readScript, type ScriptSettings } from './page/read-script.ts';
import { watchPolicy } from './page/watch-policy.ts';
import { whenIdle } from './page/when-idle.ts';
import type { Parley } from './parley.d.ts';
import type { ChatHandle, ChatModule, Shell } from './shell.ts';

/** The chat's address on the server, filled in by the build. */
declare const __CHAT_CHUNK__: string;

declare global {
  interface Document {
    /** Not in every browser, and not in the compiler's library. */
    prerendering?: boolean;
  }
}

/** A server that does not answer is asked again after this and at most as much again. */
const RETRY_MS = 20_000;
const EXPLAIN_MS = 500;

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
let asked = false;
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
    held.push((chat) => chat[name](value as never));
    sync();
  },
  destroy() {
    ended.abort();
    chat?.destroy();
    launcher?.root.host.remove();
    chat = launcher = shell = undefined;
    asked = true;
    delete window.Parley;
  },
});

/** Brings launcher, chat and listeners up to what is known. */
function sync(): void {
  launcher?.show(!hidden, words, open, unread, failed);
  if (open) {
    ask();
    void begin();
  }
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

/** Asks for the site's look, once; again later where nobody answers. */
function ask(): void {
  // Loaded ahead, for a visit that may never come: nothing is asked before it does.
  if (asked || document.prerendering) return;
  asked = true;
  const { origin, siteKey, locale } = settings;
  const languages = [locale, document.documentElement.lang, navigator.languages];
  void fetchLook(origin, siteKey, readKept(siteKey, 'token'), languages.join()).then((look) => {
    if (ended.signal.aborted) return;
    if (look && 'site' in look) return draw(look);
    if (look) return explain(look.code, look.detail);
    unreachable();
    setTimeout(
      () => {
        asked = ended.signal.aborted;
        ask();
      },
      RETRY_MS * (1 + Math.random()),
    );
  });
}

function draw(look: WidgetUnread): void {
  const { site } = look;
  const side = settings.side ?? site.position;
  launcher = createLauncher(
    side,
    settings.launcher,
    () => setOpen(),
    () => void begin(),
  );
  launcher.paint(site.color);
  const { root, paint } = launcher;
  const close = () => setOpen(false);
  shell = { ...settings, root, site, side, close, paint, setWords, setUnread, emit, explain };
  emit('ready');
  setWords(look.words);
  setUnread(look.unread);
  // Who has written before gets answers without opening anything.
  const beginIfKnown = () => readKept(settings.siteKey, 'known') && void begin();
  beginIfKnown();
  // Written in another tab: answers are counted in this one, too.
  addEventListener('storage', beginIfKnown, ended);
}

/** Fetches the chat and starts it. Called often, done once; a failure may be tried again. */
async function begin(): Promise<void> {
  const given = shell;
  shell = undefined;
  if (!given) return;
  try {
    const { origin } = given;
    // Gone with a newer version of the server: then that one's, by an address that has not failed before.
    const newest = () => import(`${origin}/assets/chat.js?${Math.random()}`);
    const { startChat }: ChatModule = await import(origin + __CHAT_CHUNK__).catch(newest);
    if (!ended.signal.aborted) chat = startChat(given);
  } catch {
    shell = given;
    unreachable();
    failed = open;
    open = false;
  }
  sync();
}

/** Said a moment later, because the policy of the page, where that is the reason, is told a moment later too. */
function unreachable(): void {
  setTimeout(explain, EXPLAIN_MS, 'unreachable', `No answer from ${settings.origin}. It is tried again`);
}

function setWords(given: LauncherWords): void {
  words = given;
  sync();
}

function setUnread(count: number): void {
  if (unread !== count) emit('unread', count);
  unread = count;
  sync();
}

quietly(() => {
  // A second tag on the page finds the first one's API and leaves everything as it is.
  if ((window.Parley as Parley | undefined)?.open) return;
  settings = readScript(document.currentScript as HTMLScriptElement);
  explain = createExplainer((problem) => emit('error', problem));
  // Whoever comes by a link from another device wants to see the conversation.
  open = settings.open || /parley=/.test(document.URL);
  publish(parley, window);
  watchPolicy(settings.origin, ended.signal, explain);
  document.addEventListener('prerenderingchange', ask, ended);
  whenIdle(ask);
  sync();
});
