import { expect, test } from 'vitest';
import { fillPage } from '../../scripts/build/fill-page.ts';

const addresses = {
  script: '/assets/console-A.js',
  preloads: ['/assets/chunk-B.js'],
  styles: ['/assets/c.css'],
};
const script = '<script type="module" src="./main.tsx"></script>';
const page = (body: string): string => `<html><head>${script}</head><body>${body}</body></html>`;

test('the page names the built files', () => {
  const filled = fillPage(page('<div id="app"></div>'), addresses);
  expect(filled).toContain('<script type="module" src="/assets/console-A.js"></script>');
  expect(filled).toMatch(/<link rel="stylesheet" href="\/assets\/c\.css">[\s\S]*<\/head>/);
  expect(filled).toMatch(/<link rel="modulepreload" href="\/assets\/chunk-B\.js">[\s\S]*<\/head>/);
  expect(filled).not.toContain('main.tsx');
});

test.each([
  ['an inline script', '<script>start()</script>'],
  ['a style element', '<style>p { color: red }</style>'],
  ['a style attribute', '<p style="color: red">x</p>'],
  ['an event attribute', '<body onload="start()">'],
])('a page with %s is refused', (what, body) => {
  expect(() => fillPage(page(body), addresses)).toThrow(what);
});

test('a page without the script tag is refused', () => {
  expect(() => fillPage('<html><head></head></html>', addresses)).toThrow('main.tsx');
});
