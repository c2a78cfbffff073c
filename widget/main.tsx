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
import type { ChatHandle, ChatModule } from './shell.ts';

export const startChat: ChatModule['startChat'] = (shell): ChatHandle => {
  const { root, origin, site, siteKey, emit } = shell;
  // A constructed sheet: a strict content security policy, which refuses style elements, allows it.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(panel + thread + forms);
  root.adoptedStyleSheets.push(sheet);
  const place = document.createElement('div');
  root.prepend(place);
  const keeper = openKeeper('parley');
  const tabsName = `parley:${siteKey}`;
  const chat = new Chat({
    origin,
    site,
    language: (shell.locale && knownLanguage(shell.locale)) || navigator.language,
    local: createLocalStore(siteKey),
    storage: createOutboxStorage<VisitorMessage>(keeper, siteKey),
    joinTabs: (onWord) => joinTabs<TabWord>(tabsName, onWord),
    askTurn: (after) => createAskTurn(tabsName, keeper, after),
    onSite: ({ color }) => shell.paint(color),
    onUnread: shell.setUnread,
    onMessage: ({ conversationId, author, text, at }) =>
      emit('message', { conversationId, from: author.kind === 'contact' ? 'visitor' : 'agent', text, at }),
    onRefused: ({ code }) => shell.explain(code),
  });
  render(<Panel chat={chat} shell={shell} />, place);
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
      chat.destroy();
    },
  };
};
