import { afterEach, describe, expect, it, vi } from 'vitest';
import { createExplainer } from '../../widget/page/explain.ts';
import { fetchLook } from '../../widget/page/fetch-look.ts';
import { readScript } from '../../widget/page/read-script.ts';
import type { ParleyProblem } from '../../widget/parley.d.ts';

const SRC = 'https://chat.example.test/widget.js?v=3';

afterEach(() => void vi.unstubAllGlobals());

describe('the script tag', () => {
  it('says with its address where the server is', () => {
    const settings = readScript({ src: SRC, dataset: { site: 'site_abcdefghijkl' } });
    expect(settings).toEqual({
      origin: 'https://chat.example.test',
      siteKey: 'site_abcdefghijkl',
      locale: undefined,
      side: undefined,
      launcher: true,
      open: false,
    });
  });

  it('takes all its attributes', () => {
    const dataset = { site: 'k', locale: 'pt-BR', position: 'left', launcher: 'none', open: '' };
    expect(readScript({ src: SRC, dataset })).toMatchObject({
      locale: 'pt-BR',
      side: 'left',
      launcher: false,
      open: true,
    });
  });
});

describe('what is wrong', () => {
  function explainer() {
    const said: string[] = [];
    const told: ParleyProblem[] = [];
    vi.stubGlobal('console', { warn: (line: string) => said.push(line) });
    return { said, told, explain: createExplainer((one) => told.push(one)) };
  }

  it('is said in one line with the fix, once, and told to the page', () => {
    const { said, told, explain } = explainer();
    explain('origin_not_allowed', 'Add this page.');
    explain('origin_not_allowed', 'Add this page.');
    expect(said).toEqual(['Parley: origin_not_allowed. Add this page.']);
    expect(told.map(({ code }) => code)).toEqual(['origin_not_allowed']);
  });

  it('does not go on about a server that cannot be reached when the reason has been said', () => {
    const { said, explain } = explainer();
    explain('blocked_by_csp', 'Add x to connect-src');
    explain('unreachable', 'No answer');
    expect(said).toHaveLength(1);
  });
});

describe('asking for the look', () => {
  const answer = (status: number, body: unknown) => {
    vi.stubGlobal('location', new URL('https://shop.example/a&site=b?code=secret#token'));
    vi.stubGlobal('fetch', async (url: string, options: RequestInit) => {
      address = url;
      asked = options;
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
    });
  };
  let address: string;
  let asked: RequestInit;

  it('says who the visitor is only where there is a token, and sends no cookie', async () => {
    answer(200, { site: {}, unread: 2 });
    expect(await fetchLook('https://chat.example.test', 'k', null, ['de'])).toMatchObject({ unread: 2 });
    expect(asked).toMatchObject({ credentials: 'omit', headers: { 'Accept-Language': 'de' } });
    await fetchLook('https://chat.example.test', 'k', 'secret', [undefined, ['ç', 'de']]);
    expect(asked.headers).toEqual({ Authorization: 'Bearer secret', 'Accept-Language': ',%C3%A7,de' });
  });

  it('says on which page it stands, and nothing else of its address', async () => {
    answer(200, { site: {}, unread: 0 });
    await fetchLook('https://chat.example.test', 'k', null, ['de']);
    const { search, searchParams } = new URL(address);
    expect([...searchParams]).toEqual([
      ['site', 'k'],
      ['path', '/a&site=b'],
    ]);
    expect(search).not.toMatch(/secret|token/);
  });

  it('tells what is refused from what may pass', async () => {
    answer(404, { code: 'unknown_site', detail: 'Copy it.' });
    expect(await fetchLook('https://chat.example.test', 'k', null, ['de'])).toEqual({
      code: 'unknown_site',
      detail: 'Copy it.',
    });
    for (const [status, body] of [
      [503, { code: 'unavailable' }],
      [429, { code: 'rate_limited' }],
      [404, '<html>a proxy’s own page</html>'],
    ] as const) {
      answer(status, body);
      expect(await fetchLook('https://chat.example.test', 'k', null, ['de']), String(status)).toBeUndefined();
    }
  });
});
