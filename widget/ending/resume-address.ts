/** What a link to another device holds, wherever in the fragment it stands. */
const TOKEN = /[?&]?parley=([\w.-]+)/;

/**
 * The page that is shown, as the other device opens it. What only it may know stands behind the `#`, which browsers send
 * to nobody; a page that finds its own way by what stands there keeps that.
 *
 * @param page its address
 */
export function resumeAddress(page: string, token: string): string {
  const url = new URL(page);
  const fragment = url.hash.replace(TOKEN, '').slice(1);
  const isRoute = fragment.includes('/');
  url.hash = isRoute ? `${fragment}${fragment.includes('?') ? '&' : '?'}parley=${token}` : `parley=${token}`;
  return url.href;
}

/** What a page's address has brought along; undefined where that is nothing. */
export function tokenIn(page: string): string | undefined {
  return TOKEN.exec(new URL(page).hash)?.[1];
}

/** The same address without what has come along. */
export function withoutToken(page: string): string {
  const url = new URL(page);
  url.hash = url.hash.replace(TOKEN, '');
  return url.href.replace(/#$/, '');
}
