import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Inline, plainText, readRichText } from '../../shared/rich-text.ts';

/** A tree as short text: `<bold>x</bold>`. */
function shown(text: string): string {
  const inline = (part: Inline): string => {
    if (part.kind === 'text') return part.text;
    const inside = 'parts' in part ? part.parts.map(inline).join('') : part.text;
    return part.kind === 'link' ? `<a ${part.href}>${inside}</a>` : `<${part.kind}>${inside}</${part.kind}>`;
  };
  const block = (each: Block): string => {
    if (each.kind === 'lines') return each.parts.map(inline).join('');
    if (each.kind === 'code') return `<pre>${each.text}</pre>`;
    const items = each.items.map((item) => `<li>${item.map(inline).join('')}</li>`).join('');
    return each.start === null ? `<ul>${items}</ul>` : `<ol ${each.start}>${items}</ol>`;
  };
  return readRichText(text).map(block).join('');
}

describe('marks in a message', () => {
  it.each([
    ['a **bold** word', 'a <bold>bold</bold> word'],
    ['an *italic* and an _italic_ one', 'an <italic>italic</italic> and an <italic>italic</italic> one'],
    ['**bold with _italic_ inside**', '<bold>bold with <italic>italic</italic> inside</bold>'],
    ['run `npm *ci*` now', 'run <code>npm *ci*</code> now'],
    ['[our shop](https://shop.test/a)', '<a https://shop.test/a>our shop</a>'],
    ['https://shop.test/_a_/*b* here', '<a https://shop.test/_a_/*b>https://shop.test/_a_/*b</a>* here'],
    ['- one\n- **two**', '<ul><li>one</li><li><bold>two</bold></li></ul>'],
    ['Do:\n3. one\n4) two\nend', 'Do:<ol 3><li>one</li><li>two</li></ol>end'],
    ['```ts\nconst a = *b*;\n\nx\n```', '<pre>const a = *b*;\n\nx</pre>'],
    ['Do:\n\n- one\n\nThen\n\nthis', 'Do:<ul><li>one</li></ul>Then\n\nthis'],
    ['two\nlines', 'two\nlines'],
  ])('%j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ['a sum', '2 * 3 * 4 and 2*3*4'],
    ['names', 'snake_case_name and __init__'],
    ['marks that are not closed', '**a *b _c `d [e](https://'],
    ['marks with a space inside', '** a ** and * b *'],
    ['a dash alone', '- \n-\n5.'],
    ['a fence alone', '```\nno end'],
  ])('are none in %s', (_what, text) => {
    expect(shown(text)).toBe(text);
  });

  it.each([
    'javascript:alert(1)',
    '[x](javascript:alert(1))',
    '[x](data:text/html,x)',
    '[x](//evil.test)',
    '<img src=x onerror=alert(1)>',
  ])('make no link of %s', (text) => {
    expect(shown(text)).toBe(text);
  });

  it('do not hide where an address leads behind another one', () => {
    expect(shown('[bank.test](https://evil.test)')).toBe(
      '[bank.test](<a https://evil.test>https://evil.test</a>)',
    );
  });

  it('take no letter away', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('*', '**', '_', '`', '```', '\n', '- ', '1. ', '[a](https://b.test)', ' ', 'word'),
    );
    const letters = (text: string) => text.match(/[\p{L}\p{N}]/gu) ?? [];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('').replaceAll('[a](https://b.test)', 'a');
        // Numbers of lists and the language of a fence are marks.
        const unmarked = text.replace(/^ {0,3}\d{1,3}[.)] +(?=\S)/gm, '').replace(/^```\w*\s*$/gm, '');
        const kept = shown(text).replace(/<\/?(?:bold|italic|code|pre|ul|li|a|ol)(?: [^>]*)?>/g, '');
        expect(letters(kept).length).toBeGreaterThanOrEqual(letters(unmarked).length);
      }),
    );
  });

  it('hold nobody up', () => {
    const long = ['*a ', '**a ', '_a ', '`a', '[a', '](a', '- a\n', '```\n', 'https://a.test/_', '*'];
    for (let again = 0; again < 40; again++)
      for (const piece of long) readRichText(piece.repeat(10_000 / piece.length));
  });
});

describe('a line of a message', () => {
  it.each([
    ['**Bold** and *so*, `x = 1`', 'Bold and so, x = 1'],
    ['[Our shop](https://shop.example/a) is _open_', 'Our shop is open'],
    ['One:\n- milk\n- **bread**\n\n```\ncode\n```', 'One: milk bread code'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['Hello **everybody who was cut', 'Hello everybody who was cut'],
    ['See [our shop](https://shop.exam', 'See our shop'],
    ['3. May is fine\n4. June too', '3. May is fine 4. June too'],
    ['', ''],
  ])('of %j says %j', (text, said) => {
    expect(plainText(text)).toBe(said);
  });
});
