import type { IncomingMessage } from 'node:http';
import type { Core } from '../core/core.ts';
import { Refused } from '../core/refused.ts';
import type { Sites } from '../sites/index.ts';
import type { HandshakeLimit } from './handshake-limit.ts';
import type { OpenConnections } from './open-connections.ts';

/**
 * Whether a page may open a socket at all, asked before the upgrade: a widget's page has to be one of its site's,
 * anything else one of ours. An unknown site is let in so far, because only the handshake can tell it so.
 * @throws Refused `rate_limited`
 */
export async function mayConnect(
  core: Core,
  sites: Sites,
  limits: { handshakes: HandshakeLimit; open: OpenConnections },
  request: IncomingMessage,
): Promise<boolean> {
  await limits.handshakes.take(request);
  if (!limits.open.hasRoomFor(request)) throw new Refused('rate_limited');
  const query = new URL(request.url ?? '/', 'http://host').searchParams;
  const { origin } = request.headers;
  const key = query.get('site');
  if (key === null) return origin === undefined || core.config.ownOrigins.includes(origin);
  const site = sites.byKey(key);
  return site === undefined || sites.mayEmbed(site, origin);
}
