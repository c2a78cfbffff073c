/**
 * Whether an origin is on a site's list; an empty list holds every one.
 * @param origins as `SiteOrigin` takes them; `https://*.shop.example` stands for every name below shop.example, not
 *   for shop.example itself
 * @param origin as browsers send it
 */
export function isListedOrigin(origins: readonly string[], origin: string): boolean {
  return origins.length === 0 || origins.some((listed) => matches(listed, origin));
}

function matches(listed: string, origin: string): boolean {
  const wanted = parts(listed.replace('://*.', '://'));
  const given = parts(origin);
  if (wanted === null || given === null) return false;
  if (wanted.scheme !== given.scheme || wanted.port !== given.port) return false;
  return listed.includes('://*.') ? given.host.endsWith(`.${wanted.host}`) : given.host === wanted.host;
}

/** Browsers leave out a scheme's own port; a list may name it. */
function parts(origin: string): { scheme: string; host: string; port: string } | null {
  if (!URL.canParse(origin)) return null;
  const url = new URL(origin);
  return { scheme: url.protocol, host: url.hostname, port: url.port };
}
