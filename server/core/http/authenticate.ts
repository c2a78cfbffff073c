import type { AgentActor } from '../actor.ts';
import { Refused } from '../refused.ts';
import type { Route } from './route.ts';

/** What a request says about where it comes from. */
interface Provenance {
  method: string;
  origin: string | undefined;
  /** The header `X-Parley`. */
  mark: string | undefined;
  cookie: string | undefined;
}

export interface Doorkeeper {
  /** Origins of our own pages, as they are at the moment. */
  ownOrigins(): readonly string[];
  agentBySession(cookie: string | undefined): Promise<AgentActor | null>;
}

/**
 * Who asks, where the route wants to know, and that a browser was not made to ask by a foreign page.
 * @throws Refused `not_signed_in`, `not_allowed` for an agent who is no admin, `origin_not_allowed`
 */
export async function authenticate(
  route: Pick<Route, 'access'>,
  from: Provenance,
  doorkeeper: Doorkeeper,
): Promise<AgentActor | null> {
  const changes = from.method !== 'GET' && from.method !== 'HEAD';
  // Signing in and taking up links is for our own pages too: nobody is signed in to a stranger's account unasked.
  if (changes && from.origin !== undefined) requireOwnOrigin(from.origin, doorkeeper);
  if (route.access === 'public') return null;
  const actor = await doorkeeper.agentBySession(from.cookie);
  if (actor === null) throw new Refused('not_signed_in');
  if (changes) requireOwnPage(from, doorkeeper);
  if (route.access === 'admin' && actor.role !== 'admin') throw new Refused('not_allowed');
  return actor;
}

/** A cookie goes along whoever sends the request; this header and the right origin do not. */
function requireOwnPage({ origin, mark }: Provenance, doorkeeper: Doorkeeper): void {
  if (mark !== '1') {
    throw new Refused('not_allowed', { message: 'A change by cookie needs the header X-Parley: 1.' });
  }
  requireOwnOrigin(origin, doorkeeper);
}

function requireOwnOrigin(origin: string | undefined, doorkeeper: Doorkeeper): void {
  const own = doorkeeper.ownOrigins();
  if (origin !== undefined && own.includes(origin)) return;
  throw new Refused('origin_not_allowed', {
    message: `Changes are taken from ${own[0]} only. If that is not the address in your browser, set PUBLIC_URL to it.`,
  });
}
