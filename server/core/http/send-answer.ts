import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { Answer } from './route.ts';

/**
 * Sends what a handler gave: an Answer as it says, a plain value as JSON, nothing as 204. Resolves when it is handed
 * over, for what is sent piece by piece when the last of it is.
 * @param status of a plain value
 */
export async function sendAnswer(response: Response, value: unknown, status = 200): Promise<void> {
  const { parts } =
    value instanceof Answer ? value : new Answer(value === undefined ? {} : { status, body: value });
  for (const cookie of parts.cookies ?? []) response.append('Set-Cookie', cookie);
  if (parts.body !== undefined) {
    // What the API tells is for the one who asked, now.
    response.status(parts.status ?? status).set('Cache-Control', 'no-store');
    response.set(parts.headers ?? {}).json(parts.body);
    return;
  }
  if (parts.stream !== undefined && response.req.method !== 'HEAD') {
    response.status(parts.status ?? status).set(parts.headers ?? {});
    await pipeline(parts.stream(), response);
    return;
  }
  if (parts.bytes === undefined) {
    response
      .status(parts.status ?? (parts.stream === undefined ? 204 : status))
      .set(parts.headers ?? {})
      .end();
    return;
  }
  const bytes = typeof parts.bytes === 'string' ? Buffer.from(parts.bytes) : Buffer.from(parts.bytes);
  response.status(parts.status ?? status).set(parts.headers ?? {});
  response.set('Content-Length', String(bytes.byteLength));
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}
