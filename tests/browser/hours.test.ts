import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BusinessHours, type Span, WEEKDAYS } from '../../shared/business-hours.ts';
import { LANGUAGES } from '../../shared/languages.ts';
import type { Parley } from '../../widget/parley.d.ts';
import { WHEN_BACK } from '../../widget/words/when-back.ts';
import { axeFindings, openChat, sent, shoot, signIn, thread, write } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import { withPeople } from '../support/people.ts';
import { SetClock } from '../support/set-clock.ts';
import { isSkipped } from '../support/skip.ts';
import { ADMIN, startServer, type TestServer } from '../support/start-server.ts';

const HOURS: BusinessHours = {
  timezone: 'Europe/Berlin',
  spans: [{ day: 'monday', from: '13:00', to: '17:00' }],
};

describe.skipIf(isSkipped('browser'))('business hours', () => {
  const come = withPeople();
  const clock = new SetClock();
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ clock });
    await server.app.sites.change(server.site().id, { hours: HOURS });
  });
  afterAll(async () => {
    await server?.close();
  });

  /** Somebody, somewhere, whose clock is right. */
  async function visitorAt(now: string, timezoneId: string, locale: string) {
    clock.offsetMs += Date.parse(now) - clock.now();
    const { page } = await come({ timezoneId, locale, viewport: { width: 390, height: 780 } });
    await page.clock.setFixedTime(clock.now());
    await page.goto(`${server.url}/demo`);
    return page;
  }

  /** Opens the chat in a language of the page's own. */
  async function openWith(page: Page, language: string) {
    await page.evaluate(
      (tag) => window.Parley && 'setLocale' in window.Parley && window.Parley.setLocale(tag),
      language,
    );
    await page.locator('parley-chat button').first().click();
  }

  it.each([
    ['Europe/Lisbon', 'en-GB', 'Back on Monday at 12:00 PM'],
    ['America/New_York', 'en-US', 'Back on Monday at 7:00 AM'],
    ['Asia/Tokyo', 'en-GB', 'Back on Monday at 9:00 PM'],
    ['Pacific/Auckland', 'en-GB', 'Back on Tuesday at 1:00 AM'],
  ])('are told in the time of who asks: in %s, %s', async (timezone, locale, says) => {
    const page = await visitorAt('2027-01-09T12:00Z', timezone, locale);
    await openChat(page);
    await page.getByText(says, { exact: true }).waitFor();
    await write(page, 'Is anybody there?');
    await sent(page, 'Is anybody there?');
    await page.getByText(says, { exact: true }).waitFor();
    await shoot(page, `hours-${timezone.replace('/', '-')}`);
  });

  it.each([
    ['pt-BR', 'Voltamos segunda-feira às 13:00'],
    ['ro', 'Revenim luni la 13:00'],
    ['es', 'Volvemos el lunes a las 13:00'],
    ['fr', 'De retour lundi à 13:00'],
    ['de', 'Wieder da am Montag um 13:00'],
  ])('are told in the language of who asks: %s', async (language, says) => {
    const page = await visitorAt('2027-01-09T12:00Z', 'Europe/Berlin', language);
    await openWith(page, language);
    await page.getByText(says, { exact: true }).waitFor();
    if (language === 'de') await shoot(page, 'hours-home');
  });

  it.each([
    ['en-GB', 'Back on Monday 25 January at 13:00'],
    ['pt-BR', 'Voltamos segunda-feira, 25 de janeiro às 13:00'],
    ['ro', 'Revenim luni, 25 ianuarie la 13:00'],
    ['es', 'Volvemos el lunes, 25 de enero a las 13:00'],
    ['fr', 'De retour lundi 25 janvier à 13:00'],
    ['de', 'Wieder da am Montag, 25. Januar um 13:00'],
  ])('are told with the date where a weekday would be taken for the next one: %s', async (language, says) => {
    const specialDays = [
      { date: '2027-01-11', spans: [] },
      { date: '2027-01-18', name: 'Holidays', spans: [] },
    ];
    await server.app.sites.change(server.site().id, { specialDays });
    const page = await visitorAt('2027-01-09T12:00Z', 'Europe/Berlin', language);
    await page.setViewportSize({ width: 320, height: 568 });
    await openWith(page, language);
    const line = page.getByText(says, { exact: true });
    await line.waitFor();
    expect(await line.evaluate((p) => p.scrollWidth <= p.clientWidth)).toBe(true);
    await shoot(page, `hours-date-${language}`);
    await server.app.sites.change(server.site().id, { specialDays: [] });
  });

  it('are set in the console, beside what visitors will be told', async () => {
    clock.offsetMs += Date.parse('2027-01-09T12:00Z') - clock.now();
    const { id } = await server.addSite('Bakery');
    const { page } = await come({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
    // Otherwise it would depend on the day whether they are open.
    await page.clock.setFixedTime(clock.now());
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/sites/${id}/hours`);
    await page.getByRole('button', { name: 'Tell visitors' }).click();
    const day = (name: string) => page.getByRole('checkbox', { name });
    const time = (name: string) => page.getByLabel(name, { exact: true });
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
    expect(await day('Saturday').isChecked()).toBe(false);
    await page.getByLabel('Time zone').selectOption('America/Sao_Paulo');
    for (const closed of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
      await day(closed).uncheck();
    const save = page.getByRole('button', { name: 'Save' });
    await save.click();
    await page.getByText('At least one day needs hours.').waitFor();
    await day('Sunday').check();
    await time('Sunday, to').fill('08:00');
    await save.click();
    await page.getByText('The end has to be later than the beginning.').waitFor();
    expect(await time('Sunday, from').evaluate((input) => input.matches(':focus'))).toBe(true);
    await shoot(page, 'hours-faults');
    expect(await axeFindings(page)).toEqual([]);
    await time('Sunday, to').fill('00:00');
    const preview = page.getByRole('complementary', { name: 'Preview' }).frameLocator('iframe');
    await preview.getByText(/^Back (on Sunday )?at/).waitFor();
    await shoot(page, 'hours-console');
    await save.click();
    await eventually(async () =>
      expect(server.app.sites.get(id)?.hours).toEqual({
        timezone: 'America/Sao_Paulo',
        spans: [{ day: 'sunday', from: '09:00', to: '24:00' }],
      }),
    );
    await page.reload();
    await time('Sunday, to').waitFor();
    expect(await time('Sunday, to').inputValue()).toBe('00:00');
    await page.getByRole('button', { name: 'Say nothing' }).click();
    await save.click();
    await eventually(() => expect(server.app.sites.get(id)?.hours).toBeNull());
  });

  it('have breaks and days that differ, set by the keyboard alone', async () => {
    clock.offsetMs += Date.parse('2026-12-21T12:00Z') - clock.now();
    const { id } = await server.addSite('Bookshop');
    await server.app.sites.change(id, {
      hours: { timezone: 'Europe/Berlin', spans: everyDay([{ from: '09:00', to: '17:00' }]).slice(0, 5) },
      specialDays: [{ date: '2025-12-25', name: 'Christmas Day', spans: [] }],
    });
    const { page } = await come({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
    await page.clock.setFixedTime(clock.now());
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/sites/${id}/hours`);
    const time = (name: string) => page.getByLabel(name, { exact: true });
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
    await press('Monday: add hours');
    expect(await focused(page)).toBe('Monday 2, from');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Fill in both times.').waitFor();
    expect(await focused(page)).toBe('Monday 2, from');
    await time('Monday 2, from').fill('13:00');
    await time('Monday 2, to').fill('18:00');
    await page.getByText('This has to begin after the hours above have ended.').waitFor();
    await shoot(page, 'hours-breaks-faults');
    expect(await axeFindings(page)).toEqual([]);
    await time('Monday, to').fill('12:00');
    await page.getByText('This has to begin').waitFor({ state: 'detached' });
    // A third one, and away with it.
    await press('Monday: add hours');
    await press('Monday 3: remove these hours');
    expect(await focused(page)).toBe('Monday 2, from');
    await press('Use the hours of Monday on every open day');
    expect(await time('Friday 2, to').inputValue()).toBe('18:00');

    await press('Add a day');
    expect(await focused(page)).toBe('Date');
    await press('Save');
    await page.getByText('Choose a date.').waitFor();
    const day = page.getByRole('listitem', { name: 'New day' });
    await day.getByLabel('Date').fill('2026-12-20');
    await page.getByText('This day is over.').waitFor();
    await page.getByLabel('Date').fill('2026-12-24');
    await page.getByLabel('Name, if you like').fill('Christmas Eve');
    await page.getByRole('checkbox', { name: 'Open', exact: true }).check();
    await page.getByLabel(/24 December 2026, to$/).fill('12:00');
    await press('Add a day');
    const second = page.getByRole('listitem', { name: 'New day' });
    await second.getByLabel('Date').fill('2026-12-24');
    await press('Save');
    await page.getByText('This date stands here already.').waitFor();
    await page.setViewportSize({ width: 390, height: 780 });
    await page.getByText('This date stands here already.').scrollIntoViewIfNeeded();
    await shoot(page, 'hours-phone-faults');
    expect(await axeFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await shoot(page, 'hours-special-faults');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Date').last().fill('2026-12-23');
    const preview = page.getByRole('complementary', { name: 'Preview' }).frameLocator('iframe');
    await preview.getByText('Nobody is here right now').first().waitFor();
    await page.getByText('1 past day').scrollIntoViewIfNeeded();
    await shoot(page, 'hours-special');
    await press('Save');
    const lunch = [
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ];
    await eventually(async () =>
      expect(server.app.sites.get(id)).toMatchObject({
        hours: { spans: everyDay(lunch).slice(0, 10) },
        specialDays: [
          { date: '2025-12-25', name: 'Christmas Day', spans: [] },
          { date: '2026-12-23', spans: [] },
          { date: '2026-12-24', name: 'Christmas Eve', spans: [{ from: '09:00', to: '12:00' }] },
        ],
      }),
    );
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 390, height: 780 });
    for (const [name, shown] of [
      ['breaks', time('Monday 2, to')],
      ['special', page.getByText('1 past day')],
    ] as const) {
      await shown.scrollIntoViewIfNeeded();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await shoot(page, `hours-phone-${name}`);
    }
    await page.getByText('1 past day').click();
    await page.getByText('Christmas Day').waitFor();
    await shoot(page, 'hours-past');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /24 December 2026: remove$/ }).press('Enter');
    expect(await focused(page)).toBe('Add a day');
    await press('Remove past days');
    await press('Save');
    await eventually(async () =>
      expect(server.app.sites.get(id)?.specialDays).toEqual([{ date: '2026-12-23', spans: [] }]),
    );
  });

  it('are as they were saved in the console, in whatever order a program has written them', async () => {
    const { id } = await server.addSite('Florist');
    const spans = [
      { day: 'sunday' as const, from: '09:00', to: '12:00' },
      { day: 'monday' as const, from: '09:00', to: '12:00' },
    ];
    await server.app.sites.change(id, { hours: { timezone: 'UTC', spans } });
    const { page } = await come();
    await signIn(page, server.url, ADMIN);
    await page.goto(`${server.url}/console/settings/sites/${id}/hours`);
    await page.getByRole('checkbox', { name: 'Sunday' }).waitFor();
    const save = page.getByRole('button', { name: 'Save' });
    expect(await save.count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Sunday' }).uncheck();
    await save.waitFor();
    await page.getByRole('checkbox', { name: 'Sunday' }).check();
    await save.waitFor({ state: 'detached' });
  });

  it.each([
    ['a phone', { width: 390, height: 780 }],
    ['the smallest screen', { width: 320, height: 568 }],
  ])('fit %s in the console', async (name, viewport) => {
    const { page } = await come();
    await signIn(page, server.url, ADMIN);
    await page.setViewportSize(viewport);
    await page.goto(`${server.url}/console/settings/sites/${server.site().id}/hours`);
    await page.getByRole('checkbox', { name: 'Monday' }).waitFor();
    await page.getByLabel('Monday, to', { exact: true }).scrollIntoViewIfNeeded();
    // The field shows all of its time, and what it is opened by.
    expect(
      await page.getByLabel('Monday, to', { exact: true }).evaluate((input) => input.clientWidth),
    ).toBeGreaterThan(120);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    await shoot(page, `hours-console-${name.replace(/ /g, '-')}`);
  });

  it('fit the head of a thread on the smallest screen, in every language', async () => {
    const page = await visitorAt('2027-01-09T12:00Z', 'Europe/Berlin', 'en-GB');
    const { id } = server.site();
    await page.setViewportSize({ width: 320, height: 568 });
    await openChat(page);
    await write(page, 'A question for Wednesday');
    await sent(page, 'A question for Wednesday');
    const conversation = await server.db.collection('entries').findOne({ text: 'A question for Wednesday' });
    const admin = await server.signIn();
    await admin.post(`/conversations/${conversation?.conversationId}/messages`, { text: 'An answer' });
    await thread(page).getByText('An answer').waitFor();
    const wednesday = {
      timezone: 'Europe/Berlin',
      spans: [{ ...HOURS.spans[0], day: 'wednesday' as const }],
    };
    const closed = ['2027-01-13', '2027-01-20'].map((date) => ({ date, spans: [] }));
    for (const [specialDays, day] of [
      [closed, 'Wednesday, January 27'],
      [[], 'Wednesday'],
    ] as const) {
      await page.evaluate(() => (window.Parley as Parley).setLocale('en'));
      await admin.patch(`/sites/${id}`, { hours: wednesday, specialDays });
      await page.getByText(`Back on ${day} at 1:00 PM`, { exact: true }).waitFor();
      for (const language of LANGUAGES) {
        await page.evaluate((tag) => (window.Parley as Parley).setLocale(tag), language);
        const { later } = WHEN_BACK[language];
        const line = page.locator('.top p', { hasText: later.slice(0, later.indexOf('{')).trim() });
        await line.waitFor();
        await shoot(page, `hours-head-${language}-${specialDays.length}`);
        expect(await line.evaluate((p) => p.scrollWidth <= p.clientWidth), language).toBe(true);
      }
    }
    await admin.patch(`/sites/${id}`, { hours: HOURS });
  });

  it('are told as a time on their own day, and while they last not at all', async () => {
    const page = await visitorAt('2027-01-11T08:00Z', 'Europe/Berlin', 'en-GB');
    await openChat(page);
    await page.getByText('Back at 1:00 PM', { exact: true }).waitFor();
    const late = await visitorAt('2027-01-11T12:30Z', 'Europe/Berlin', 'en-GB');
    await openChat(late);
    await late.getByText('Nobody is here right now').first().waitFor();
    expect(await late.getByText('Back ').count()).toBe(0);
  });
});

/** The same hours from Monday to Sunday. */
function everyDay(spans: readonly Span[]): BusinessHours['spans'] {
  return WEEKDAYS.flatMap((day) => spans.map((span) => ({ day, ...span })));
}

/** What the focus is on, by the name that is read of it. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });
}
