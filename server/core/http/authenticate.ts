import type { TokenScope } from '../../../shared/tokens.ts';
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
  /** The token of `Authorization: Bearer`. */
  bearer: string | null;
}

export interface Doorkeeper {
  /** Origins of our own pages, as they are at the moment. */
  ownOrigins(): readonly string[];
  agentBySession(cookie: string | undefined): Promise<AgentActor | null>;
  agentByToken(bearer: string): Promise<{ actor: AgentActor; scopes: readonly TokenScope[] } | null>;
}

/**
 * Who asks, where the route wants to know, and that a browser was not made to ask by a foreign page. A token never
 * goes along by itself as a cookie does, so whoever shows one is asked nothing else.
 * @throws Refused `not_signed_in`, `not_allowed` for an agent who is no admin, `origin_not_allowed`
 */
export async function authenticate(
  route: Pick<Route, 'access' | 'scope' | 'fromAnyPage'>,
  from: Provenance,
  doorkeeper: Doorkeeper,
): Promise<AgentActor | null> {
  if (route.access !== 'public' && from.bearer !== null) {
    return requireRole(route, await actorByToken(route, from.bearer, doorkeeper));
  }
  const changes = from.method !== 'GET' && from.method !== 'HEAD';
  // Signing in and taking up links is for our own pages too: nobody is signed in to a stranger's account unasked.
  if (changes && from.origin !== undefined && !route.fromAnyPage) requireOwnOrigin(from.origin, doorkeeper);
  if (route.access === 'public') return null;
  const actor = await doorkeeper.agentBySession(from.cookie);
  if (actor === null) throw new Refused('not_signed_in');
  if (changes) requireOwnPage(from, doorkeeper);
  return requireRole(route, actor);
}

async function actorByToken(
  { scope }: Pick<Route, 'scope'>,
  bearer: string,
  doorkeeper: Doorkeeper,
): Promise<AgentActor> {
  const found = await doorkeeper.agentByToken(bearer);
  if (found === null) {
    throw new Refused('not_signed_in', { message: 'This token is not known here, or has been revoked.' });
  }
  if (scope === undefined) {
    throw new Refused('not_allowed', { message: 'This can only be done by somebody who is signed in.' });
  }
  if (scope !== 'any' && !found.scopes.includes(scope)) {
    throw new Refused('not_allowed', { message: `This token lacks the scope ${scope}.` });
  }
  return found.actor;
}

function requireRole({ access }: Pick<Route, 'access'>, actor: AgentActor): AgentActor {
  if (access === 'admin' && actor.role !== 'admin') throw new Refused('not_allowed');
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
