/** The chat itself: fetched by the loader when somebody wants to chat, or has before. */
import { render } from 'preact';
import { knownLanguage } from './contacts/known-language.ts';
import { readContext } from './contacts/read-context.ts';
import { readIdentity } from './contacts/read-identity.ts';
import { Chat, type TabWord } from './core/chat.ts';
import type { VisitorMessage } from './core/chat-state.ts';
import { createLocalStore } from './core/local-store.ts';
import { createOutboxStorage, openKeeper } from './core/storage.ts';
import { createAskTurn, joinTabs } from './core/tabs.ts';
import forms from './forms.css';
import thread from './messages/thread.css';
import panel from './panel.css';
import { Panel } from './panel.tsx';
import type { ChatHandle, ChatModule, Shell } from './shell.ts';

/** The server is restarted for a newer version: not all pages ask for the newer code at once. In milliseconds. */
const SWAP_SPREAD_MS = 2_000;
/** Where the newer code is too old as well, as while nodes are renewed one by one, in milliseconds. */
const SWAP_AGAIN_MS = 30_000;

/** A chat on the page, and what it leaves when newer code takes its place. */
type Running = ChatHandle & { bequeath(): NonNullable<Shell['inherited']> };

export const startChat: ChatModule['startChat'] = (shell): ChatHandle => {
  let swapping = false;
  const own = run(shell, () => {
    if (swapping) return;
    swapping = true;
    const { generation = 0 } = shell.inherited ?? {};
    setTimeout(swap, (generation > 0 ? SWAP_AGAIN_MS : SWAP_SPREAD_MS) * Math.random());
  });
  let chat: ChatHandle | undefined = own;
  /** What the page has told the chat last, of each kind. */
  const told = new Map<string, (chat: ChatHandle) => void>();
  const tell = (kind: string, task: (chat: ChatHandle) => void) => {
    told.set(kind, task);
    if (chat) task(chat);
  };
  /** The page is never loaded anew: it is not ours. */
  async function swap(): Promise<void> {
    try {
      // A name of its own each time: what failed or was old is not to come back.
      const newest: ChatModule = await import(`${shell.origin}/assets/chat.js?${Date.now()}`);
      if (!chat) return;
      const inherited = own.bequeath();
      own.destroy();
      chat = newest.startChat({ ...shell, inherited });
      for (const task of told.values()) task(chat);
    } catch {
      // Tried again with the next refusal.
      swapping = false;
    }
  }
  return {
    setOpen: (open) => chat?.setOpen(open),
    prefill: (text) => chat?.prefill(text),
    identify: (identity) => tell('identity', (to) => to.identify(identity)),
    setContext: (context) => tell('context', (to) => to.setContext(context)),
    setLocale: (tag) => tell('locale', (to) => to.setLocale(tag)),
    destroy() {
      chat?.destroy();
      chat = undefined;
    },
  };
};

function run(shell: Shell, onOutdated: () => void): Running {
  const { root, origin, site, siteKey, emit, inherited } = shell;
  // A constructed sheet: a strict content security policy, which refuses style elements, allows it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panel + thread + forms);
  root.adoptedStyleSheets.push(sheet);
  const place = document.createElement('div');
  root.prepend(place);
  const keeper = openKeeper('parley');
  const tabsName = `parley:${siteKey}`;
  const memory = new Map(inherited?.memory);
  const chat = new Chat({
    origin,
    site,
    language: (shell.locale && knownLanguage(shell.locale)) || navigator.language,
    local: createLocalStore(siteKey, memory),
    storage: createOutboxStorage<VisitorMessage>(keeper, siteKey),
    joinTabs: (onWord) => joinTabs<TabWord>(tabsName, onWord),
    askTurn: (after) => createAskTurn(tabsName, keeper, after),
    unsaved: inherited?.unsaved ?? [],
    onSite: ({ color }) => shell.paint(color),
    onUnread: shell.setUnread,
    onMessage: ({ conversationId, author, text, at }) =>
      emit('message', { conversationId, from: author.kind === 'contact' ? 'visitor' : 'agent', text, at }),
    onRefused: ({ code }) => shell.explain(code),
    onOutdated,
  });
  render(<Panel chat={chat} shell={shell} />, place);
  if (inherited?.open) chat.setOpen(true);
  return {
    setOpen: (open) => chat.setOpen(open),
    identify(identity) {
      const { label, ...page } = readIdentity(identity, (says) => shell.explain('invalid_identity', says));
      chat.identify(label);
      chat.describe(page);
    },
    setContext: (context) =>
      chat.describe({ facts: readContext(context, (says) => shell.explain('invalid_context', says)) }),
    setLocale(tag) {
      const language = knownLanguage(tag);
      if (language) chat.describe({ language });
      else shell.explain('invalid_locale', 'setLocale() takes a language tag such as pt-BR');
    },
    prefill: (text) => chat.write(String(text)),
    destroy() {
      render(null, place);
      place.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((each) => each !== sheet);
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
