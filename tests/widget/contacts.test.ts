import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContactDetails } from '../../shared/contacts.ts';
import { readEmail } from '../../widget/contacts/read-email.ts';
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
    const told = { name: '  Lena  ', email: 'LENA@example.test', id: 7, token: 'x' };
    expect(readIdentity(told, (one) => said.push(one))).toEqual({ name: 'Lena', email: 'lena@example.test' });
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('id');
  });

  it('is cut where a name is too long', () => {
    expect(readIdentity({ name: 'x'.repeat(200) }, () => undefined).name).toHaveLength(80);
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
        const label = readIdentity(told, () => undefined);
        expect(ContactDetails.safeParse(label).success).toBe(true);
      }),
    );
  });
});
