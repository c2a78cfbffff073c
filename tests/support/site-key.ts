/** The key of the first site, as the page to try the chat on has it. */
export async function siteKeyOf(url: string): Promise<string> {
  const page = await (await fetch(`${url}/demo`)).text();
  const key = /data-site="([^"]+)"/.exec(page)?.[1];
  if (key === undefined) throw new Error('the page has no key');
  return key;
}
