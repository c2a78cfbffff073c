import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refusal } from '../../shared/errors.ts';
import type { ResumeOffer } from '../../shared/resume.ts';
import { identityOf } from '../identity/sign.ts';
import { connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const MINUTE_MS = 60_000;
const clock = new SetClock();
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ clock });
});
afterAll(() => server?.close());

const newSecret = () => randomBytes(32).toString('base64url');
const visit = (options: Parameters<typeof connectVisitor>[2] = {}, siteKey = server.site().key) =>
  connectVisitor(server.url, siteKey, options);
const offer = (visitor: Visitor, conversationId: string) =>
  visitor.do<ResumeOffer>('resume:offer', { conversationId });
const shown = ({ welcome }: Visitor) => welcome.conversations.map(({ conversation }) => conversation.id);
const hears = (visitor: Visitor, text: string) =>
  eventually(() => visitor.told<{ text?: string }>('entry').some((entry) => entry.text === text));
const refusalOf = (connecting: Promise<Visitor>) =>
  connecting.then(
    () => 'let in',
    (refusal: Refusal) => refusal.code,
  );

/** Somebody who has written, and a link of theirs. */
async function somebody(text = 'a question') {
  const visitor = await visit();
  const { conversationId } = await say(visitor, text);
  return { visitor, conversationId, ...(await offer(visitor, conversationId)) };
}

/** What the conversation's visitor sees on a device that has used a link. */
async function used(token: string, device?: Visitor) {
  const other = device ?? (await visit());
  const secret = newSecret();
  const answer = await other.ask<{ conversationId: string }>('resume:accept', { token, secret });
  if (device === undefined) other.close();
  return { secret, outcome: answer.ok ? answer.value.conversationId : answer.error.code };
}

