import { createHmac, timingSafeEqual } from 'node:crypto';
import { newId } from '../core/ids.ts';

/** Of the signature, in bytes: as hard to guess as the rest. */
const SIGNATURE_BYTES = 16;

/**
 * What a link holds: when it ends, 128 random bits, and a signature over both and the site. So what is made up, is over
 * or is another site's is known for it without asking the store.
 *
 * @param expiresAt milliseconds since 1970
 */
export function newSignedToken(secretKey: string, siteId: string, expiresAt: number): string {
  const signed = `${Math.floor(expiresAt / 1000).toString(36)}.${newId()}`;
  return `${signed}.${signatureOf(secretKey, siteId, signed)}`;
}

/**
 * Whether this was signed here, for this site, and is not over.
 * @param now milliseconds since 1970
 */
export function isSignedToken(secretKey: string, siteId: string, token: string, now: number): boolean {
  const [ends = '', random = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature);
  const right = Buffer.from(signatureOf(secretKey, siteId, `${ends}.${random}`));
  const isRight = given.length === right.length && timingSafeEqual(given, right);
  return isRight && Number.parseInt(ends, 36) * 1000 > now;
}

function signatureOf(secretKey: string, siteId: string, signed: string): string {
  return createHmac('sha256', secretKey)
    .update(`resume:${siteId}:${signed}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES)
    .toString('base64url');
}
