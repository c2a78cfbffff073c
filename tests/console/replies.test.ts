import { describe, expect, it } from 'vitest';
import { Replies, type Reply } from '../../console/messages/replies.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import type { OutboxItem } from '../../shared/outbox.ts';
import { createLine } from '../support/line.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import { START } from './builders.ts';
import { settled, turn } from './turn.ts';

function setUp() {
  const clock = new TurnedClock(START);
  const sent: string[] = [];
  const server: { answer: () => Promise<Ack<Appended>> } = {
    answer: async () => ({ ok: true, value: { conversationId: 'c1', seq: 7, at: START } }),
  };
  const kept = new Map<string, OutboxItem<Reply>>();
  let count = 0;
  const told: number[] = [];
  const replies = new Replies({
    storage: {
      load: async () => [...kept.values()],
      save: async (item) => {
        kept.set(item.clientId, item);
        return true;
      },
      remove: async (clientId) => void kept.delete(clientId),
    },
    tell: () => undefined,
    askTurn: createLine(),
    time: clock,
    random: () => 0,
    newClientId: () => `id-${++count}`,
    stop: () => undefined,
    send: async ({ kind, text }) => {
      sent.push(`${kind} ${text}`);
      return server.answer();
    },
    onSent: (_reply, { seq }) => told.push(seq),
  });
  const states = (id = 'c1') => replies.pending(id).map(({ text, state }) => `${text}: ${state.kind}`);
  return { replies, clock, sent, server, kept, told, states };
}

const message: Reply = { kind: 'message', conversationId: 'c1', text: 'hello' };

describe('replies', () => {
  it('are shown at once, kept, and sent when there is a connection', async () => {
    const { replies, sent, kept, states } = setUp();
    await replies.send(message);
    expect(states()).toEqual(['hello: waiting']);
    expect(kept.size).toBe(1);
    expect(sent).toEqual([]);
    replies.connected();
    await settled();
    expect(sent).toEqual(['message hello']);
    expect(kept.size).toBe(0);
  });

  it('stay in sight between the acknowledgement and the log', async () => {
    const { replies, told, states } = setUp();
    replies.connected();
    await replies.send(message);
    await settled();
    expect(states()).toEqual(['hello: sent']);
    expect(told).toEqual([7]);
    replies.settle('id-1');
    expect(states()).toEqual([]);
  });

  it('are tried again while the outcome is unknown, under the same id', async () => {
    const { replies, clock, sent, server, states } = setUp();
    const works = server.answer;
    server.answer = () => Promise.reject(new Error('no answer'));
    replies.connected();
    await replies.send({ ...message, kind: 'note' });
    await settled();
    expect(states()).toEqual(['hello: waiting']);
    server.answer = works;
    await turn(clock, 1_000);
    expect(sent).toEqual(['note hello', 'note hello']);
    expect(states()).toEqual(['hello: sent']);
  });

  it('stay with their reason when they are refused for good, to be sent again or dropped', async () => {
    const { replies, server, sent, states } = setUp();
    server.answer = async () => ({ ok: false, error: { code: 'ticket_closed', message: 'Closed.' } });
    replies.connected();
    await replies.send(message);
    await settled();
    expect(states()).toEqual(['hello: failed']);
    await replies.retry('id-1');
    await settled();
    expect(sent).toHaveLength(2);
    await replies.discard('id-1');
    expect(states()).toEqual([]);
  });

  it('belong to their conversation, and what an earlier page left behind is sent', async () => {
    const { replies, kept, sent, states } = setUp();
    const payload = { ...message, conversationId: 'c2', text: 'from before' };
    kept.set('old', { clientId: 'old', lane: 'c2', payload, at: START - 1, state: { kind: 'sending' } });
    await replies.restore();
    expect(states('c1')).toEqual([]);
    expect(states('c2')).toEqual(['from before: waiting']);
    replies.connected();
    await settled();
    expect(sent).toEqual(['message from before']);
  });
});