describe('PROTOCOL 52: a link to another device', () => {
  it('makes it one more browser of the same contact, under a secret of its own, and the first goes on', async () => {
    const { visitor, conversationId, token, expiresAt } = await somebody();
    expect(expiresAt - clock.now()).toBeGreaterThan(9 * MINUTE_MS);
    expect(expiresAt - clock.now()).toBeLessThanOrEqual(10 * MINUTE_MS);
    const { secret, outcome } = await used(token);
    expect(outcome).toBe(conversationId);
    await eventually(() => expect(visitor.told('resumed')).toEqual([{ conversationId }]));
    const device = await visit({ token: secret });
    expect(shown(device)).toEqual([conversationId]);
    await say(device, 'from the telephone', { conversationId });
    await hears(visitor, 'from the telephone');
    await say(visitor, 'and back', { conversationId });
    await hears(device, 'and back');
    // To agents it is one person.
    const contacts = await server.db.collection('contacts').countDocuments({});
    const later = await visit({ token: visitor.token });
    expect(shown(later)).toEqual([conversationId]);
    expect(await server.db.collection('contacts').countDocuments({})).toBe(contacts);
    for (const each of [visitor, device, later]) each.close();
  });

  it('works once: of ten devices at the same time one gets it, and that one may ask again', async () => {
    const { visitor, conversationId, token } = await somebody();
    const devices = await Promise.all(Array.from({ length: 10 }, () => visit()));
    const all = await Promise.all(devices.map((device) => used(token, device)));
    const lucky = all.filter(({ outcome }) => outcome === conversationId);
    expect(lucky).toHaveLength(1);
    expect(all.filter(({ outcome }) => outcome === 'link_invalid')).toHaveLength(9);
    const [device] = devices;
    const again = { token, secret: lucky[0]?.secret };
    expect(await device?.do('resume:accept', again)).toEqual({ conversationId });
    for (const { secret, outcome } of all.filter((each) => each.outcome === 'link_invalid')) {
      const outside = await visit({ token: secret });
      expect([outcome, shown(outside)]).toEqual(['link_invalid', []]);
      outside.close();
    }
    for (const each of [visitor, ...devices]) each.close();
  });

  it('is over after ten minutes, and when a newer one is asked for', async () => {
    const { visitor, conversationId, token } = await somebody();
    const newer = await offer(visitor, conversationId);
    expect((await used(token)).outcome).toBe('link_invalid');
    clock.offsetMs = 10 * MINUTE_MS;
    expect((await used(newer.token)).outcome).toBe('link_invalid');
    clock.offsetMs = 0;
    expect((await used(newer.token)).outcome).toBe(conversationId);
    visitor.close();
  });

  it('cannot be made up, made longer or used on another site', async () => {
    const { visitor, conversationId, token } = await somebody();
    const [ends = '', random = '', signature = ''] = token.split('.');
    const longer = (Number.parseInt(ends, 36) + 600).toString(36);
    const other = randomBytes(16).toString('base64url');
    for (const made of [
      `${longer}.${random}.${signature}`,
      `${ends}.${other}.${signature}`,
      `${ends}.${random}.${other}`,
    ])
      expect((await used(made)).outcome).toBe('link_invalid');
    const { key } = await server.addSite('Another one');
    const elsewhere = await visit({}, key);
    expect((await used(token, elsewhere)).outcome).toBe('link_invalid');
    expect((await used(token)).outcome).toBe(conversationId);
    visitor.close();
    elsewhere.close();
  });

  it('is kept as nothing that could be used', async () => {
    const { visitor, token } = await somebody();
    const kept = JSON.stringify(await server.db.collection('resume_links').find({}).toArray());
    const [, random = '', signature = ''] = token.split('.');
    for (const part of [token, random, signature]) expect(kept).not.toContain(part);
    visitor.close();
  });

  it('gives nothing of what the other device had before, and takes nothing from it', async () => {
    const { visitor, conversationId, token } = await somebody();
    const device = await visit();
    const own = await say(device, 'what was here before');
    const { secret } = await used(token, device);
    const now = await visit({ token: secret });
    expect(shown(now)).toEqual([conversationId]);
    const back = await visit({ token: visitor.token });
    expect(shown(back)).toEqual([conversationId]);
    // Under its own secret it is still there.
    const before = await visit({ token: device.token });
    expect(shown(before)).toEqual([own.conversationId]);
    for (const each of [visitor, device, now, back, before]) each.close();
  });

  it('changes nobody’s secret that stands for something already', async () => {
    const { visitor, token } = await somebody();
    const { visitor: other, conversationId } = await somebody();
    const device = await visit();
    const answer = await device.refusalOf('resume:accept', { token, secret: other.token });
    expect(answer).toBe('link_invalid');
    const still = await visit({ token: other.token });
    expect(shown(still)).toEqual([conversationId]);
    for (const each of [visitor, other, device, still]) each.close();
  });

  it('is for one’s own conversation alone', async () => {
    const { visitor, conversationId } = await somebody();
    const { visitor: other } = await somebody();
    const silent = await visit();
    expect(await other.refusalOf('resume:offer', { conversationId })).toBe('not_found');
    expect(await silent.refusalOf('resume:offer', { conversationId })).toBe('not_found');
    for (const each of [visitor, other, silent]) each.close();
  });
});

describe('PROTOCOL 53: people for whom the site vouches', () => {
  it('get no such link and use none: they sign in on every device', async () => {
    const { visitor, token } = await somebody();
    const person = await visit({ identity: await identityOf(server, 'p-1') });
    const { conversationId } = await say(person, 'known');
    expect(await person.refusalOf('resume:offer', { conversationId })).toBe('not_allowed');
    const secret = newSecret();
    expect(await person.refusalOf('resume:accept', { token, secret })).toBe('not_allowed');
    visitor.close();
    person.close();
  });

  it('do not get what a stranger’s link shows in their browser', async () => {
    const { visitor, conversationId, token } = await somebody('a stranger’s');
    const { secret } = await used(token);
    const identity = await identityOf(server, 'p-2');
    expect(await refusalOf(visit({ token: secret, identity }))).toBe('other_person');
    const person = await visit({ identity });
    expect(shown(person)).toEqual([]);
    // And to the stranger nothing has happened.
    const back = await visit({ token: visitor.token });
    expect(shown(back)).toEqual([conversationId]);
    for (const each of [visitor, person, back]) each.close();
  });

  it('close what their links have opened, used and unused, when they sign in where the conversation began', async () => {
    const { visitor, conversationId, token } = await somebody();
    const { secret } = await used(token);
    const unused = await offer(visitor, conversationId);
    const person = await visit({ token: visitor.token, identity: await identityOf(server, 'p-3') });
    expect(shown(person)).toEqual([conversationId]);
    expect(await refusalOf(visit({ token: secret }))).toBe('identity_expired');
    expect((await used(unused.token)).outcome).toBe('link_invalid');
    for (const each of [visitor, person]) each.close();
  });
});
