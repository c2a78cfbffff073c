import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BusinessHours, SpecialDay } from '../../shared/business-hours.ts';
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
/** Every Monday, with a lunch break. */
const LUNCH: BusinessHours = {
  timezone: 'America/Sao_Paulo',
  spans: [
    { day: 'monday', from: '09:00', to: '12:00' },
    { day: 'monday', from: '13:00', to: '17:00' },
  ],
};
const SPECIAL_DAYS: SpecialDay[] = [
  { date: '2026-12-14', name: 'Stocktaking', spans: [] },
  { date: '2026-12-15', spans: [{ from: '10:00', to: '11:00' }] },
];
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

  const change = (settings: object) => admin.patch(`/sites/${server.site().id}`, settings);
  const set = (hours: unknown) => change({ hours });
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

  it.each([
    ['before a lunch break', '2026-12-07T14:59Z', undefined],
    ['in it', '2026-12-07T15:00Z', '2026-12-07T16:00Z'],
    ['after it', '2026-12-07T16:00Z', undefined],
    ['before a special day without hours, over one with others', '2026-12-07T20:00Z', '2026-12-15T13:00Z'],
    ['on a special day without hours', '2026-12-14T12:30Z', '2026-12-15T13:00Z'],
    ['on one with hours', '2026-12-15T13:00Z', undefined],
    ['after the last one', '2026-12-15T14:00Z', '2026-12-21T12:00Z'],
  ])('have breaks, and days that differ: %s', async (_, now, back) => {
    const { status, body } = await change({ hours: LUNCH, specialDays: SPECIAL_DAYS });
    expect([status, body.hours, body.specialDays]).toEqual([200, LUNCH, SPECIAL_DAYS]);
    turnTo(now);
    const { presence } = (await come()).welcome;
    expect(presence).toEqual({ here: false, agents: [], ...(back && { backAt: at(back) }) });
    await change({ specialDays: [] });
  });

  it('keep their special days where somebody who knows of none changes the week, or says nothing for a while', async () => {
    await change({ hours: LUNCH, specialDays: SPECIAL_DAYS });
    expect((await set(HOURS)).body).toMatchObject({ hours: HOURS, specialDays: SPECIAL_DAYS });
    expect((await set(null)).body).toMatchObject({ hours: null, specialDays: SPECIAL_DAYS });
    expect((await change({ specialDays: [] })).body).toMatchObject({ hours: null, specialDays: [] });
  });

  it('are read as they were stored before there were special days', async () => {
    const sites = server.db.collection<{ _id: string }>('sites');
    await set(HOURS);
    await sites.updateOne({ _id: server.site().id }, { $unset: { specialDays: '' } });
    await server.app.sites.follow();
    const { body } = await admin.get(`/sites/${server.site().id}`);
    expect([body.hours, body.specialDays]).toEqual([HOURS, []]);
    turnTo('2026-12-05T12:00Z');
    expect((await come()).welcome.presence?.backAt).toBe(at('2026-12-07T12:00Z'));
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
    [{ ...HOURS, spans: [HOURS.spans[0], HOURS.spans[0]] }, 'hours.spans.1.from'],
    [{ ...HOURS, spans: [...LUNCH.spans].reverse() }, 'hours.spans.1.from'],
    [{ ...HOURS, spans: hourly(5).map((span) => ({ day: 'monday', ...span })) }, 'hours.spans.4'],
    [{ ...HOURS, holidays: [] }, 'hours'],
  ])('are not %o', async (hours, path) => {
    const { status, body } = await set(hours);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it.each([
    [[{ date: '2026-02-29', spans: [] }], '0.date'],
    [[{ date: '25/12/2026', spans: [] }], '0.date'],
    [[SPECIAL_DAYS[0], SPECIAL_DAYS[0]], '1.date'],
    [[{ date: '2026-12-25' }], '0.spans'],
    [[{ date: '2026-12-25', spans: [{ from: '12:00', to: '09:00' }] }], '0.spans.0.to'],
    [[{ date: '2026-12-25', spans: hourly(2).reverse() }], '0.spans.1.from'],
    [[{ date: '2026-12-25', spans: hourly(5) }], '0.spans'],
    [[{ date: '2026-12-25', spans: [], name: 'x'.repeat(61) }], '0.name'],
    [[{ date: '2026-12-25', spans: [], every: 'year' }], '0'],
  ])('have no special day that is not one: %o', async (specialDays, path) => {
    const { status, body } = await change({ specialDays });
    expect([status, body.errors[0].path]).toEqual([400, `specialDays.${path}`]);
  });

  it('have at most 50 special days', async () => {
    const days = Array.from({ length: 51 }, (_none, day) => ({
      date: new Date(at('2027-01-01') + day * 24 * 60 * 60_000).toISOString().slice(0, 10),
      spans: hourly(4),
    }));
    expect((await change({ specialDays: days })).body.errors[0].path).toBe('specialDays');
    expect((await change({ specialDays: days.slice(1) })).body.specialDays).toEqual(days.slice(1));
  });
});

/** @param count at most ten */
function hourly(count: number) {
  return Array.from({ length: count }, (_none, hour) => ({ from: `0${hour}:00`, to: `0${hour}:59` }));
}
