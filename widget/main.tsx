/** The chat itself: fetched by the loader when somebody wants to chat, or has before. */
import { render } from 'preact';
import { chooseLanguage, knownLanguage } from '../shared/languages.ts';
import { Chat, type ChatPorts, type TabWord } from './core/chat.ts';
import type { VisitorMessage } from './core/chat-state.ts';
import { createLocalStore, type LocalStore } from './core/local-store.ts';
import { idIn, isAnother } from './core/persons.ts';
import { createOutboxStorage, openKeeper } from './core/storage.ts';
import { createAskTurn, joinTabs } from './core/tabs.ts';
import forms from './forms.css';
import thread from './messages/thread.css';
import panel from './panel.css';
import { Panel } from './panel.tsx';
import type { ChatHandle, ChatModule, Shell } from './shell.ts';
import { adoptStyles } from './ui/adopt-styles.ts';
import { loadWords } from './words/load-words.ts';
import { speak, words } from './words/words.ts';

/** The server is restarted for a newer version: not all pages ask for the newer code at once. In milliseconds. */
const SWAP_SPREAD_MS = 2_000;
/** Where the newer code is too old as well, as while nodes are renewed one by one, in milliseconds. */
const SWAP_AGAIN_MS = 30_000;

/** Words that did not come are asked for again after this, in milliseconds. */
const WORDS_AGAIN_MS = 2_000;

/** A chat on the page, and what it leaves when newer code takes its place. */
type Running = ChatHandle & { bequeath(): NonNullable<Shell['inherited']> };

export const startChat: ChatModule['startChat'] = (shell): ChatHandle => {
  let swapping = false;
  const memory = new Map(shell.inherited?.memory);
  const local = createLocalStore(shell.siteKey, memory);
  const ended = new AbortController();
  const own = run(shell, memory, local, {
    signal: ended.signal,
    onOutdated() {
      if (swapping) return;
      swapping = true;
      const { generation = 0 } = shell.inherited ?? {};
      setTimeout(swap, (generation > 0 ? SWAP_AGAIN_MS : SWAP_SPREAD_MS) * Math.random());
    },
    onStranger: () => clearFor(told.has('identity') && local.get('person')),
    swap: (prepare) => void swap(prepare),
  });
  let chat: ChatHandle | undefined = own;
  /** What the page has told the chat last, of each kind. */
  const told = new Map<string, (chat: ChatHandle) => void>();
  const tell = (kind: string, task: (chat: ChatHandle) => void) => {
    told.set(kind, task);
    if (chat) task(chat);
  };
  /**
   * The page is never loaded anew: it is not ours.
   * @param prepare where somebody else uses the browser now: nothing of who was here before stays on the page meanwhile
   */
  async function swap(prepare?: (later: typeof import('./later.ts')) => void): Promise<void> {
    if (prepare) own.destroy();
    try {
      // A name of its own each time: what failed or was old is not to come back. Where part of it is gone, in a folder of
      // its own: some browsers never again ask for what has failed under the same name. A node of before knows none.
      const fetchChat = (folder: string): Promise<ChatModule> =>
        import(`${shell.origin}/assets/${folder}chat.js?${Date.now()}`);
      const newest = await fetchChat(prepare ? '' : `anew/${Date.now()}/`).catch(() => fetchChat(''));
      const later = prepare && (await import('./later.ts'));
      if (chat !== own) return;
      if (later) prepare(later);
      const inherited = own.bequeath();
      own.destroy();
      ended.abort();
      // The same object: side and launcher in it are as they are now.
      shell.inherited = prepare ? { ...inherited, unsaved: [] } : inherited;
      chat = newest.startChat(shell);
      for (const task of told.values()) task(chat);
    } catch {
      // Tried again with the next refusal.
      swapping = false;
      if (prepare) setTimeout(swap, SWAP_SPREAD_MS, prepare);
    }
  }
  const clearFor = (id?: string | null | false) =>
    void swap((later) => later.clearFor({ local, memory, siteKey: shell.siteKey }, id || null));
  addEventListener(
    'storage',
    ({ key, newValue }) => {
      if (key !== `parley:${shell.siteKey}:scope` || newValue === null) return;
      // Whom another tab has named last has the browser; what this page has said is of before.
      told.delete('identity');
      void swap(() => {});
    },
    ended,
  );
  return {
    setOpen: (open) => chat?.setOpen(open),
    prefill: (text) => chat?.prefill(text),
    identify(identity) {
      const id = idIn(identity);
      if (chat === own && isAnother(local, id)) clearFor(id);
      tell('identity', (to) => to.identify(identity));
    },
    setContext: (context) => tell('context', (to) => to.setContext(context)),
    setLocale: (tag) => tell('locale', (to) => to.setLocale(tag)),
    destroy() {
      ended.abort();
      chat?.destroy();
      chat = undefined;
    },
  };
};

