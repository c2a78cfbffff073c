/**
 * Whatever the network does while two nodes append: every client ends with exactly what the store has for it, in
 * order. `STORM_RUNS` makes it longer; a run that failed is kept in `KEPT` by name.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realTime } from '../../console/core/at-most-every.ts';
import { fromEntryDocument } from '../../server/conversations/model.ts';
import type { PublicConversation } from '../../shared/conversations.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import { connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { withNodes } from '../support/with-nodes.ts';
import type { SeenEntry, VisitorClient } from './contract-client.ts';
import { say, showsAll, welcomed } from './house.ts';
import { widget } from './real-clients.ts';
import { type Relay, startRelay } from './relay.ts';
import { tinyVisitor } from './tiny-clients.ts';

/** What can befall a packet, in turn. */
type Weather = readonly ('pass' | 'drop' | 'twice' | number)[];

type Move =
  | { kind: 'agent'; node: 'a' | 'b'; note: boolean }
  | { kind: 'visitor'; client: number }
  | { kind: 'weather'; client: number; weather: Weather }
  | { kind: 'break'; client: number; moveTo: 'a' | 'b' }
  | { kind: 'pause'; ms: number };

const CLIENTS = 3;
const RUNS = Number(process.env.STORM_RUNS ?? 5);
/** The last word may have been lost; a client asks by itself every half minute, here at once. */
const PATIENCE = { timeoutMs: 20_000 };

/** Runs that are made every time. */
const KEPT: [name: string, moves: Move[]][] = [
  [
    'an answer that is late comes after the entries it did not know',
    [
      { kind: 'weather', client: 0, weather: [150, 'pass', 'drop'] },
      { kind: 'visitor', client: 0 },
      { kind: 'agent', node: 'b', note: false },
      { kind: 'break', client: 0, moveTo: 'b' },
      { kind: 'agent', node: 'a', note: true },
      { kind: 'agent', node: 'a', note: false },
      { kind: 'pause', ms: 300 },
      { kind: 'visitor', client: 1 },
    ],
  ],
];

const client = fc.nat(CLIENTS - 1);
const node = fc.constantFrom('a' as const, 'b' as const);
const weather = fc.array(fc.constantFrom('pass', 'pass', 'pass', 'drop', 'twice', 20, 90, 280), {
  minLength: 3,
  maxLength: 12,
});
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('agent' as const), node, note: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('visitor' as const), client }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('weather' as const), client, weather }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('break' as const), client, moveTo: node }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), ms: fc.integer({ min: 1, max: 400 }) }),
  },
) as fc.Arbitrary<Move>;

describe.skipIf(isSkipped('redis'))('a storm', () => {
  const nodes = withNodes();

  const stored = async (conversationId: string) => {
    const { entries } = nodes.a.app.conversations.collections;
    return (await entries.find({ conversationId }).sort({ seq: 1 }).toArray()).map(
      fromEntryDocument,
    ) as (SeenEntry & {
      publicSeq: number;
      visibility: string;
    })[];
  };

  it.each(KEPT)('PROTOCOL 12, 29, 30, 31: %s', (_name, moves) => weathered(moves), 60_000);

  it('PROTOCOL 12, 29, 30, 31: leaves every client with what the store has for it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 40 }), weathered), {
      numRuns: RUNS,
      endOnFailure: true,
    });
  }, 600_000);

  async function weathered(moves: readonly Move[]): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    const relays = await Promise.all(Array.from({ length: CLIENTS }, () => startRelay(nodes.a.url)));
    const clients = relays.map((relay, index) => {
      const kind = index === 0 ? tinyVisitor(PROTOCOL_VERSION) : widget;
      const { key: siteKey } = nodes.a.site();
      return kind.create({ url: relay.url, siteKey, token, protocol: PROTOCOL_VERSION, time: realTime });
    });
    try {
      await Promise.all(clients.map((each) => welcomed(each)));
      const { conversationId } = await say(clients[0] as VisitorClient, 'first');
      const said = await play(moves, clients, relays, conversationId);
      for (const relay of relays) Object.assign(relay, { down: () => 'pass', up: () => 'pass' });
      await eventually(() => expect(clients.map((each) => each.waiting())).toEqual([0, 0, 0]), PATIENCE);
      await settle(clients, conversationId);
      expect(clients.flatMap((each) => each.failed())).toEqual([]);
      const texts = (await stored(conversationId)).flatMap(({ kind, text }) =>
        kind === 'message' ? [text] : [],
      );
      expect(texts.filter((text) => text?.startsWith('visitor')).sort()).toEqual(said.sort());
      await sameAsFresh(token, clients, conversationId);
    } finally {
      for (const each of clients) each.close();
      for (const relay of relays) await relay.close();
    }
  }

  /** Plays the moves; what agents write is appended without waiting. Gives what the visitor has written. */
  async function play(
    moves: readonly Move[],
    clients: readonly VisitorClient[],
    relays: readonly Relay[],
    conversationId: string,
  ): Promise<string[]> {
    const said: string[] = [];
    const appending: Promise<unknown>[] = [];
    for (const [index, one] of moves.entries()) {
      if (one.kind === 'agent') appending.push(append(one, conversationId, index));
      if (one.kind === 'visitor') {
        said.push(`visitor ${index}`);
        clients[one.client]?.send({ conversationId }, `visitor ${index}`);
      }
      if (one.kind === 'weather') blow(relays[one.client] as Relay, one.weather);
      if (one.kind === 'break') {
        (relays[one.client] as Relay).target = nodes[one.moveTo].url;
        relays[one.client]?.cut();
      }
      await new Promise((resolve) => setTimeout(resolve, one.kind === 'pause' ? one.ms : 5));
    }
    await Promise.all(appending);
    return said;
  }

  async function append(
    { node: name, note }: Move & { kind: 'agent' },
    conversationId: string,
    index: number,
  ): Promise<void> {
    const body = { kind: note ? ('note' as const) : ('message' as const), text: `agent ${index}` };
    const { conversations } = nodes[name].app;
    const author = { kind: 'agent', id: 'agent-of-the-storm' } as const;
    await conversations.append({
      conversationId,
      clientId: randomUUID(),
      author,
      intent: body,
      decide: () => body,
    });
  }

  async function settle(clients: readonly VisitorClient[], conversationId: string): Promise<void> {
    for (const each of clients) {
      await eventually(async () => {
        await each.check();
        await showsAll({ stored }, each, conversationId, { timeoutMs: 1_000 });
      }, PATIENCE);
    }
  }

  async function sameAsFresh(
    token: string,
    clients: readonly VisitorClient[],
    conversationId: string,
  ): Promise<void> {
    const fresh = await connectVisitor(nodes.b.url, nodes.b.site().key, { token });
    const told = fresh.welcome.conversations.find(({ conversation }) => conversation.id === conversationId);
    fresh.close();
    for (const each of clients) {
      const folded = each.conversation(conversationId) as PublicConversation;
      const { preview, ...rest } = folded;
      const { preview: expected, ...others } = told?.conversation ?? folded;
      expect(rest).toEqual(others);
      expect(preview?.text).toEqual(expected?.text);
    }
  }
});

function blow(relay: Relay, weather: Weather): void {
  let packets = 0;
  const next = () => weather[packets++ % weather.length] ?? 'pass';
  // A lost welcome takes half a minute to find out: it has a test of its own.
  relay.down = (packet) => (packet.includes(',["welcome"') ? 'pass' : next());
  relay.up = next;
}
