import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { eventually } from '../support/eventually.ts';
import { TurnedClock } from '../support/turned-clock.ts';
import type { VisitorKind } from './contract-client.ts';
import { done, House, refused, say, showsAll, welcomed } from './house.ts';

const PATIENCE = { timeoutMs: 15_000 };

/** What a visitor's client and the server owe each other: shaking hands, sending, being refused. */
export function visitorTalks(kind: VisitorKind): void {
  describe(`${kind.name} talks`, () => {
    let house: House;
    beforeAll(async () => {
      house = await House.open();
    });
    afterAll(() => house?.close());

    it('PROTOCOL 6, 12: is welcomed with the site, who is there and its conversations', async () => {
      const client = await house.visitor(kind);
      expect(await welcomed(client)).toMatchObject({
        protocol: PROTOCOL_VERSION,
        site: { key: house.server.site().key },
        presence: { here: false },
        contact: null,
        conversations: [],
      });
    });

    it('PROTOCOL 8: is refused for a site that is not there or is switched off', async () => {
      const nowhere = await house.visitor(kind, { siteKey: 'site_AAAAAAAAAAAA' });
      nowhere.start();
      await eventually(() => expect(nowhere.refusal()?.code).toBe('unknown_site'), PATIENCE);
      const site = await house.server.addSite('Off');
      await house.admin.patch(`/sites/${site.id}`, { enabled: false });
      const off = await house.visitor(kind, { siteKey: site.key });
      off.start();
      await eventually(() => expect(off.refusal()?.code).toBe('site_off'), PATIENCE);
    });

    it('PROTOCOL 8: is turned away before there is a connection where its page is not one of the site', async () => {
      const site = await house.server.addSite('Strict');
      await house.admin.patch(`/sites/${site.id}`, { origins: ['https://shop.example'] });
      const foreign = await house.visitor(kind, { siteKey: site.key });
      foreign.relay.headers = { Origin: 'https://evil.example' };
      foreign.start();
      await eventually(() => expect(foreign.relay.turnedAway[0]).toContain('origin_not_allowed'), PATIENCE);
      expect(foreign.welcomes).toEqual([]);
      const own = await house.visitor(kind, { siteKey: site.key });
      own.relay.headers = { Origin: 'https://shop.example' };
      await welcomed(own);
    });

    it('PROTOCOL 9: is refused for good where it is too old, and tries again where the server is', async () => {
      const old = await house.visitor(kind, { protocol: OLDEST_PROTOCOL_VERSION - 1 });
      old.start();
      await eventually(() => expect(old.refusal()?.code).toBe('protocol_too_old'), PATIENCE);
      const early = await house.visitor(kind, { protocol: PROTOCOL_VERSION + 1 });
      early.start();
      await eventually(() => expect(early.relay.connections).toBeGreaterThan(1), PATIENCE);
      expect(early.welcomes).toEqual([]);
      expect(early.refusal()).toBeNull();
    });

    it('PROTOCOL 20, 21, 22: gets the same number for the same thing, and makes nothing new', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const message = { to: { openId: randomUUID() }, clientId: randomUUID(), text: 'once' };
      const first = await done<Appended>(client, 'message:send', message);
      const again = await done<Appended>(client, 'message:send', message);
      expect(again).toEqual(first);
      expect(await refused(client, 'message:send', { ...message, text: 'other' })).toBe('client_id_reused');
      const stored = await house.stored(first.conversationId);
      expect(stored.filter(({ kind: what }) => what === 'message')).toMatchObject([{ text: 'once', seq: 1 }]);
    });

    it('PROTOCOL 11, 37: is refused what is empty, too long or not as agreed, each by its code', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const message = { to: { openId: randomUUID() }, clientId: randomUUID() };
      expect(await refused(client, 'message:send', { ...message, text: ' \n ' })).toBe('empty_text');
      expect(await refused(client, 'message:send', { ...message, text: 'a'.repeat(10_001) })).toBe(
        'text_too_long',
      );
      expect(await refused(client, 'message:send', message)).toBe('invalid_input');
      const surprise = (await client.ask('message:send', { ...message, text: 'a', more: 1 })) as {
        error: Refusal;
      };
      expect(surprise.error.code).toBe('invalid_input');
      expect(surprise.error.errors?.length).toBeGreaterThan(0);
      const half = await done<Appended>(client, 'message:send', { ...message, text: 'a\ud83d' });
      expect((await house.stored(half.conversationId))[0]?.text).toBe('a\ufffd');
      const whole = {
        to: { conversationId: half.conversationId },
        clientId: randomUUID(),
        text: 'b'.repeat(10_000),
      };
      await done(client, 'message:send', whole);
    });

    it('PROTOCOL 20, 23: what it sends arrives once and in order, whatever answers are lost', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'first');
      let lost = 0;
      client.relay.down = (packet) => {
        if (!packet.startsWith('43/widget,') || lost === 2) return 'pass';
        lost++;
        setTimeout(() => client.relay.cut(), 0);
        return 'drop';
      };
      const texts = Array.from({ length: 6 }, (_, index) => `message ${index}`);
      for (const text of texts) client.send({ conversationId }, text);
      await eventually(() => expect(client.waiting()).toBe(0), { timeoutMs: 20_000 });
      await showsAll(house, client, conversationId);
      const stored = await house.stored(conversationId);
      const sent = stored.filter(({ kind: what }) => what === 'message').map(({ text }) => text);
      expect(sent).toEqual(['first', ...texts]);
      expect(lost).toBe(2);
    }, 40_000);

    it('PROTOCOL 27, 38: is told when it may go on, and everything arrives', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'first');
      const flood = Array.from({ length: 60 }, () => client.ask('heads', null));
      const limited = (await Promise.all(flood)).flatMap((answer) => (answer.ok ? [] : [answer.error]));
      expect(limited.length).toBeGreaterThan(0);
      for (const { code, retryAfterMs } of limited) {
        expect(code).toBe('rate_limited');
        expect(retryAfterMs).toBeGreaterThan(0);
      }
      const count = 22;
      for (let index = 0; index < count; index++) client.send({ conversationId }, `${index}`);
      await eventually(() => expect(client.waiting()).toBe(0), { timeoutMs: 30_000 });
      expect(client.failed()).toEqual([]);
      const texts = (await house.stored(conversationId)).flatMap(({ text }) => text ?? []);
      expect(texts.slice(1)).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
    }, 40_000);

    it('PROTOCOL 27: what is refused for good is kept apart and holds nothing up', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'first');
      client.send({ conversationId: 'AAAAAAAAAAAAAAAAAAAAAA' }, 'to nobody');
      client.send({ conversationId }, 'second');
      await eventually(
        () => expect(client.failed().map(({ code }) => code)).toEqual(['not_found']),
        PATIENCE,
      );
      await eventually(async () =>
        expect((await house.stored(conversationId)).some(({ text }) => text === 'second')).toBe(true),
      );
    });

    it('PROTOCOL 24: an openId stands for one conversation for ever, in every tab', async () => {
      const one = await house.visitor(kind);
      const two = await house.visitor(kind, { token: one.token });
      await Promise.all([welcomed(one), welcomed(two)]);
      const { contacts } = house.server.app;
      expect(await contacts.visitorOf(house.server.site().id, one.token)).toMatchObject({ contactId: null });
      const openId = randomUUID();
      const sent = await Promise.all([say(one, 'a', { openId }), say(two, 'b', { openId })]);
      expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(1);
      const later = await say(two, 'c', { openId });
      expect(later.conversationId).toBe(sent[0].conversationId);
    });

    it('PROTOCOL 25: what is written after the end opens a follow-up, and the answer names it', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'first');
      await house.admin.post(`/conversations/${conversationId}/ticket`, { subject: 'One' });
      const { body } = await house.admin.get(`/conversations/${conversationId}`);
      const closed = await house.admin.patch(`/tickets/${body.ticket.number}`, { status: 'closed' });
      expect(closed.status, JSON.stringify(closed.body)).toBe(200);
      client.send({ conversationId }, 'one more thing');
      const followed = await eventually(async () => {
        const { conversations } = house.server.app.conversations.collections;
        return conversations.findOne({ predecessorId: conversationId });
      }, PATIENCE);
      await showsAll(house, client, followed._id);
      expect(client.log(followed._id)[0]?.text).toBe('one more thing');
    });

    it("PROTOCOL 33: somebody else's conversation is not there", async () => {
      const [owner, stranger] = [await house.visitor(kind), await house.visitor(kind)];
      await Promise.all([welcomed(owner), welcomed(stranger)]);
      const { conversationId } = await say(owner, 'private-canary');
      await say(stranger, 'mine');
      const asked: [string, object][] = [
        ['message:send', { to: { conversationId }, clientId: randomUUID(), text: 'a' }],
        ['conversation:catch-up', { conversationId, after: 0 }],
        ['conversation:older', { conversationId, before: 9 }],
        ['conversation:read', { conversationId, seq: 1 }],
      ];
      for (const [event, input] of asked)
        expect(await refused(stranger, event, input), event).toBe('not_found');
      await house.says(conversationId, 'private-canary');
      await showsAll(house, owner, conversationId);
      expect(JSON.stringify([stranger.heard, stranger.welcomes])).not.toContain('private-canary');
    });

    it('PROTOCOL 13: comes back after the time that the server names', async () => {
      const client = await house.visitor(kind);
      await welcomed(client);
      const { conversationId } = await say(client, 'before');
      await house.restart([client]);
      await eventually(() => expect(client.welcomes).toHaveLength(2), { timeoutMs: 20_000 });
      const farewell = client.heard.find(({ event }) => event === 'refused');
      expect(farewell?.payload).toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) });
      await house.says(conversationId, 'after');
      await showsAll(house, client, conversationId);
      expect(client.log(conversationId).map(({ text }) => text)).toContain('after');
    }, 40_000);

    it('PROTOCOL 34: a typing mark goes by itself', async () => {
      const clock = new TurnedClock();
      const client = await house.visitor(kind, {
        time: { now: () => clock.now(), after: clock.after.bind(clock) },
      });
      await welcomed(client);
      const desk = await house.desk();
      const { conversationId } = await say(client, 'hello');
      const before = await house.stored(conversationId);
      desk.socket.emit('typing', { conversationId, typing: true });
      await eventually(() => expect(client.typists(conversationId)).toHaveLength(1));
      clock.turn(5_999);
      expect(client.typists(conversationId)).toHaveLength(1);
      clock.turn(1);
      expect(client.typists(conversationId)).toEqual([]);
      expect(await house.stored(conversationId)).toEqual(before);
    });

    it('PROTOCOL 35: hears how far the agents have read, and its other tabs how far it has', async () => {
      const one = await house.visitor(kind);
      const two = await house.visitor(kind, { token: one.token });
      await Promise.all([welcomed(one), welcomed(two)]);
      const { conversationId } = await say(one, 'seen?');
      await house.says(conversationId, 'yes');
      await showsAll(house, two, conversationId);
      const desk = await house.desk();
      const { length: seq } = await house.stored(conversationId);
      await desk.do('conversation:read', { conversationId, seq });
      await one.check();
      await showsAll(house, one, conversationId);
      const head = one.log(conversationId).length;
      await eventually(() =>
        expect([one.seen(conversationId), two.seen(conversationId)]).toEqual([head, head]),
      );
      await done(one, 'conversation:read', { conversationId, seq: head });
      await eventually(() =>
        expect(two.heard).toContainEqual({
          event: 'conversation:read',
          payload: { conversationId, seq: head, agentMessages: 1 },
        }),
      );
      await done(one, 'conversation:read', { conversationId, seq: 1 });
      const third = await house.visitor(kind, { token: one.token });
      const welcome = await welcomed(third);
      expect(welcome.conversations[0]?.read.seq, 'marks never go back').toBe(head);
      expect(third.seen(conversationId)).toBe(head);
    });

    it('PROTOCOL 26: its own message comes to its other tabs, and to itself as the answer alone', async () => {
      const one = await house.visitor(kind);
      const two = await house.visitor(kind, { token: one.token });
      await Promise.all([welcomed(one), welcomed(two)]);
      const { conversationId } = await say(one, 'first');
      one.send({ conversationId }, 'second');
      await showsAll(house, two, conversationId);
      await showsAll(house, one, conversationId);
      const heard = (client: typeof one): string[] =>
        client.heard.flatMap(({ event, payload }) =>
          event === 'entry' ? [(payload as { text: string }).text] : [],
        );
      expect(heard(one).filter(Boolean)).toEqual([]);
      expect(heard(two).filter(Boolean)).toEqual(['first', 'second']);
    });
  });
}
