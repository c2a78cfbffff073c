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
import { STATUS_NAMES } from './ticket-names.ts';
import '../ui/table.css';
import './tickets.css';

const FILTER_NAMES: Record<TicketFilter, string> = { not_closed: 'Not closed', ...STATUS_NAMES, any: 'Any' };

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
    let link: 'never live' | 'live' | 'lost' = 'never live';
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
  return (
    <main class="column">
      <header class="column-head">
        <RailButton />
        <h1 class="column-title">Tickets</h1>
        {count !== undefined && <span class="column-sub">{count} not closed</span>}
      </header>
      <div class="tickets-bar">
        <Menu
          label="Status"
          items={optionsOf(FILTER_NAMES).map(({ value, label }) => ({
            kind: 'choice',
            label,
            chosen: value === filter,
            onPick: () => setFilter(value),
          }))}
          trigger={(binding) => (
            <button type="button" class="pill" {...binding}>
              Status <b>{FILTER_NAMES[filter].toLowerCase()}</b>
              <DownIcon />
            </button>
          )}
        />
        <span class="spread" />
        <div class="tickets-search">
          <SearchField hint="Number, subject or words" value={typed} onText={setTyped} />
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
          title="Tickets could not be loaded"
          says={state.refusal.message}
          onRetry={() => void list.refresh()}
        />
      );
    case 'ready':
      break;
  }
  if (rows.length === 0 && state.cursor === null) {
    if (list.search !== '') {
      return (
        <Empty title="Nothing found">
          All words have to occur in one ticket. Try fewer, or another status above.
        </Empty>
      );
    }
    return (
      <Empty title="No tickets here">
        A ticket follows what cannot be answered at once. Make one in a conversation with “Create ticket”.
      </Empty>
    );
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
      <table class="table" aria-label="Tickets">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Subject</th>
            <th scope="col">Status</th>
            <th scope="col" class="tickets-priority">
              Priority
            </th>
            <th scope="col" class="tickets-category">
              Category
            </th>
            <th scope="col">Owner</th>
            <th scope="col" class="table-end tickets-updated">
              Updated
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
      {more === 'loading' && <p class="tickets-foot">Loading more</p>}
      {more === 'failed' && (
        <div class="tickets-foot" role="alert">
          The rest could not be loaded.
          <Button size="small" onClick={() => void list.loadMore()}>
            Try again
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
    <Loading label="Loading tickets">
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
