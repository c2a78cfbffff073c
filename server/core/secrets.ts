import { createHmac } from 'node:crypto';

/**
 * How the secret of a cookie, a link or a token is kept: hashed under the server's key, so that a copy of the store
 * alone lets nobody in, not even by writing into it.
 * @param use keeps a secret made for one thing from working for another
 */
export function keptSecret(
  secretKey: string,
  use: 'session' | 'link' | 'token' | 'resume',
  secret: string,
): string {
  return createHmac('sha256', secretKey).update(`${use}:${secret}`).digest('base64url');
}
