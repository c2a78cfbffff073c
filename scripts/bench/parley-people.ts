import { randomBytes, randomUUID } from 'node:crypto';
import type { WidgetHandshake } from '../../shared/events.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import { answerTo, opened } from './clients.ts';
import type { MeasuredServer } from './measured-server.ts';
import { WireClient, type WireHandlers } from './wire-client.ts';

/** What a visitor may send at once, as `people` may, and what refills that. */
const WRITTEN_AT_ONCE = 15;
export const REFILL_MS = 5_000;

/** Visitors of a measured Parley, and its agents, as their browsers speak. */

export function newVisitor(): WidgetHandshake {
  return {
    protocol: PROTOCOL_VERSION,
    token: randomBytes(32).toString('base64url'),
    heads: {},
    page: { url: 'https://shop.example/orders/4711', title: 'Your order', referrer: '' },
    language: 'en-GB',
    timezone: 'Europe/London',
  };
}

/** Opens a visitor's connection; `onReady` when the welcome has come. */
export function connectWidget(
  { port, siteKey }: { port: number; siteKey: string },
  visitor: WidgetHandshake,
  onReady: () => void,
  handlers: WireHandlers = {},
): WireClient {
  return new WireClient(
    { port, namespace: '/widget', query: `&site=${siteKey}`, auth: visitor },
    { ...handlers, onEvent: onReady }, // the first event is the welcome
  );
}

/** Opens an agent's connection and waits for its welcome. */
export function connectConsole(port: number, cookie: string): Promise<WireClient> {
  const options = {
    port,
    namespace: '/console',
    headers: [`Cookie: ${cookie}`],
    auth: { protocol: PROTOCOL_VERSION },
  };
  return opened((onReady, handlers) => new WireClient(options, { ...handlers, onEvent: onReady }));
}

/** Sends a visitor's first message; gives the conversation that it began. */
export async function begin(visitor: WireClient): Promise<string> {
  const first = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'Hello' };
  const answer = (await answerTo(visitor, 'message:send', first)) as {
    value?: { conversationId: string };
  };
  if (answer.value === undefined) throw new Error(`a first message was refused: ${JSON.stringify(answer)}`);
  return answer.value.conversationId;
}

/** Lets a visitor write more into a conversation than may be written at once. */
export async function writeMore(
  server: MeasuredServer,
  visitor: WireClient,
  conversationId: string,
  count: number,
): Promise<void> {
  for (let written = 0; written < count; written++) {
    if (written % WRITTEN_AT_ONCE === 0) await server.pass(REFILL_MS);
    const message = { to: { conversationId }, clientId: randomUUID(), text: `Message ${written}` };
    const answer = await answerTo(visitor, 'message:send', message);
    if (!(answer as { ok: boolean }).ok) throw new Error(`not written: ${JSON.stringify(answer)}`);
  }
}
