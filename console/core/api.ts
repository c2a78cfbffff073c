/** REST: asked with the session's cookie, answered with a value or a refusal, never with an exception. */
import { type Ack, ERRORS, type ErrorCode, type Refusal } from '../../shared/errors.ts';

export interface Api {
  get<T>(path: string): Promise<Ack<T>>;
  post<T>(path: string, body: unknown): Promise<Ack<T>>;
  patch<T>(path: string, body: unknown): Promise<Ack<T>>;
  put<T>(path: string, body: unknown): Promise<Ack<T>>;
  delete<T>(path: string): Promise<Ack<T>>;
}

/** What is said where no server answers. */
export const UNREACHABLE: Refusal = { code: 'unavailable', message: ERRORS.unavailable.message };

type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/**
 * @param onSignedOut called where the session turns out to be over
 */
export function createApi(
  onSignedOut: () => void,
  send: Fetch = (address, init) => fetch(address, init),
): Api {
  async function ask<T>(method: string, path: string, body?: unknown): Promise<Ack<T>> {
    const response = await send(`/api/v1${path}`, requestOf(method, body)).catch(() => null);
    if (response === null) return { ok: false, error: UNREACHABLE };
    const text = await response.text().catch(() => '');
    if (response.ok) return { ok: true, value: readJson(text) as T };
    const error = refusalOf(response.status, readJson(text));
    // Asking for a session is how one finds out that there is none.
    if (error.code === 'not_signed_in' && path !== '/me') onSignedOut();
    return { ok: false, error };
  }
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
  };
}

function requestOf(method: string, body: unknown): RequestInit {
  const request: RequestInit & { headers: Record<string, string> } = {
    method,
    credentials: 'same-origin',
    headers: { Accept: 'application/json' },
  };
  if (method !== 'GET') request.headers['X-Parley'] = '1';
  if (body instanceof Blob) {
    request.headers['Content-Type'] = body.type;
    request.body = body;
  } else if (body !== undefined) {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(body);
  }
  return request;
}

function readJson(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Reads a problem document (RFC 9457); a proxy's answer that is none counts by its status. */
function refusalOf(status: number, problem: unknown): Refusal {
  const { code, detail, title, errors } = (problem ?? {}) as Record<string, unknown>;
  const known: ErrorCode = typeof code === 'string' && code in ERRORS ? (code as ErrorCode) : codeOf(status);
  const message = [detail, title].find((text) => typeof text === 'string') as string | undefined;
  const refusal: Refusal = { code: known, message: message ?? ERRORS[known].message };
  return Array.isArray(errors) ? { ...refusal, errors } : refusal;
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'not_signed_in';
  if (status === 403) return 'not_allowed';
  if (status === 404) return 'not_found';
  if (status === 413) return 'too_large';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'invalid_input';
}
