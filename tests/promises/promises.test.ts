import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';
import { TurnedClock } from '../support/turned-clock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('how soon somebody answers', () => {
  const clock = new TurnedClock();
  let server: TestServer;
  let admin: SignedIn;
  let agent: Awaited<ReturnType<typeof connectConsole>>;

  beforeAll(async () => {
    server = await startServer({ clock });
    admin = await server.signIn();
    agent = await connectConsole(server.url, admin.cookie);
  });
  afterAll(async () => {
    agent?.close();
    await server?.close();
  });

  const comes = () => connectVisitor(server.url, server.site().key);

  /** Somebody writes and is answered after so many minutes. */
  async function answeredAfter(minutes: number): Promise<void> {
    const visitor = await comes();
    const { conversationId } = await say(visitor, 'a question');
    visitor.close();
    clock.turn(minutes * MINUTE);
    const { status } = await admin.post(`/conversations/${conversationId}/messages`, { text: 'an answer' });
    expect(status).toBe(201);
    await server.app.conversations.settled();
  }

  async function told(siteKey = server.site().key) {
    const visitor = await connectVisitor(server.url, siteKey);
    visitor.close();
    return visitor.welcome.replyWithin;
  }

  it('is told in the welcome once enough is known, and counted anew after ten minutes', async () => {
    for (let times = 0; times < 9; times++) await answeredAfter(3);
    clock.turn(11 * MINUTE);
    expect(await told()).toBeUndefined();
    await answeredAfter(3);
    expect(await told()).toBeUndefined();
    clock.turn(11 * MINUTE);
    await told(); // the one before is told while this one is counted
    await eventually(async () => expect(await told()).toEqual({ count: 5, unit: 'minute' }));
  });

  it('is each site’s own', async () => {
    const { key } = await server.addSite('A site without visitors');
    expect(await told(key)).toBeUndefined();
  });

  it('says nothing any more when the week is over', async () => {
    clock.turn(8 * DAY);
    await told();
    await eventually(async () => expect(await told()).toBeUndefined());
  });

  it('leaves out who was told that nobody is there', async () => {
    agent.close();
    const visitor = await comes();
    await eventually(() => {
      clock.turn(MINUTE); // beyond the grace of a reload
      return !server.app.presence.forVisitors(server.site().id).here;
    });
    const { conversationId } = await say(visitor, 'at night');
    await eventually(async () => {
      clock.turn(1_000);
      return (await server.app.conversations.log.load(conversationId)).awayTold;
    });
    await admin.post(`/conversations/${conversationId}/messages`, { text: 'in the morning' });
    const { firstReply } = (await admin.get(`/conversations/${conversationId}`)).body;
    expect(firstReply).toEqual({ at: clock.now(), whileAway: true });
    await server.app.conversations.settled();
    expect(await server.app.conversations.firstWaits(server.site().id, 0, 1)).toEqual([]);
    visitor.close();
  });
});
