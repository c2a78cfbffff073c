import { createHash, randomBytes } from 'node:crypto';

/** A new unguessable id: 128 random bits in base64url, 22 characters. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** A secret for a link, a cookie or a token: 256 random bits in base64url, 43 characters. Shown once, kept hashed. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** How secrets with full entropy are kept: SHA-256 in base64url. Not for passwords. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
