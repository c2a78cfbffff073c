import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../../shared/paging.ts';
import type { TicketRow } from '../../shared/tickets.ts';
import { now } from '../core/clock.ts';
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
import { windowOf } from '../ui/virtual-window.ts';
import { TicketLine } from './ticket-line.tsx';
import { type TicketFilter, TicketList, type TicketQuery } from './ticket-list.ts';
import '../ui/table.css';
import './tickets.css';
import { counted, language, refusalWords, words } from '../words/words.ts';

/** So long nothing is typed before it is looked for. */
const TYPING_PAUSE_MS = 200;
/** Height of a row, on a phone of two lines, in pixels; as in the style sheet. */
const ROW_PX = 40;
const PHONE_ROW_PX = 56;
const PHONE = '(max-width: 760px)';
/** How far beyond the visible part rows are drawn, in pixels. */
const MARGIN_PX = 600;
const NEAR_END_PX = 600;
const COLUMNS = 7;

/** All tickets in a table. */
export function TicketsPage() {
  const { inbox, api, connection } = useDesk();
  const [filter, setFilter] = useState<TicketFilter>('not_closed');
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim() === '' ? '' : typed, TYPING_PAUSE_MS);
  const [list, setList] = useState<TicketList | null>(null);
  useEffect(() => {
    const ask = (query: TicketQuery) =>
      api.get<Page<TicketRow>>(`/tickets?${new URLSearchParams(textual(query))}`);
    const next = new TicketList(filter, ask, text);
    setList(next);
    const stopChanges = inbox.onChanges((items) => next.takeChanges(items));
    void next.refresh();
    let link: 'new' | 'live' | 'lost' = 'new';
    const stopLink = effect(() => {
      const live = connection.link.value.kind === 'live';
      // What came while the connection was away is asked for when it is back.
      if (live && link === 'lost') void next.refresh();
      if (live) link = 'live';
      else if (link === 'live') link = 'lost';
    });
    return () => {
      stopChanges();
      stopLink();
    };
  }, [filter, text]);
  const count = inbox.counts.value?.tickets;
  const { not_closed, any } = words.tickets.filters;
  const filters: Record<TicketFilter, string> = { not_closed, ...words.tickets.statuses, any };
  return (
    <main class="column">
      <header class="column-head">
        <RailButton />
        <h1 class="column-title">{words.tickets.all}</h1>
        {count !== undefined && <span class="column-sub">{counted(words.tickets.notClosed, count)}</span>}
      </header>
      <div class="tickets-bar">
        <Menu
          label={words.tickets.status}
          items={optionsOf(filters).map(({ value, label }) => ({
            kind: 'choice',
            label,
            chosen: value === filter,
            onPick: () => setFilter(value),
          }))}
          trigger={(binding) => (
            <button type="button" class="pill" {...binding}>
              {words.tickets.status} <b>{filters[filter].toLocaleLowerCase(language())}</b>
              <DownIcon />
            </button>
          )}
        />
        <span class="spread" />
        <div class="tickets-search">
          <SearchField hint={words.tickets.searchHint} value={typed} onText={setTyped} />
        </div>
      </div>
      {list?.filter === filter && <TicketsBody list={list} />}
    </main>
  );
}

function TicketsBody({ list }: { list: TicketList }) {
  const state = list.state.value;
  const rows = list.rows.value;
  switch (state.kind) {
    case 'loading':
      return <TicketsSkeleton />;
    case 'failed':
      return (
        <Failed
          title={words.tickets.failed}
          says={refusalWords(state.refusal)}
          onRetry={() => void list.refresh()}
        />
      );
    case 'ready':
      break;
  }
  if (rows.length === 0 && state.cursor === null) {
    if (list.search !== '') {
      return <Empty title={words.tickets.nothingFound}>{words.tickets.nothingFoundSays}</Empty>;
    }
    return <Empty title={words.tickets.nothing}>{words.tickets.nothingSays}</Empty>;
  }
  return <TicketsTable list={list} rows={rows} more={state.more} />;
}

interface TicketsTableProps {
  list: TicketList;
  rows: readonly TicketRow[];
  more: 'idle' | 'loading' | 'failed';
}

function TicketsTable({ list, rows, more }: TicketsTableProps) {
  const [view, setView] = useState({ top: 0, height: 900 });
  const height = matchMedia(PHONE).matches ? PHONE_ROW_PX : ROW_PX;
  const heights = rows.map(() => height);
  const { first, end, before, after } = windowOf(heights, view.top, view.height, MARGIN_PX);
  const look = (element: HTMLElement) => {
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR_END_PX && more === 'idle') void list.loadMore();
    // Drawing anew for every pixel would be wasted: rows are drawn well beyond the edges.
    if (Math.abs(element.scrollTop - view.top) > MARGIN_PX / 2) {
      setView({ top: element.scrollTop, height: element.clientHeight });
    }
  };
  const scroller = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // A page that does not fill the screen asks for the next one without being scrolled.
    if (scroller.current) look(scroller.current);
  });
  return (
    <div class="tickets-scroller" ref={scroller} onScroll={(event) => look(event.currentTarget)}>
      <table class="table" aria-label={words.tickets.all}>
        <thead>
          <tr>
            <th scope="col">{words.tickets.number}</th>
            <th scope="col">{words.tickets.subject}</th>
            <th scope="col">{words.tickets.status}</th>
            <th scope="col" class="tickets-priority">
              {words.tickets.priority}
            </th>
            <th scope="col" class="tickets-category">
              {words.tickets.category}
            </th>
            <th scope="col">{words.tickets.owner}</th>
            <th scope="col" class="table-end tickets-updated">
              {words.tickets.updated}
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={before} />
          {rows.slice(first, end).map((row) => (
            <TicketLine key={row.number} row={row} now={now.value} />
          ))}
          <Gap height={after} />
        </tbody>
      </table>
      {more === 'loading' && <p class="tickets-foot">{words.general.loadingMore}</p>}
      {more === 'failed' && (
        <div class="tickets-foot" role="alert">
          {words.general.restFailed}
          <Button size="small" onClick={() => void list.loadMore()}>
            {words.general.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}

function Gap({ height }: { height: number }) {
  if (height === 0) return null;
  return (
    <tr class="table-gap">
      <td colSpan={COLUMNS} style={{ height: `${height}px` }} />
    </tr>
  );
}

function TicketsSkeleton() {
  return (
    <Loading label={words.tickets.loading}>
      <div class="tickets-skeleton">
        {[62, 48, 70, 55, 64].map((width) => (
          <Skeleton key={width} width={`${width}%`} height={16} />
        ))}
      </div>
    </Loading>
  );
}

function textual({ limit, ...query }: TicketQuery): Record<string, string> {
  return { ...query, limit: String(limit) };
}
