import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicView } from '../../shared/apply-entry.ts';
import type { VisitorConversation } from '../../shared/conversations.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import type { VisitorKind } from './contract-client.ts';
import { away, beginsAnew, done, House, say, showsAll, welcomed } from './house.ts';

const PATIENCE = { timeoutMs: 15_000 };
const isEntry = (packet: string): boolean => packet.startsWith('42/widget,["entry"');

/** What a visitor's client and the server owe each other: nothing lost, nothing doubled, nothing that is not theirs. */
export function visitorCatchesUp(kind: VisitorKind): void {
  describe(`${kind.name} catches up`, () => {
    let house: House;
    beforeAll(async () => {
      house = await House.open();
    });
    afterAll(() => house?.close());

    async function talking() {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'first');
      await client.check();
      await showsAll(house, client, conversationId);
      return { client, conversationId };
    }

    it('PROTOCOL 14, 15, 16, 17: shows numbers without holes, first names only, and never what is private', async () => {
      const { client, conversationId } = await talking();
      await house.says(conversationId, 'note-canary', 'notes');
      await house.says(conversationId, 'to you');
      await house.admin.post(`/conversations/${conversationId}/ticket`, { subject: 'subject-canary' });
      await showsAll(house, client, conversationId);
      const again = await house.visitor(kind, { token: client.token });
      const welcome = await welcomed(again);
      const asked = await done(again, 'conversation:catch-up', { conversationId, after: 0 });
      const everything = JSON.stringify([client.heard, again.heard, welcome, asked]);
      expect(everything).toContain('to you');
      for (const canary of [
        'note-canary',
        'subject-canary',
        house.admin.agent.email,
        'visibility',
        'publicSeq',
      ]) {
        expect(everything).not.toContain(canary);
      }
      const log = client.log(conversationId);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_entry, index) => index + 1));
      const named = log.find(({ text }) => text === 'to you')?.author.name;
      expect(named).toBe(house.admin.agent.name.split(' ')[0]);
      for (const [index, { at }] of log.entries()) expect(at).toBeGreaterThanOrEqual(log[index - 1]?.at ?? 0);
      expect(new Set(log.map(({ clientId }) => clientId)).size).toBe(log.length);
    });

    it('PROTOCOL 18: folds to what a new handshake says', async () => {
      const { client, conversationId } = await talking();
      await house.says(conversationId, `a long\n\n answer ${'🙂 '.repeat(200)}`);
      await house.admin.post(`/conversations/${conversationId}/ticket`, { subject: 'One' });
      const desk = await house.desk();
      await desk.do('conversation:resolve', { conversationId, clientId: crypto.randomUUID() });
      await showsAll(house, client, conversationId);
      const fresh = await house.visitor(kind, { token: client.token });
      const [told] = (await welcomed(fresh)).conversations;
      expect(client.conversation(conversationId)).toEqual(told?.conversation);
      const conversation = await house.server.app.conversations.log.load(conversationId);
      expect(told?.conversation).toEqual(publicView(conversation));
    });

    it('PROTOCOL 12: begins anew where it is not welcomed', async () => {
      const clock = new TurnedClock();
      const time = { now: () => clock.now(), after: clock.after.bind(clock) };
      await beginsAnew(await house.visitor(kind, { time }), clock);
    });

    it('PROTOCOL 29: a client that was away gets the difference', async () => {
      const { client, conversationId } = await talking();
      await away(client, () => house.saysMany(conversationId, 7));
      await eventually(() => expect(client.welcomes).toHaveLength(2), PATIENCE);
      const [told] = client.welcomes.at(-1)?.conversations ?? [];
      expect(told?.catchUp).toMatchObject({ kind: 'difference', after: expect.any(Number) });
      await showsAll(house, client, conversationId);
      expect(client.log(conversationId)[0]?.seq).toBe(1);
    });

    it('PROTOCOL 29, 32: one that was away for long gets the newest page, the fold with it, and older ones when it asks', async () => {
      const { client, conversationId } = await talking();
      await away(client, () => house.saysMany(conversationId, 205));
      await eventually(() => expect(client.log(conversationId).length).toBeGreaterThanOrEqual(50), {
        timeoutMs: 35_000,
      });
      expect(client.log(conversationId)).toHaveLength(50);
      expect(client.hasOlder(conversationId)).toBe(true);
      await showsAll(house, client, conversationId);
      expect(client.conversation(conversationId)).toMatchObject({ agentMessages: 205 });
      while (client.hasOlder(conversationId)) await client.older(conversationId);
      expect(client.log(conversationId)[0]?.seq).toBe(1);
      await showsAll(house, client, conversationId);
      const asked = (after: number) =>
        done<VisitorConversation>(client, 'conversation:catch-up', { conversationId, after });
      const last = (client.log(conversationId).at(-1)?.seq ?? 0) as number;
      expect((await asked(last - 200)).catchUp).toMatchObject({ kind: 'difference', after: last - 200 });
      expect((await asked(last - 201)).catchUp).toMatchObject({ kind: 'snapshot', hasOlder: true });
      const beyond = await asked(last + 5);
      expect(beyond.catchUp, 'a log that does not reach so far').toMatchObject({
        kind: 'snapshot',
        after: last + 5,
      });
      expect(beyond.catchUp.entries.at(-1)?.seq).toBe(last);
    }, 60_000);

    it('PROTOCOL 30: asks for a hole, and shows each entry once however often it comes', async () => {
      const { client, conversationId } = await talking();
      let count = 0;
      client.relay.down = (packet) => {
        if (!isEntry(packet)) return 'pass';
        count++;
        return count === 2 ? 'drop' : 'twice';
      };
      await house.saysMany(conversationId, 4);
      await showsAll(house, client, conversationId);
      expect(count).toBeGreaterThanOrEqual(4);
    });

    it('PROTOCOL 30: puts in order what comes in disorder', async () => {
      const { client, conversationId } = await talking();
      const delays = [300, 100, 0, 200, 50];
      client.relay.down = (packet) => (isEntry(packet) ? (delays.shift() ?? 0) : 'pass');
      await house.saysMany(conversationId, 5);
      await showsAll(house, client, conversationId);
    });

    it('PROTOCOL 31: finds by the numbers what was lost without a trace', async () => {
      const { client, conversationId } = await talking();
      client.relay.down = (packet) => (packet.startsWith('42/') ? 'drop' : 'pass');
      await house.says(conversationId, 'lost');
      const desk = await house.desk();
      const { length: seq } = await house.stored(conversationId);
      await desk.do('conversation:read', { conversationId, seq });
      expect(client.log(conversationId).some(({ text }) => text === 'lost')).toBe(false);
      await client.check();
      await showsAll(house, client, conversationId);
      expect(client.seen(conversationId)).toBeGreaterThan(0);
    });

    it('PROTOCOL 28: goes on with a server that was started again, and sends what waits at once', async () => {
      const { client, conversationId } = await talking();
      await house.restart([client]);
      client.send({ conversationId }, 'while it was away');
      await eventually(() => expect(client.waiting()).toBe(0), { timeoutMs: 25_000 });
      await showsAll(house, client, conversationId);
      expect(client.log(conversationId).filter(({ text }) => text === 'while it was away')).toHaveLength(1);
    }, 40_000);
  });
}
