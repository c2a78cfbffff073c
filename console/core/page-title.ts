/** What the tab is called: how much is unread, then where one is. */
export function pageTitle(place: string, unread: number): string {
  const name = place === '' ? 'Parley' : `${place} · Parley`;
  return unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${name}` : name;
}
