import { sessionCookieName } from '../core/http/session-cookie-name.ts';

/** As long as browsers keep one at all: when a session ends, the server decides. */
const MAX_AGE_SECONDS = 400 * 24 * 60 * 60;
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** The session's secret in a `Cookie` header, or null. */
export function readSessionCookie(header: string | undefined, publicUrl: string): string | null {
  const wanted = sessionCookieName(publicUrl);
  for (const pair of (header ?? '').split(';')) {
    const [name, value = ''] = pair.trim().split('=', 2);
    if (name === wanted && SECRET.test(value)) return value;
  }
  return null;
}

/** The `Set-Cookie` value that keeps somebody signed in. */
export function sessionCookie(secret: string, publicUrl: string): string {
  return cookie(secret, MAX_AGE_SECONDS, publicUrl);
}

/** The `Set-Cookie` value that takes the session's cookie away. */
export function noSessionCookie(publicUrl: string): string {
  return cookie('', 0, publicUrl);
}

function cookie(value: string, maxAgeSeconds: number, publicUrl: string): string {
  // Lax, so that a link in a mail leads into the console; changes need a header and an origin besides.
  const base = `${sessionCookieName(publicUrl)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  return publicUrl.startsWith('https:') ? `${base}; Secure` : base;
}
