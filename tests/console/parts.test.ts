import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createApi } from '../../console/core/api.ts';
import { atMostEvery } from '../../console/core/at-most-every.ts';
import { agoTime, dayLabel, duration, listTime, waitTone } from '../../console/core/times.ts';
import { createDrafts } from '../../console/messages/drafts.ts';
import { createTypingMark } from '../../console/messages/typing-mark.ts';
import { addressOf, readAddress } from '../../console/router.ts';
import { contrastWords, textColorOn } from '../../console/sites/contrast.ts';
import { changesOf, draftOf } from '../../console/sites/site-draft.ts';
import { placeMenu } from '../../console/ui/place-menu.ts';
import { rowAt, topOf, windowOf } from '../../console/ui/virtual-window.ts';
import { words } from '../../console/words/en.ts';
import { speak } from '../../console/words/words.ts';
import { TYPING_RENEW_MS } from '../../shared/limits.ts';
import { DEFAULT_SITE, type Site } from '../../shared/sites.ts';
import { TurnedClock } from '../support/turned-clock.ts';

describe('the window of a long list', () => {
  const heights = fc.array(fc.integer({ min: 20, max: 200 }), { minLength: 201, maxLength: 600 });

  it('draws everything that is visible, and leaves room for exactly the rest', () => {
    fc.assert(
      fc.property(heights, fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const total = topOf(rows, rows.length);
        const visible = 700;
        const top = share * (total - visible);
        const { first, end, before, after } = windowOf(rows, top, visible, 300);
        const drawn = rows.slice(first, end).reduce((sum, height) => sum + height, 0);
        expect(before).toBe(topOf(rows, first));
        expect(before + drawn + after).toBe(total);
        expect(before).toBeLessThanOrEqual(top);
        expect(before + drawn).toBeGreaterThanOrEqual(Math.min(total, top + visible));
        expect(drawn).toBeLessThan(visible + 2 * 300 + 2 * 200);
      }),
    );
  });

  it('draws the last rows where the place is beyond the end', () => {
    const rows = Array.from({ length: 300 }, () => 50);
    const { first, end, before } = windowOf(rows, 999_999, 500, 100);
    expect(end).toBe(300);
    expect(first).toBe(288);
    expect(before).toBe(288 * 50);
  });

  it('draws short lists whole', () => {
    expect(windowOf([10, 10, 10], 0, 5, 0)).toEqual({ first: 0, end: 3, before: 0, after: 0 });
  });

  it('finds the row at a place', () => {
    expect([0, 9, 10, 29, 30, 999].map((y) => rowAt([10, 20, 30], y))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe('addresses', () => {
  it.each([
    ['/console', { kind: 'view', view: 'open' }],
    ['/console/', { kind: 'view', view: 'open' }],
    ['/console/mine', { kind: 'view', view: 'mine' }],
    ['/console/conversations/abc', { kind: 'conversation', id: 'abc' }],
    ['/console/tickets', { kind: 'tickets' }],
    ['/console/tickets/12', { kind: 'ticket', number: 12 }],
    ['/console/settings', { kind: 'sites' }],
    ['/console/settings/sites/x', { kind: 'site', id: 'x', part: 'chat' }],
    ['/console/settings/sites/x/look', { kind: 'site', id: 'x', part: 'look' }],
    ['/console/settings/sites/x/forms', { kind: 'site', id: 'x', part: 'forms' }],
    ['/console/settings/sites/x/hours', { kind: 'site', id: 'x', part: 'hours' }],
    ['/console/settings/sites/x/pages', { kind: 'site', id: 'x', part: 'pages' }],
    ['/console/settings/sites/x/identity', { kind: 'site', id: 'x', part: 'identity' }],
    ['/console/settings/people', { kind: 'people' }],
    ['/console/settings/profile', { kind: 'profile' }],
  ] as const)('%s', (address, route) => {
    expect(readAddress(address)).toEqual(route);
    if (address !== '/console' && address !== '/console/settings') expect(addressOf(route)).toBe(address);
  });

  it('knows nothing of the rest', () => {
    for (const address of [
      'tickets/0',
      'tickets/1x',
      'tickets/1/2',
      'conversations',
      'mine/x',
      'settings/x',
      'settings/sites/x/nothing',
      'x',
    ])
      expect(readAddress(`/console/${address}`), address).toEqual({ kind: 'nowhere' });
  });

  it('takes the secret of a link', () => {
    expect(readAddress('/console/setup', '#token=abc')).toEqual({ kind: 'setup', token: 'abc' });
    expect(readAddress('/console/invite')).toEqual({ kind: 'invite', token: '' });
  });
});

describe('times', () => {
  speak(words, { language: 'en', tag: 'en-GB' });
  const noon = new Date(2026, 10, 3, 12, 0).getTime();
  const minute = 60_000;
  const day = 24 * 60 * minute;

  it('are said as people say them', () => {
    expect([0, 5 * minute, 90 * minute, 3 * day].map(duration)).toEqual(['now', '5 mins', '1 hr', '3 days']);
    expect([0, day, 2 * day, 400 * day].map((ago) => listTime(noon - ago, noon))).toEqual([
      '12:00',
      'Yesterday',
      '1 Nov',
      '29 Sept 2025',
    ]);
    expect(agoTime(noon - 4 * minute, noon)).toBe('4 mins');
    expect(dayLabel(noon - 5 * day, noon)).toMatch(/^Thursday,? 29 October$/);
  });

  it('grow warm and hot while somebody waits', () => {
    expect([0, 2 * minute, 5 * minute].map(waitTone)).toEqual(['calm', 'warm', 'hot']);
  });
});

describe('what is asked often and done rarely', () => {
  it('runs at once, then after the pause, once for many asks', () => {
    const clock = new TurnedClock();
    let runs = 0;
    const paced = atMostEvery(2_000, clock, () => runs++);
    paced.ask();
    paced.ask();
    expect(runs).toBe(1);
    clock.turn(1_999);
    expect(runs).toBe(1);
    clock.turn(1);
    expect(runs).toBe(2);
    paced.ask();
    paced.cancel();
    clock.turn(5_000);
    expect(runs).toBe(2);
  });

  it('gathers before the first run where it is told to', () => {
    const clock = new TurnedClock();
    let runs = 0;
    const paced = atMostEvery(2_000, clock, () => runs++, 300);
    paced.ask();
    clock.turn(299);
    expect(runs).toBe(0);
    clock.turn(1);
    expect(runs).toBe(1);
  });
});

describe('the mark that somebody types', () => {
  it('is told at once, renewed now and then, and taken back', () => {
    const clock = new TurnedClock();
    const told: boolean[] = [];
    const mark = createTypingMark(
      (typing) => told.push(typing),
      () => clock.now(),
    );
    mark.typed(false);
    mark.typed(true);
    mark.typed(true);
    clock.turn(TYPING_RENEW_MS);
    mark.typed(true);
    mark.typed(false);
    mark.stop();
    expect(told).toEqual([true, true, false]);
  });
});

describe('drafts', () => {
  it('are kept for each conversation, and leave nothing behind', () => {
    const kept = new Map<string, string>();
    const drafts = createDrafts({
      get: (name) => kept.get(name) ?? null,
      set: (name, value) => (value === null ? kept.delete(name) : kept.set(name, value)),
      durable: true,
    });
    drafts.set('a', { reply: 'half', note: '' });
    expect(drafts.get('a')).toEqual({ reply: 'half', note: '' });
    expect(drafts.get('b')).toEqual({ reply: '', note: '' });
    drafts.set('a', { reply: '', note: '' });
    expect(kept.size).toBe(0);
    kept.set('draft:a', '{broken');
    expect(drafts.get('a')).toEqual({ reply: '', note: '' });
  });
});

describe('a site in the form', () => {
  const site: Site = {
    ...DEFAULT_SITE,
    name: 'Shop',
    id: 's',
    key: 'site_000000000000',
    createdAt: 0,
    logo: null,
  };

  it('changes nothing until something differs', () => {
    expect(changesOf(site, draftOf(site))).toEqual({});
  });

  it('names only what differs, with lists cleaned', () => {
    const draft = {
      ...draftOf(site),
      origins: ' https://a.example/ \n\nhttps://b.example, https://a.example',
      categories: 'Returns, refunds\n\nBug\nBug',
      continueWithinHours: '48',
      enabled: 'off' as const,
    };
    expect(changesOf(site, draft)).toEqual({
      origins: ['https://a.example', 'https://b.example'],
      categories: ['Returns, refunds', 'Bug'],
      continueWithinHours: 48,
      enabled: false,
    });
  });

  it('says what can be read on its color', () => {
    expect(contrastWords('#0f6b5c')).toBe('Text on it is white: contrast 6.4 to 1.');
    expect(contrastWords('#ffff00')).toMatch(/^Text on it is black/);
    expect(contrastWords('#0f6b5c', true)).toMatch(/^Text on it is black/);
    expect(textColorOn('#000000')).toBe('#fff');
  });
});

describe('a menu', () => {
  const menu = { width: 200, height: 300 };
  const room = { width: 400, height: 800 };

  it('opens below its button, above where there is no room, inside the window', () => {
    const button = (left: number, top: number) => ({ left, right: left + 100, top, bottom: top + 30 });
    expect(placeMenu(button(20, 10), menu, room, 'left')).toEqual({ left: 20, top: 44 });
    expect(placeMenu(button(20, 760), menu, room, 'left')).toEqual({ left: 20, top: 456 });
    expect(placeMenu(button(350, 10), menu, room, 'left').left).toBe(192);
    expect(placeMenu(button(20, 10), menu, room, 'right').left).toBe(8);
  });
});

describe('REST', () => {
  const answering = (status: number, body: string) => async () => new Response(body || null, { status });

  it('answers values, and refusals as the server words them', async () => {
    const api = createApi(() => undefined, answering(200, '{"id":"a"}'));
    await expect(api.get('/me')).resolves.toEqual({ ok: true, value: { id: 'a' } });
    const problem = {
      code: 'email_taken',
      title: 't',
      detail: 'Taken.',
      errors: [{ path: 'email', message: 'm' }],
    };
    const refusing = createApi(() => undefined, answering(409, JSON.stringify(problem)));
    await expect(refusing.post('/invites', {})).resolves.toEqual({
      ok: false,
      error: { code: 'email_taken', message: 'Taken.', errors: [{ path: 'email', message: 'm' }] },
    });
  });

  it('says so where nobody answers, or something in between does', async () => {
    const dead = createApi(
      () => undefined,
      () => Promise.reject(new TypeError('failed to fetch')),
    );
    await expect(dead.get('/sites')).resolves.toMatchObject({ ok: false, error: { code: 'unavailable' } });
    const proxy = createApi(() => undefined, answering(502, '<html>Bad gateway</html>'));
    await expect(proxy.get('/sites')).resolves.toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('tells when the session is over, but not when asked who is signed in', async () => {
    let over = 0;
    const api = createApi(() => over++, answering(401, '{"code":"not_signed_in"}'));
    await api.get('/me');
    expect(over).toBe(0);
    await api.get('/sites');
    expect(over).toBe(1);
  });

  it('marks what changes something, so that no other page can send it', async () => {
    const sent: RequestInit[] = [];
    const api = createApi(
      () => undefined,
      async (_address, init) => {
        sent.push(init);
        return new Response(null, { status: 204 });
      },
    );
    await api.get('/me');
    await api.patch('/me', { name: 'Ana' });
    await api.put('/me/picture', new Blob(['x'], { type: 'image/png' }));
    expect(sent.map(({ headers }) => headers)).toEqual([
      { Accept: 'application/json' },
      { Accept: 'application/json', 'X-Parley': '1', 'Content-Type': 'application/json' },
      { Accept: 'application/json', 'X-Parley': '1', 'Content-Type': 'image/png' },
    ]);
  });
});
