import { describe, expect, it } from 'vitest';
import type { SightingDocument } from '../../server/sightings/model.ts';
import { placeOf } from '../../server/sightings/place.ts';
import { surplusOf } from '../../server/sightings/surplus.ts';

/** @param first and `last`: minutes */
function page(
  origin: string,
  path: string | null,
  first: number,
  last = first,
  works = true,
): SightingDocument {
  const lastSeenAt = new Date(last * 60_000);
  return {
    ...{ _id: `${origin}${path}`, siteId: 's', origin, path, lastSeenAt, problem: null },
    firstSeenAt: new Date(first * 60_000),
    workedAt: works ? lastSeenAt : null,
  };
}

describe('what is kept of a site', () => {
  it('is all, while it is little', () => {
    expect(surplusOf([page('https://a.example', null, 1), page('https://a.example', '/x', 2)])).toEqual([]);
  });

  it('is of one origin the pages that were seen last', () => {
    const pages = Array.from({ length: 10 }, (_, number) =>
      page('https://a.example', `/${number}`, 0, number),
    );
    expect(surplusOf(pages).map(({ path }) => path)).toEqual(['/0', '/1']);
  });

  it('is of many origins those that have been there longest and those that were seen last', () => {
    const old = Array.from({ length: 24 }, (_, number) =>
      page(`https://old-${number}.example`, null, number),
    );
    const flood = Array.from({ length: 50 }, (_, number) =>
      page(`https://new-${number}.example`, null, 100 + number),
    );
    const kept = new Set([...old, ...flood]);
    for (const gone of surplusOf([...flood, ...old])) kept.delete(gone);
    expect([...kept].map(({ origin }) => origin)).toEqual([
      ...old.map(({ origin }) => origin),
      ...flood.slice(-6).map(({ origin }) => origin),
    ]);
  });

  it('has room of its own for what is refused', () => {
    const working = page('https://a.example', null, 1_000);
    const refused = Array.from({ length: 40 }, (_, number) =>
      page(`https://no-${number}.example`, null, number, number, false),
    );
    const gone = surplusOf([...refused, working]);
    expect(gone).toHaveLength(30);
    expect(gone).not.toContain(working);
  });
});

describe('where a page is', () => {
  it.each([
    ['https://a.example/', '/'],
    ['https://a.example/cart?code=secret#top', '/cart'],
    ['https://a.example/orders/4711/items', '/orders/*/items'],
    ['https://a.example/2024/11/a-story', '/*/*/a-story'],
    ['https://a.example/reset/Zk3v9QmX0pLr7sTuWyAb', '/reset/*'],
    ['https://a.example/top-10-umbrellas', '/*'],
    ['https://a.example/umbrellas-that-never-break-again', '/umbrellas-that-never-break-again'],
    ['https://a.example/v2/docs', '/v2/docs'],
    ['https://b.example/of-another-origin', null],
    ['not an address', null],
  ])('%s', (address, path) => {
    expect(placeOf('https://a.example', address)).toEqual({ origin: 'https://a.example', path });
  });

  it.each([
    [253, true],
    [254, false],
  ])('is nowhere where the name is longer than a name can be: %d characters', (length, exists) => {
    const origin = `https://${'a'.repeat(length)}:65535`;
    expect(placeOf(origin, null)).toEqual(exists ? { origin, path: null } : null);
  });
});
