import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkify } from '../../shared/linkify.ts';

const links = (text: string) => linkify(text).flatMap((part) => part.href ?? []);

describe('links in a message', () => {
  it.each([
    ['See https://example.test/a?b=1&c=2#d now', ['https://example.test/a?b=1&c=2#d']],
    ['http://one.test and https://two.test', ['http://one.test', 'https://two.test']],
    ['Look (https://example.test/a).', ['https://example.test/a']],
    ['https://example.test/wiki/Parcel_(delivery)', ['https://example.test/wiki/Parcel_(delivery)']],
    ['Is it https://example.test?', ['https://example.test']],
    ['<https://example.test>', ['https://example.test']],
    ['HTTPS://EXAMPLE.TEST/Up', ['HTTPS://EXAMPLE.TEST/Up']],
    ['https://', []],
    ['javascript:alert(1) data:text/html,x ftp://a.test www.example.test', []],
    ['"https://example.test/" onclick="x"', ['https://example.test/']],
  ])('%s', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it('leaves every character where it was, and links to nothing but the web', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl(),
      fc.constantFrom('https://', ' ', '(', ')', '.', '\n', 'javascript:', '<', '"'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const parts = linkify(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { href } of parts) if (href) expect(new URL(href).protocol).toMatch(/^https?:$/);
      }),
      { numRuns: 40 },
    );
  });

  it('hold nobody up', () => {
    for (let again = 0; again < 40; again++) {
      for (const text of [
        'https://a.test/'.padEnd(10_000, ')'),
        'h'.repeat(10_000),
        'https://'.repeat(1_250),
      ])
        linkify(text);
    }
  });
});
