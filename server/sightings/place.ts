/** Of a path: enough to know which page it is. */
const PATH_MAX_CHARACTERS = 120;
/** `https://`, the longest name that there can be, and a port. */
const ORIGIN_MAX_CHARACTERS = 267;
/** Such as a number, a hash or a one-time secret: thousands of them are one page, and some are nobody's business. */
const NAMES_ONE_THING = /^(?=.*\d)(?:[\d.,_-]+|[\w~.%=-]{16,})$/;

/** Where on the web something is, without what may say who looks at it. */
export interface Place {
  origin: string;
  path: string | null;
}

/**
 * Where a snippet stands. The origin is the browser's word, the address the page's own: it counts only where both agree.
 * @param origin of the request
 * @param address of the page, where that is known
 * @returns null for what no browser says
 */
export function placeOf(origin: string, address: string | null): Place | null {
  // A page without an address of its own: a file, or a frame that is shut in.
  if (origin === 'null') return { origin, path: null };
  if (origin.length > ORIGIN_MAX_CHARACTERS) return null;
  if (!/^https?:/.test(origin) || !URL.canParse(origin) || new URL(origin).origin !== origin) return null;
  const page = address !== null && URL.canParse(address) ? new URL(address) : null;
  return { origin, path: page?.origin === origin ? plainPath(page.pathname) : null };
}

function plainPath(pathname: string): string {
  const parts = pathname.split('/').map((part) => (NAMES_ONE_THING.test(part) ? '*' : part));
  return parts.join('/').slice(0, PATH_MAX_CHARACTERS);
}
