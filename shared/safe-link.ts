/** Whether a text is the address of a page that may be opened for somebody: https, and no name and password in it. */
export function isSafeLink(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { href } = new URL(text);
  return /^https:\/\/[^/@]+(\/|$)/.test(href);
}
