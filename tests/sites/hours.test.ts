import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BusinessHours } from '../../shared/business-hours.ts';
import type { VisitorPresence } from '../../shared/sites.ts';
import { type Client, connectConsole, connectVisitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { SetClock } from '../support/set-clock.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

/** In São Paulo, three hours behind Greenwich. */
const HOURS: BusinessHours = {
  timezone: 'America/Sao_Paulo',
  spans: [
    { day: 'monday', from: '09:00', to: '17:00' },
    { day: 'friday', from: '09:00', to: '12:30' },
  ],
};
const at = Date.parse;

describe('the business hours of a site', () => {
  const clock = new SetClock();
  let server: TestServer;
  let admin: SignedIn;
  const open: Client<unknown>[] = [];

  beforeAll(async () => {
    // Before anybody signs in: no session lasts for months.
    turnTo('2026-12-05T00:00Z');
    server = await startServer({ clock });
    admin = await server.signIn();
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.close();
  });
  afterAll(() => server.close());

  const set = (hours: unknown) => admin.patch(`/sites/${server.site().id}`, { hours });
  const turnTo = (iso: string) => {
    clock.offsetMs += at(iso) - clock.now();
  };
  const come = async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    open.push(visitor);
    return visitor;
  };

  it.each([
    ['on a weekend', '2026-12-05T12:00Z', '2026-12-07T12:00Z'],
    ['between two days with hours', '2026-12-08T12:00Z', '2026-12-11T12:00Z'],
    ['before they begin', '2026-12-11T11:59Z', '2026-12-11T12:00Z'],
    ['while they last', '2026-12-11T12:01Z', undefined],
    ['after the last ones of a week', '2026-12-11T15:31Z', '2026-12-14T12:00Z'],
  ])('tell visitors when somebody is back: %s', async (_, now, back) => {
    expect((await set(HOURS)).body.hours).toEqual(HOURS);
    turnTo(now);
    const { presence } = (await come()).welcome;
    expect(presence).toEqual({ here: false, agents: [], ...(back && { backAt: at(back) }) });
  });

  it('say nothing where somebody is here, or where there are none; open chats hear of a change at once', async () => {
    turnTo('2026-12-05T12:00Z');
    await set(null);
    const visitor = await come();
    expect(visitor.welcome.presence).not.toHaveProperty('backAt');
    await set(HOURS);
    const newest = () => visitor.told<VisitorPresence>('presence').at(-1);
    await eventually(() => expect(newest()?.backAt).toBe(at('2026-12-07T12:00Z')));
    open.push(await connectConsole(server.url, admin.cookie));
    await eventually(() => expect(newest()).toMatchObject({ here: true }));
    expect(newest()).not.toHaveProperty('backAt');
  });

  it.each([
    [{ ...HOURS, timezone: 'Mars/Olympus' }, 'hours.timezone'],
    [{ ...HOURS, spans: [] }, 'hours.spans'],
    [{ ...HOURS, spans: [{ day: 'monday', from: '17:00', to: '09:00' }] }, 'hours.spans.0.to'],
    [{ ...HOURS, spans: [{ day: 'monday', from: '9', to: '17:00' }] }, 'hours.spans.0.from'],
    [{ ...HOURS, spans: [{ day: 'someday', from: '09:00', to: '17:00' }] }, 'hours.spans.0.day'],
    [{ ...HOURS, spans: [HOURS.spans[0], HOURS.spans[0]] }, 'hours.spans'],
    [{ ...HOURS, holidays: [] }, 'hours'],
  ])('are not %o', async (hours, path) => {
    const { status, body } = await set(hours);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});
