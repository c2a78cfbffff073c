import type { Request } from 'express';
import { IDENTITY_TOKEN_MAX_CHARACTERS } from '../../../shared/limits.ts';

const BEARER = new RegExp(`^Bearer +(\\S{1,${IDENTITY_TOKEN_MAX_CHARACTERS}})$`, 'i');

/**
 * The token of a request's `Authorization: Bearer` (RFC 6750 section 2.1); null where there is none. Its shape is not looked at: one of
 * another shape than ours is one that nobody knows.
 */
export function bearerOf(request: Request): string | null {
  return BEARER.exec(request.get('authorization') ?? '')?.[1] ?? null;
}
