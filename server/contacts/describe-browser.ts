import Bowser from 'bowser';
import { LRUCache } from 'lru-cache';

/** Few browsers make most of the visits, and reading one costs as much as the rest of a handshake. */
const described = new LRUCache<string, string>({ max: 500 });

/**
 * A browser in words an agent understands, such as `Firefox 140, Android`.
 * @param userAgent the header as it came; anything unreadable gives an empty text
 */
export function describeBrowser(userAgent: string): string {
  const read = userAgent.slice(0, 500);
  if (read === '') return '';
  const known = described.get(read);
  if (known !== undefined) return known;
  const words = describe(read);
  described.set(read, words);
  return words;
}

function describe(userAgent: string): string {
  const { browser, os } = Bowser.parse(userAgent);
  const version = browser.version?.split('.')[0];
  const name = [browser.name, version].filter(Boolean).join(' ');
  return [name, os.name].filter(Boolean).join(', ');
}
