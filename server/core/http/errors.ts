import { ERRORS } from '../../../shared/errors.ts';
import { isStoreAway } from '../db/store-away.ts';
import type { Log } from '../log.ts';
import { Refused } from '../refused.ts';
import { type Answer, answer } from './route.ts';

/** What the body parser throws: `type` is its closed list of reasons. */
interface BodyError {
  type: string;
  status: number;
}

/**
 * The problem document (RFC 9457) for whatever was thrown. Only what was refused on purpose says why; anything else
 * is our fault, goes to the log under the request's id, and tells nothing.
 */
export function problemOf(error: unknown, requestId: string, log: Log): Answer {
  const refused = refusalOf(error, requestId, log);
  const { code, message, errors, retryAfterMs } = refused.toRefusal();
  const { status } = ERRORS[code];
  return answer({
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(status === 401 && { 'www-authenticate': 'Bearer realm="Parley"' }),
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) }),
    },
    bytes: JSON.stringify({
      type: 'about:blank',
      title: ERRORS[code].message,
      status,
      detail: message,
      instance: `urn:uuid:${requestId}`,
      code,
      ...(errors && { errors }),
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    }),
  });
}

function refusalOf(error: unknown, requestId: string, log: Log): Refused {
  if (error instanceof Refused) return error;
  if (isBodyError(error)) {
    const refused = refusalOfBody(error.type);
    if (refused !== null) return refused;
  }
  // A path that is not even percent-encoded text, refused by the router.
  if (error instanceof URIError) return new Refused('not_found');
  if (isStoreAway(error)) {
    log.warn({ err: error, requestId }, 'The store does not answer.');
    return new Refused('unavailable');
  }
  log.error({ err: error, requestId }, 'A request failed.');
  return new Refused('internal');
}

function refusalOfBody(type: string): Refused | null {
  switch (type) {
    case 'entity.too.large':
      return new Refused('too_large');
    case 'entity.parse.failed':
      return new Refused('invalid_input', { errors: [{ path: '', message: 'This is not valid JSON.' }] });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new Refused('unsupported_type');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Refused('invalid_input');
    default:
      return null;
  }
}

function isBodyError(error: unknown): error is BodyError {
  return typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string';
}
