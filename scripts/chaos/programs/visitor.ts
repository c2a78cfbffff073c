/** A visitor with the widget's own chat, who writes, and looks at the thread, in one tab or several. */
import './world-clock.ts';
import type { WidgetSite } from '../../../shared/sites.ts';
import { Chat, type TabWord } from '../../../widget/core/chat.ts';
import { createLocalStore } from '../../../widget/core/local-store.ts';
import { createOutboxStorage, openKeeper } from '../../../widget/core/storage.ts';
import { createAskTurn, joinTabs } from '../../../widget/core/tabs.ts';
import { openPage, pause } from './page.ts';
import { type Look, Screen } from './screen.ts';

const page = await openPage();
const { settings, random, write } = page;

function openTab(number: number): Chat {
  const { siteKey: key } = settings;
  const look = { name: 'Shop', color: '#000000', greeting: '', position: 'right', language: 'en' } as const;
  const site: WidgetSite = { key, ...look };
  const keeper = openKeeper('parley');
  const chat = new Chat({
    origin: settings.origin,
    site,
    language: 'en',
    local: createLocalStore(key),
    storage: createOutboxStorage(keeper, key),
    joinTabs: (onWord) => joinTabs<TabWord>(`parley:${key}`, onWord),
    askTurn: (after) => createAskTurn(`parley:${key}`, keeper, after),
    unsaved: [],
    onSite: () => undefined,
    onRefused: () => undefined,
    onOutdated: () => undefined,
    onMessage: () => undefined,
    swap: () => undefined,
    onUnread: () => undefined,
  });
  const screen = new Screen(`tab ${number}`, write, () => lookAt(chat));
  chat.store.watch(() => screen.changed());
  chat.setOpen(true);
  return chat;
}

function lookAt(chat: Chat): Look {
  const { talks, pending } = chat.store.get();
  return {
    threads: Object.fromEntries(
      Object.entries(talks).map(([id, { thread }]) => [
        id,
        {
          hasOlder: thread.hasOlder,
          entries: thread.entries.map((entry) => ({
            ...entry,
            text: entry.kind === 'message' ? entry.text : '',
          })),
        },
      ]),
    ),
    waiting: pending.map(({ clientId, payload, state }) => ({
      clientId,
      text: payload.text,
      ...(state.kind === 'failed' && { refused: state.refusal.code }),
    })),
  };
}

const tabs = Array.from({ length: settings.tabs }, (_, index) => openTab(index + 1));
const life = `${settings.name}.${Date.now() % 1_000_000}`;
for (let number = 1; number <= settings.messages && !page.finishing(); number++) {
  await pause(random.between(400, 4_000));
  const tab = random.pick(tabs);
  const text = `⟦${settings.name}⟧ ${life}#${number} ${'word '.repeat(random.between(1, 40))}`.trim();
  write({ kind: 'intended', text, lane: `tab ${tabs.indexOf(tab)}` });
  tab.write(text);
  await tab.send();
  write({ kind: 'kept', text });
}
