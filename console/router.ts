/** Addresses of the console and what they show. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConversationView } from '../shared/conversations.ts';
import { VIEWS } from './frame/views.ts';

const BASE = '/console';
/** What is set up about a site, a page each. */
export const SITE_PARTS = ['chat', 'look', 'forms', 'hours', 'pages', 'identity'] as const;
export type SitePart = (typeof SITE_PARTS)[number];

export type Route =
  | { kind: 'view'; view: ConversationView }
  | { kind: 'conversation'; id: string }
  | { kind: 'tickets' }
  | { kind: 'ticket'; number: number }
  | { kind: 'sites' }
  | { kind: 'site'; id: string; part: SitePart }
  | { kind: 'people' }
  | { kind: 'profile' }
  | { kind: 'tokens' }
  | { kind: 'setup'; token: string }
  | { kind: 'invite'; token: string }
  | { kind: 'reset'; token: string }
  | { kind: 'nowhere' };

/**
 * What an address shows.
 * @param hash holds the secret of a one-time link: what stands there is sent to nobody
 */
export function readAddress(pathname: string, hash = ''): Route {
  const parts = pathname
    .replace(/^\/console\/?/, '')
    .split('/')
    .filter(Boolean);
  const [place = '', detail, more, part] = parts;
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? '';
  if (parts.length === 0) return { kind: 'view', view: 'open' };
  const view = VIEWS.find((one) => one === place);
  if (view && parts.length === 1) return { kind: 'view', view };
  switch (place) {
    case 'conversations':
      return detail && !more ? { kind: 'conversation', id: detail } : { kind: 'nowhere' };
    case 'tickets':
      return readTicket(detail, more);
    case 'settings':
      return readSettings(detail, more, part);
    case 'setup':
    case 'invite':
    case 'reset':
      return { kind: place, token };
    default:
      return { kind: 'nowhere' };
  }
}

/** The address of a place that has one without secrets in it. */
export function addressOf(route: Exclude<Route, { token: string } | { kind: 'nowhere' }>): string {
  switch (route.kind) {
    case 'view':
      return route.view === 'open' ? `${BASE}/` : `${BASE}/${route.view}`;
    case 'conversation':
      return `${BASE}/conversations/${route.id}`;
    case 'tickets':
      return `${BASE}/tickets`;
    case 'ticket':
      return `${BASE}/tickets/${route.number}`;
    case 'sites':
      return `${BASE}/settings/sites`;
    case 'site':
      return `${BASE}/settings/sites/${route.id}${route.part === 'chat' ? '' : `/${route.part}`}`;
    case 'people':
      return `${BASE}/settings/people`;
    case 'profile':
      return `${BASE}/settings/profile`;
    case 'tokens':
      return `${BASE}/settings/tokens`;
  }
}

function readTicket(detail: string | undefined, more: string | undefined): Route {
  if (detail === undefined) return { kind: 'tickets' };
  return /^[1-9]\d{0,9}$/.test(detail) && !more
    ? { kind: 'ticket', number: Number(detail) }
    : { kind: 'nowhere' };
}

function readSettings(detail: string | undefined, more: string | undefined, part = 'chat'): Route {
  if (detail === undefined) return { kind: 'sites' };
  if (detail === 'sites') return more ? readSite(more, part) : { kind: 'sites' };
  if ((detail === 'people' || detail === 'profile' || detail === 'tokens') && !more) return { kind: detail };
  return { kind: 'nowhere' };
}

function readSite(id: string, named: string): Route {
  const part = SITE_PARTS.find((one) => one === named);
  return part ? { kind: 'site', id, part } : { kind: 'nowhere' };
}

const current = signal<Route>(
  typeof location === 'undefined' ? { kind: 'nowhere' } : readAddress(location.pathname, location.hash),
);

/** Where the person is. */
export const route: ReadonlySignal<Route> = current;

/** How many places this one is away from where the console was opened. */
let step = typeof history === 'undefined' ? 0 : stepOf(history.state);

type Guard = (goOn: () => void) => void;
let guard: Guard | null = null;

/** While set, leaving the place goes through `ask`, which may call its `goOn` now, later or never. */
export function guardLeaving(ask: Guard | null): void {
  guard = ask;
}

/** Goes somewhere within the console. */
export function navigate(address: string, how: 'push' | 'replace' = 'push'): void {
  const go = () => {
    guard = null;
    if (how === 'replace') history.replaceState({ step }, '', address);
    else history.pushState({ step: ++step }, '', address);
    current.value = readAddress(location.pathname, location.hash);
  };
  if (guard) guard(go);
  else go();
}

/** Kept by the browser with each place, also over a reload. */
function stepOf(state: unknown): number {
  const kept = (state as { step?: unknown } | null)?.step;
  return typeof kept === 'number' ? kept : 0;
}

/** Makes links within the console change the place without loading the page anew. */
export function followLinks(): void {
  history.replaceState({ step }, '');
  window.addEventListener('popstate', ({ state }) => {
    const passed = stepOf(state) - step;
    // The browser has gone already: it comes back, and goes again once that is wanted.
    if (guard) {
      if (passed === 0) return;
      history.go(-passed);
      guard(() => {
        guard = null;
        history.go(passed);
      });
      return;
    }
    step += passed;
    current.value = readAddress(location.pathname, location.hash);
  });
  document.addEventListener('click', (event) => {
    const changed = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
    if (changed || event.defaultPrevented || !(event.target instanceof Element)) return;
    const link = event.target.closest('a');
    if (!link || link.target || link.origin !== location.origin) return;
    if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return;
    event.preventDefault();
    if (link.href !== location.href) navigate(link.href);
  });
}
