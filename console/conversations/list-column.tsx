import { useEffect, useId, useRef } from 'preact/hooks';
import type { ConversationView } from '../../shared/conversations.ts';
import { useKeys } from '../core/keys.ts';
import { useSettled } from '../core/use-settled.ts';
import { useDesk } from '../desk-context.ts';
import { RailButton } from '../frame/rail.tsx';
import { Button } from '../ui/button.tsx';
import { optionsOf } from '../ui/field.tsx';
import { DownIcon } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Empty, Failed } from '../ui/state.tsx';
import { VirtualList, type VirtualListHandle } from '../ui/virtual-list.tsx';
import type { ConversationList } from './conversation-list.ts';
import { ConversationRow } from './conversation-row.tsx';
import type { ConversationSearch } from './conversation-search.ts';
import { listOrder, searchText } from './list-place.ts';
import './list.css';
import { refusalWords, words } from '../words/words.ts';

type AnyList = ConversationList | ConversationSearch;

/** So long nothing is typed before it is looked for. */
const TYPING_PAUSE_MS = 200;

export function ListColumn({ view, chosenId }: { view: ConversationView; chosenId: string | null }) {
  const { inbox } = useDesk();
  const titleId = useId();
  const order = listOrder.value;
  const text = useSettled(searchText.value.trim() === '' ? '' : searchText.value, TYPING_PAUSE_MS);
  const list = text === '' ? inbox.list(view, order) : inbox.search;
  useEffect(() => inbox.search.lookFor(text), [text]);
  useEffect(() => inbox.show(list), [list]);
  const counts = inbox.counts.value;
  const count = view === 'resolved' ? undefined : counts?.[view];
  return (
    <section
      class="column list-column"
      role={chosenId === null ? 'main' : 'region'}
      aria-labelledby={titleId}
    >
      <header class="column-head">
        <RailButton />
        <h1 class="column-title" id={titleId}>
          {text === '' ? words.frame.views[view] : words.conversations.all}
        </h1>
        {text === '' && <span class="column-sub">{count}</span>}
        <span class="spread" />
        {text === '' && <OrderMenu />}
      </header>
      <div class="list-search">
        <SearchField
          hint={words.conversations.searchHint}
          value={searchText.value}
          onText={(typed) => {
            searchText.value = typed;
          }}
        />
      </div>
      <ListBody
        key={text === '' ? `${view} ${order}` : 'search'}
        list={list}
        nothing={text === '' ? words.conversations.nothing[view] : words.conversations.nothingFound}
        chosenId={chosenId}
      />
    </section>
  );
}

function OrderMenu() {
  return (
    <Menu
      label={words.conversations.order}
      align="end"
      items={optionsOf(words.conversations.orders).map(({ value, label }) => ({
        kind: 'choice',
        label,
        chosen: listOrder.value === value,
        onPick: () => {
          listOrder.value = value;
        },
      }))}
      trigger={(binding) => (
        <Button look="quiet" size="small" {...binding}>
          <span class="unseen">{words.conversations.orderNow}</span>
          {words.conversations.orders[listOrder.value]}
          <DownIcon />
        </Button>
      )}
    />
  );
}

interface ListBodyProps {
  list: AnyList;
  /** What is said where there is nothing. */
  nothing: { title: string; says: string };
  chosenId: string | null;
}

function ListBody({ list, nothing, chosenId }: ListBodyProps) {
  const state = list.state.value;
  const items = list.items.value;
  const handle = useRef<VirtualListHandle | null>(null);
  const around = useRef<HTMLDivElement>(null);
  const move = (step: 1 | -1) => {
    const next = neighbor(
      items.map((item) => item.id),
      focusedRow() ?? chosenId,
      step,
    );
    if (next === undefined) return;
    handle.current?.scrollToRow(next);
    // The row may only now be drawn.
    requestAnimationFrame(() =>
      around.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus({ preventScroll: true }),
    );
  };
  useKeys({
    j: () => move(1),
    ArrowDown: () => move(1),
    k: () => move(-1),
    ArrowUp: () => move(-1),
  });
  switch (state.kind) {
    case 'loading':
      return <ListSkeleton />;
    case 'failed':
      return (
        <Failed
          title={words.conversations.listFailed}
          says={refusalWords(state.refusal)}
          onRetry={() => void list.refresh()}
        />
      );
    case 'ready':
      break;
  }
  if (items.length === 0) return <Empty title={nothing.title}>{nothing.says}</Empty>;
  const reachable = items.some((item) => item.id === chosenId) ? chosenId : items[0]?.id;
  return (
    <div class="column list-rows" ref={around}>
      <VirtualList
        rows={items}
        keyOf={(item) => item.id}
        estimate={() => 92}
        sticks="start"
        content={{ list: words.conversations.list }}
        handle={handle}
        onNearEnd={() => {
          if (state.more.kind === 'idle') void list.loadMore();
        }}
        render={(item, index) => (
          <ConversationRow
            key={item.id}
            summary={item}
            chosen={item.id === chosenId}
            reachable={item.id === reachable}
            position={index + 1}
            of={state.cursor === null ? items.length : -1}
          />
        )}
        foot={<ListFoot list={list} />}
      />
    </div>
  );
}

function ListFoot({ list }: { list: AnyList }) {
  const state = list.state.value;
  if (state.kind !== 'ready' || state.more.kind === 'idle') return null;
  if (state.more.kind === 'loading') return <p class="list-foot">{words.general.loadingMore}</p>;
  return (
    <div class="list-foot" role="alert">
      {words.general.restFailed}
      <Button size="small" onClick={() => void list.loadMore()}>
        {words.general.tryAgain}
      </Button>
    </div>
  );
}

function ListSkeleton() {
  return (
    <Loading label={words.conversations.loading}>
      {[70, 45, 60, 52].map((width) => (
        <div class="list-skeleton" key={width}>
          <Skeleton width="28px" height={28} round />
          <Skeleton width={`${width - 20}%`} height={14} />
          <Skeleton width="96%" />
          <Skeleton width={`${width}%`} />
        </div>
      ))}
    </Loading>
  );
}

function focusedRow(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('li[data-row]')?.dataset.row;
}

/** The one after or before; the first or last where there is none to start from. */
function neighbor(ids: readonly string[], from: string | null, step: 1 | -1): string | undefined {
  const at = from === null ? -1 : ids.indexOf(from);
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1);
  return ids[Math.max(0, Math.min(ids.length - 1, at + step))];
}
