import { createHmac } from 'node:crypto';
import type { TestServer } from '../support/start-server.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT made by hand, so that it can be wrong in every way. */
export function signToken(
  secret: string,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' },
): string {
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Seconds since 1970, as JWTs count. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1_000) + seconds;
}

/** What a site's own server does: says who somebody is. */
export async function identityOf(
  server: TestServer,
  id: string,
  claims: Record<string, unknown> = {},
  siteId = server.site().id,
): Promise<{ id: string; token: string }> {
  const { secret } = await server.app.identityKeys.secretOf(siteId);
  return { id, token: signToken(secret, { sub: id, exp: inSeconds(300), ...claims }) };
}
