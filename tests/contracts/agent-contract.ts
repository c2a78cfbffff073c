import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { Entry } from '../../shared/entries.ts';
import { PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import type { AgentClient, AgentKind } from './contract-client.ts';
import { away, beginsAnew, done, House, refused, welcomed } from './house.ts';

const PATIENCE = { timeoutMs: 15_000 };

/** What an agent's client and the server owe each other. */
export function agentContract(kind: AgentKind): void {
  describe(kind.name, () => {
    let house: House;
    const visitors: Visitor[] = [];
    beforeAll(async () => {
      house = await House.open();
    });
    afterAll(async () => {
      for (const visitor of visitors) visitor.close();
      await house?.close();
    });

    async function begun() {
      const visitor = await connectVisitor(house.server.url, house.server.site().key);
      visitors.push(visitor);
      const { conversationId } = await say(visitor, 'first');
      return { visitor, conversationId };
    }

    /** Waits until a client shows exactly the store, from wherever its page begins. */
    async function showsAll(client: AgentClient, conversationId: string): Promise<void> {
      await eventually(async () => {
        const stored = await house.stored(conversationId);
        const shown = client.log(conversationId);
        const from = (shown[0]?.seq ?? 1) - 1;
        expect(shown.map(({ seq, clientId }) => [seq, clientId])).toEqual(
          stored.slice(from).map(({ seq, clientId }) => [seq, clientId]),
        );
        expect(from === 0 || client.hasOlder(conversationId)).toBe(true);
      }, PATIENCE);
    }

    it('PROTOCOL 7, 12: is let in by its cookie, and by nothing else', async () => {
      const client = await house.agent(kind);
      expect(await welcomed(client)).toMatchObject({
        protocol: PROTOCOL_VERSION,
        me: { id: house.admin.agent.id },
        sites: [{ id: house.server.site().id }],
        counts: { open: expect.any(Number) },
      });
      const stranger = await house.agent(kind, { cookie: 'parley_session=made-up' });
      stranger.start();
      await eventually(() => expect(stranger.refusal()?.code).toBe('not_signed_in'), PATIENCE);
      const foreign = await house.agent(kind);
      foreign.relay.headers.Origin = 'https://evil.example';
      foreign.start();
      await eventually(() => expect(foreign.relay.turnedAway[0]).toContain('origin_not_allowed'), PATIENCE);
      expect(foreign.welcomes).toEqual([]);
    });

    it('PROTOCOL 12: begins anew where it is not welcomed', async () => {
      const clock = new TurnedClock();
      const time = { now: () => clock.now(), after: clock.after.bind(clock) };
      await beginsAnew(await house.agent(kind, { time }), clock);
    });

    it('PROTOCOL 14, 15, 16, 19: shows all entries, and folds to what the server says', async () => {
      const { conversationId } = await begun();
      const client = await house.agent(kind);
      await welcomed(client);
      client.watch(conversationId);
      await showsAll(client, conversationId);
      const change = { conversationId, clientId: randomUUID() };
      await house.says(conversationId, 'a note', 'notes');
      await house.says(conversationId, 'an answer');
      const assign = { ...change, assigneeId: house.admin.agent.id, expectedAssigneeId: null };
      await done(client, 'conversation:assign', { ...assign, clientId: randomUUID() });
      await done(client, 'ticket:create', {
        ...change,
        clientId: randomUUID(),
        subject: 'One',
        priority: 'high',
      });
      await done(client, 'conversation:resolve', { ...change, clientId: randomUUID() });
      await done(client, 'conversation:reopen', { ...change, clientId: randomUUID() });
      await house.says(conversationId, 'last');
      await showsAll(client, conversationId);
      const log = client.log(conversationId) as unknown as Entry[];
      let publicSeq = 0;
      for (const entry of log) {
        if (entry.visibility === 'public') publicSeq++;
        expect(entry.publicSeq).toBe(publicSeq);
      }
      expect(log.find(({ kind: what }) => what === 'note')?.visibility).toBe('private');
      await eventually(async () => {
        const fresh = await done<{ conversation: ConversationSummary }>(client, 'conversation:watch', {
          conversationId,
          after: log.length,
        });
        const { read: _read, ...folded } = client.conversation(conversationId) as ConversationSummary;
        const { read: _other, ...told } = fresh.conversation;
        expect(folded).toEqual(told);
      });
    });

    it('PROTOCOL 21, 22, 23: what it sends arrives once and in order, whatever answers are lost', async () => {
      const { visitor, conversationId } = await begun();
      const client = await house.agent(kind);
      await welcomed(client);
      client.watch(conversationId);
      const message = { conversationId, clientId: randomUUID(), text: 'once' };
      const first = await done<Appended>(client, 'message:send', message);
      expect(await done<Appended>(client, 'message:send', message)).toEqual(first);
      expect(await refused(client, 'message:send', { ...message, text: 'other' })).toBe('client_id_reused');
      let lost = 0;
      client.relay.down = (packet) => {
        if (!packet.startsWith('43/console,') || lost === 2 || !packet.includes('"seq"')) return 'pass';
        lost++;
        setTimeout(() => client.relay.cut(), 0);
        return 'drop';
      };
      const texts = Array.from({ length: 4 }, (_, index) => `answer ${index}`);
      for (const text of texts) client.send({ conversationId }, text);
      await eventually(() => expect(client.waiting()).toBe(0), { timeoutMs: 20_000 });
      await showsAll(client, conversationId);
      expect(
        client
          .log(conversationId)
          .flatMap(({ text }) => text ?? [])
          .slice(-4),
      ).toEqual(texts);
      await eventually(() =>
        expect(
          new Set(visitor.told<{ seq: number }>('entry').map(({ seq }) => seq)).size,
        ).toBeGreaterThanOrEqual(5),
      );
    }, 40_000);

    it('PROTOCOL 29, 30, 31: fills holes, finds what was lost, and catches up after a break', async () => {
      const { conversationId } = await begun();
      const client = await house.agent(kind);
      await welcomed(client);
      client.watch(conversationId);
      await showsAll(client, conversationId);
      let count = 0;
      client.relay.down = (packet) => {
        if (!packet.startsWith('42/console,["entry"')) return 'pass';
        count++;
        return count === 1 ? 'drop' : 'twice';
      };
      await house.saysMany(conversationId, 3);
      await showsAll(client, conversationId);
      client.relay.down = (packet) => (packet.startsWith('42/') ? 'drop' : 'pass');
      await house.says(conversationId, 'lost');
      await client.check();
      await showsAll(client, conversationId);
      client.relay.down = () => 'pass';
      await away(client, () => house.saysMany(conversationId, 5, 'note'));
      await showsAll(client, conversationId);
      expect(client.log(conversationId)[0]?.seq).toBe(1);
    }, 40_000);

    it('PROTOCOL 29: one that was away for long gets the newest page, and older ones when it asks', async () => {
      const { conversationId } = await begun();
      const client = await house.agent(kind);
      await welcomed(client);
      client.watch(conversationId);
      await showsAll(client, conversationId);
      await away(client, () => house.saysMany(conversationId, 210, 'note'));
      await eventually(() => expect(client.log(conversationId).length).toBeGreaterThanOrEqual(50), {
        timeoutMs: 35_000,
      });
      expect(client.log(conversationId)).toHaveLength(50);
      while (client.hasOlder(conversationId)) await client.older(conversationId);
      await showsAll(client, conversationId);
      expect(client.log(conversationId)[0]?.seq).toBe(1);
    }, 60_000);

    it('PROTOCOL 33, 36: lists what is new at the sites it answers for, ends with the newest state, and hides the rest', async () => {
      const other = await house.server.addSite('Other');
      const scoped = await house.server.addAgent({ siteIds: [other.id] });
      const [mine, theirs] = [await house.agent(kind), await house.agent(kind, { who: scoped })];
      await Promise.all([welcomed(mine), welcomed(theirs)]);
      const { conversationId } = await begun();
      await house.saysMany(conversationId, 10);
      const { length } = await house.stored(conversationId);
      const told = (client: AgentClient): ConversationSummary[] =>
        client.heard
          .filter(({ event }) => event === 'conversations:changed')
          .flatMap(({ payload }) => (payload as { items: ConversationSummary[] }).items)
          .filter(({ id }) => id === conversationId);
      await eventually(() => expect(told(mine).at(-1)?.lastSeq).toBe(length), PATIENCE);
      expect(told(mine).length, 'not one for each entry').toBeLessThan(length);
      expect(told(theirs)).toEqual([]);
      expect(await refused(theirs, 'conversation:watch', { conversationId })).toBe('not_found');
      expect(
        await refused(theirs, 'message:send', { conversationId, clientId: randomUUID(), text: 'a' }),
      ).toBe('not_found');
    });

    it('PROTOCOL 34, 35: sees who writes until it is no longer said, and how far the visitor has read', async () => {
      const clock = new TurnedClock();
      const { visitor, conversationId } = await begun();
      const client = await house.agent(kind, {
        time: { now: () => clock.now(), after: clock.after.bind(clock) },
      });
      await welcomed(client);
      client.watch(conversationId);
      await showsAll(client, conversationId);
      visitor.socket.emit('typing', { conversationId, typing: true });
      await eventually(() => expect(client.typists(conversationId)).toHaveLength(1));
      clock.turn(5_999);
      expect(client.typists(conversationId)).toHaveLength(1);
      clock.turn(1);
      expect(client.typists(conversationId)).toEqual([]);
      await visitor.do('conversation:read', { conversationId, seq: 1 });
      await eventually(() => expect(client.seen(conversationId)).toBe(1));
      client.tell('typing', { conversationId, typing: true });
      await eventually(() => expect(visitor.told('typing')).toHaveLength(1));
    });

    it('PROTOCOL 28: goes on with a server that was started again', async () => {
      const { conversationId } = await begun();
      const client = await house.agent(kind);
      await welcomed(client);
      client.watch(conversationId);
      await showsAll(client, conversationId);
      await house.restart([client]);
      client.send({ conversationId }, 'while it was away');
      await eventually(() => expect(client.waiting()).toBe(0), { timeoutMs: 25_000 });
      await showsAll(client, conversationId);
    }, 40_000);
  });
}