/** What may come of a connection beside the chat. */
interface Turns {
  /** Ends with the chat on the page. */
  signal: AbortSignal;
  onOutdated(): void;
  /** The browser's secret stands for nobody any more, or for somebody else. */
  onStranger(): void;
  swap: ChatPorts['swap'];
}

function run(
  shell: Shell,
  memory: Map<string, string>,
  local: LocalStore,
  { signal, onOutdated, onStranger, swap }: Turns,
): Running {
  const { root, origin, site, siteKey, emit, inherited } = shell;
  const dropStyles = adoptStyles(root, panel + thread + forms);
  const place = document.createElement('div');
  root.prepend(place);
  const keeper = openKeeper('parley');
  /** Where the outbox of whoever uses the browser now is kept. */
  const scope = siteKey + (local.get('scope') ?? '');
  const tabsName = `parley:${scope}`;
  const chat = new Chat({
    origin,
    site,
    language: knownLanguage(shell.locale) ?? navigator.language,
    local,
    storage: createOutboxStorage<VisitorMessage>(keeper, scope),
    joinTabs: (onWord) => joinTabs<TabWord>(tabsName, onWord),
    askTurn: (after) => createAskTurn(tabsName, keeper, after),
    unsaved: inherited?.unsaved ?? [],
    onSite(site) {
      if (shell.setSite) shell.setSite(site);
      else shell.paint(site.color);
      void talk();
    },
    onUnread: shell.setUnread,
    onMessage: ({ conversationId, author, text, at }) =>
      emit('message', { conversationId, from: author.kind === 'contact' ? 'visitor' : 'agent', text, at }),
    onRefused({ code, message }) {
      if (code === 'identity_expired' || code === 'other_person') onStranger();
      else shell.explain(code, message);
    },
    onOutdated,
    swap,
  });
  render(<Panel chat={chat} shell={shell} />, place);
  /** What has been told to this chat is told to the newer one as well, which knows where the rest of it is. */
  const gone = (_: unknown, again = false) => {
    if (chat.ended) return;
    if (again) shell.explain('unreachable', `No answer from ${origin}.`);
    onOutdated();
    setTimeout(gone, 2 * SWAP_SPREAD_MS, _, true);
  };
  const talk = speaker(shell, chat, onOutdated);
  talk(shell.locale);
  /** By a link from another device. */
  const follow = () => {
    if (/parley=/.test(location.hash))
      void import('./ending.ts').then(({ takeOver }) => takeOver(chat), gone);
  };
  follow();
  addEventListener('hashchange', follow, { signal });
  if (inherited?.open) chat.setOpen(true);
  return {
    setOpen: (open) => chat.setOpen(open),
    identify(identity) {
      const { token } = Object(identity);
      const id = idIn(identity);
      // At once: what the visitor is shown first should be theirs.
      if (id && typeof token === 'string') chat.prove({ id, token });
      void import('./later.ts').then(({ readIdentity }) => {
        const { label, ...page } = readIdentity(identity, (says) => shell.explain('invalid_identity', says));
        chat.identify(label);
        chat.describe(page);
      }, gone);
    },
    setContext: (context) =>
      void import('./later.ts').then(
        ({ readContext }) =>
          chat.describe({
            facts: readContext(context, (says) => shell.explain('invalid_context', says)),
          }),
        gone,
      ),
    setLocale(tag) {
      const language = knownLanguage(tag);
      if (language) {
        chat.describe({ language });
        talk(language);
      } else shell.explain('invalid_locale', 'setLocale() takes a tag like pt-BR');
    },
    prefill: (text) => chat.write(String(text)),
    destroy() {
      render(null, place);
      place.remove();
      dropStyles();
      chat.destroy();
    },
    bequeath: () => ({
      generation: (inherited?.generation ?? 0) + 1,
      open: chat.store.get().open,
      memory,
      unsaved: chat.unsaved,
    }),
  };
}

/**
 * Puts the chat into the visitor's language: what the page's developer says, otherwise the page's own, the browser's or
 * the site's. What is on the screen stays as it is until the words are there.
 *
 * @param onGone the first words do not come: newer code may know where they are
 * @returns takes what the developer says; the last one said counts, also where the site has found other words
 */
function speaker(shell: Shell, chat: Chat, onGone: () => void): (said?: string) => void {
  let turn = 0;
  let said: string | undefined;
  return async function talk(wanted = said) {
    const own = ++turn;
    said = wanted;
    const page = document.documentElement.lang;
    const { language, tag } = chooseLanguage([said, page, ...navigator.languages, shell.site.language]);
    const loaded = await loadWords(language).catch(() => null);
    if (own !== turn || chat.ended) return;
    if (loaded) {
      const { greeting, texts } = chat.store.get().site;
      speak({ ...loaded, ...(greeting && { greeting }), ...texts?.[language] }, tag);
      shell.setWords?.(words.launcher);
      chat.store.set({ spoken: tag });
      return;
    }
    if (!chat.store.get().spoken) onGone();
    setTimeout(() => own === turn && void talk(), WORDS_AGAIN_MS);
  };
}
