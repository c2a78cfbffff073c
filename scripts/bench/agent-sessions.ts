/** Whoever sets up the server that is measured; it is gone with its data when the bench ends. */
export const ADMIN = { email: 'bench@example.com', password: 'the bench signs in' };

/** Signs agents in as people do: the admin by password, the others by invitation. Gives their cookies. */
export async function signInAgents(
  url: string,
  count: number,
): Promise<{ cookies: string[]; siteKey: string }> {
  const admin = await post(url, '/session', ADMIN);
  const cookies = [admin.cookie];
  while (cookies.length < count) {
    const email = `agent${cookies.length}@example.com`;
    const invite = await post(url, '/invites', { email, role: 'agent' }, admin.cookie);
    const token = new URL((invite.body as { link: string }).link).hash.replace('#token=', '');
    const name = `Agent ${cookies.length}`;
    cookies.push((await post(url, '/invites/accept', { token, name, password: ADMIN.password })).cookie);
  }
  const sites = await fetch(`${url}/api/v1/sites`, { headers: { Cookie: admin.cookie } });
  const [site] = ((await sites.json()) as { items: { key: string }[] }).items;
  if (site === undefined) throw new Error('the server has no site');
  return { cookies, siteKey: site.key };
}

async function post(
  url: string,
  path: string,
  body: object,
  cookie?: string,
): Promise<{ cookie: string; body: unknown }> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Parley': '1',
      Origin: url,
      ...(cookie !== undefined && { Cookie: cookie }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  const [set = ''] = response.headers.getSetCookie();
  return { cookie: set.split(';', 1).join(''), body: await response.json() };
}
