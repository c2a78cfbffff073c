import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from './core/chat.ts';
import { type ChatState, threadId, unreadIn } from './core/chat-state.ts';
import { Later } from './core/later.tsx';
import { part } from './core/part.ts';
import { Home } from './home/home.tsx';
import { takeFiles } from './messages/composer.tsx';
import { ThreadView } from './messages/thread-view.tsx';
import type { Shell } from './shell.ts';
import { CloseButton } from './ui/close-button.tsx';
import { language, words } from './words/words.ts';

/** As in the style sheet. */
const COVERS_PAGE = '(max-width: 480px)';

const refused = part('Refused');
const peek = part('Peek');

/** The chat while it is open, and while it is closed what is new; nothing until there are words for it. */
export function Panel({ chat, shell }: { chat: Chat; shell: Shell }) {
  const state = useChatState(chat);
  if (!state.spoken) return null;
  const props = { chat, shell, state };
  return state.open ? (
    <OpenPanel {...props} />
  ) : (
    unreadIn(state.talks) > 0 && <Later load={peek} {...props} />
  );
}

interface PanelProps {
  chat: Chat;
  shell: Shell;
  state: ChatState;
}

function OpenPanel({ chat, shell, state }: PanelProps) {
  const panel = useRef<HTMLElement>(null);
  const { view } = state;
  const covers = matchMedia(COVERS_PAGE).matches;
  useSeenHeight(panel);

  useLayoutEffect(() => {
    const field = panel.current?.querySelector('textarea');
    // A field that has the focus brings up a keyboard, which covers what is to be read first.
    const keys = matchMedia('(pointer: fine)').matches;
    (keys && field ? field : panel.current)?.focus();
  }, [view === null, state.link.kind === 'refused']);

  return (
    <section
      ref={panel}
      class={`chat ${shell.side} ${shell.launcher ? '' : 'alone'}`}
      role="dialog"
      aria-label={words.chat}
      aria-modal={covers || undefined}
      lang={language}
      dir={words.direction}
      tabIndex={-1}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => takeFiles(chat, event, event.dataTransfer)}
      onKeyDown={(event) => {
        // The page's own shortcuts must not fire while somebody writes.
        event.stopPropagation();
        if (event.key === 'Tab' && covers && panel.current) goAround(event, panel.current);
        if (event.key === 'Escape' && !event.isComposing) shell.close();
      }}
    >
      <Screen chat={chat} shell={shell} state={state} />
      {state.link.kind === 'offline' && (
        <div class="bar" role="status">
          {navigator.onLine ? words.connectionLost : words.offline}{' '}
          {chat.durable ? words.sentLater : words.sentWhileOpen}
        </div>
      )}
    </section>
  );
}

/** Where the chat covers the page, the tab key goes around in it: nobody sees what it would reach behind. */
function goAround(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = panel.querySelectorAll<HTMLElement>('button, a, input, select, textarea, [tabindex="0"]');
  const [from, to] = event.shiftKey ? [0, stops.length - 1] : [stops.length - 1, 0];
  const { activeElement } = panel.getRootNode() as ShadowRoot;
  if (activeElement !== stops[from] && activeElement !== panel) return;
  if (activeElement === panel && !event.shiftKey) return;
  event.preventDefault();
  stops[to]?.focus();
}

function Screen({ chat, shell, state }: PanelProps) {
  const { link, welcomed, returning, view, asking: Asking } = state;
  if (link.kind === 'refused') {
    const { code } = link.refusal;
    return (
      <Later
        load={refused}
        before={<Skeleton shell={shell} />}
        chat={chat}
        shell={shell}
        state={state}
        code={code}
      />
    );
  }
  if (returning && !welcomed && link.kind === 'connecting' && state.pending.length === 0) {
    return <Skeleton shell={shell} />;
  }
  if (Asking) return <Asking chat={chat} shell={shell} state={state} />;
  const id = threadId(state, view);
  if (id !== null) return <ThreadView chat={chat} shell={shell} state={state} id={id} />;
  return <Home chat={chat} shell={shell} state={state} />;
}

/** The size of what comes; seen only where it does not come at once. */
function Skeleton({ shell }: { shell: Shell }) {
  return (
    <>
      <div class="top">
        <span class="bone line" />
        <span class="grow" />
        <CloseButton shell={shell} />
      </div>
      <div class="rows grow bones" aria-busy="true">
        <div class="bone" />
        <div class="bone mine" />
        <div class="bone" />
      </div>
    </>
  );
}

function useChatState(chat: Chat): ChatState {
  const [state, setState] = useState(chat.store.get());
  useEffect(() => {
    setState(chat.store.get());
    return chat.store.watch(() => setState(chat.store.get()));
  }, [chat]);
  return state;
}

/**
 * On a phone the keyboard covers part of the page without telling the layout, and what is left may be moved: the panel
 * keeps to what is seen. Not where somebody has zoomed in: they move over the panel as they like.
 */
function useSeenHeight(panel: { current: HTMLElement | null }): void {
  useEffect(() => {
    const seen = visualViewport;
    const fit = () => {
      if (seen?.scale !== 1) return;
      panel.current?.style.setProperty('--seen', `${seen.height}px`);
      panel.current?.style.setProperty('--above', `${seen.offsetTop}px`);
    };
    const ending = new AbortController();
    for (const type of ['resize', 'scroll']) seen?.addEventListener(type, fit, ending);
    return () => ending.abort();
  }, [panel]);
}
