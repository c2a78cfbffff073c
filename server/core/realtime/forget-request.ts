import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Connection } from './cut.ts';

/** What a handshake over the connection may still ask: where it comes from, and who it is. */
const KEPT_HEADERS = ['origin', 'cookie', 'user-agent', 'x-forwarded-for'] as const;

/**
 * Keeps of the request that began a connection only what handshakes over it need. Most visitors only listen, for
 * hours, and a whole request is a fifth of what each of them would take in memory.
 */
export function forgetRequest(connection: Connection): void {
  const {
    headers,
    url,
    _query,
    connection: tcp,
  } = connection.request as IncomingMessage & {
    _query: Record<string, string>;
  };
  const kept: IncomingHttpHeaders = {};
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value !== undefined) Object.assign(kept, { [name]: value });
  }
  const { encrypted } = tcp as { encrypted?: boolean };
  Object.assign(connection, { request: { headers: kept, url, _query, connection: { encrypted } } });
}
