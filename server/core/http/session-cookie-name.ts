/**
 * What the session's cookie is called. By the prefix browsers take it from this host alone, for all its paths: no
 * neighbor below the same domain can put one of theirs in its place. They ask for HTTPS, so without it there is none.
 */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-parley_session' : 'parley_session';
}
