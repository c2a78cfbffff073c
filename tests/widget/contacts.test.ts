import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContactDetails, PageContext } from '../../shared/contacts.ts';
import { knownLanguage } from '../../shared/languages.ts';
import { readEmail } from '../../shared/read-email.ts';
import { readContext } from '../../widget/contacts/read-context.ts';
import { readIdentity } from '../../widget/contacts/read-identity.ts';

describe('an email address', () => {
  it.each([
    ['lena@example.test', 'lena@example.test'],
    ['  Lena.Kowalska+shop@Mail.Example.TEST ', 'lena.kowalska+shop@mail.example.test'],
    ['lena@example', null],
    ['lena', null],
    ['@example.test', null],
    ['lena@@example.test', null],
    ['le na@example.test', null],
    ['', null],
    [`${'a'.repeat(250)}@example.test`, null],
  ])('%s', (typed, email) => {
    expect(readEmail(typed)).toBe(email);
  });

  it('is taken by the widget exactly where the server takes it', () => {
    const typed = fc.oneof(
      fc.emailAddress(),
      fc.stringMatching(/^[\w.+'-]{0,8}@{0,2}[\w.-]{0,10}\.?[a-z]{0,4}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const server = ContactDetails.safeParse({ email: text.trim() });
        expect(readEmail(text)).toBe(server.success ? server.data.email : null);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what a page says of its visitor', () => {
  it('is taken as far as the server would, and the rest is explained', () => {
    const said: string[] = [];
    const told = {
      name: '  Lena  ',
      email: 'LENA@example.test',
      id: 7,
      token: 'x',
      plan: 'gold',
      phone: null,
    };
    expect(readIdentity(told, (one) => said.push(one))).toEqual({
      label: { name: 'Lena', email: 'lena@example.test' },
      userId: '7',
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('plan');
  });

  it('is cut where a name is too long', () => {
    expect(readIdentity({ name: 'x'.repeat(200) }, () => undefined).label.name).toHaveLength(80);
  });

  it('never is anything that would keep a message from being sent', () => {
    const identity = fc.oneof(
      fc.anything(),
      fc.record({
        name: fc.oneof(fc.string(), fc.anything()),
        email: fc.oneof(fc.emailAddress(), fc.anything()),
      }),
    );
    fc.assert(
      fc.property(identity, (told) => {
        const { label, ...page } = readIdentity(told, () => undefined);
        expect(ContactDetails.safeParse(label).success).toBe(true);
        expect(PageContext.safeParse(page).success).toBe(true);
      }),
    );
  });
});

describe('what a page says of itself', () => {
  it('is taken as far as the server would, and the rest is explained', () => {
    const said: string[] = [];
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    const told = {
      Order: 4711,
      plan: 'premium',
      'Größe 2': true,
      cart: [1, 2],
      nothing: null,
      $where: 'x',
      __proto: 'x',
      circle,
      long: 'x'.repeat(300),
    };
    expect(readContext(told, (one) => said.push(one))).toEqual({
      Order: 4711,
      plan: 'premium',
      'Größe 2': true,
      cart: '[1,2]',
      long: 'x'.repeat(200),
    });
    expect(said.map((one) => one.split(': ')[1])).toEqual([
      '$where is left out',
      '__proto is left out',
      'circle is left out',
    ]);
  });

  it('has at most twenty names', () => {
    const said: string[] = [];
    const told = Object.fromEntries(Array.from({ length: 25 }, (_, nth) => [`name ${nth}`, nth]));
    expect(Object.keys(readContext(told, (one) => said.push(one)))).toHaveLength(20);
    expect(said).toHaveLength(5);
  });

  it('never is anything that the server would refuse', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.anything())), (told) => {
        expect(PageContext.safeParse({ facts: readContext(told, () => undefined) }).success).toBe(true);
      }),
    );
  });
});

describe('a language', () => {
  it.each([
    ['pt-br', 'pt-BR'],
    ['en', 'en'],
    ['not a tag', null],
    ['', null],
  ])('%s', (tag, known) => expect(knownLanguage(tag)).toBe(known));
});
