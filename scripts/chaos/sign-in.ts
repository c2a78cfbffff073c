import type { Agent, Invite } from '../../shared/agents.ts';
import type { Site } from '../../shared/sites.ts';

export const PUBLIC_URL = 'http://chat.example';

/** An agent who is signed in. */
export interface SignedIn {
  cookie: string;
  agent: Agent;
  /** Of the oldest site. */
  siteKey: string;
}

/** Signs in as the console does. */
export async function signIn(url: string, who: { email: string; password: string }): Promise<SignedIn> {
  const { cookie, body: agent } = await ask<Agent>(url, 'POST', '/session', '', who);
  const { body: sites } = await ask<{ items: Site[] }>(url, 'GET', '/sites', cookie);
  return { cookie, agent, siteKey: sites.items[0]?.key ?? '' };
}

/** Makes another agent, by invitation. */
export async function inviteAgent(url: string, admin: SignedIn, email: string): Promise<SignedIn> {
  const asked = { email, role: 'agent', siteIds: null };
  const { body: invite } = await ask<Invite & { link: string }>(url, 'POST', '/invites', admin.cookie, asked);
  const token = new URL(invite.link).hash.replace('#token=', '');
  const accepted = { token, name: 'Ana Souza', password: 'another long password' };
  const { cookie, body: agent } = await ask<Agent>(url, 'POST', '/invites/accept', '', accepted);
  return { cookie, agent, siteKey: admin.siteKey };
}

async function ask<T>(url: string, method: string, path: string, cookie: string, body?: unknown) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      Origin: PUBLIC_URL,
      'X-Parley': '1',
      'Content-Type': 'application/json',
      ...(cookie !== '' && { Cookie: cookie }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  const [set = ''] = answer.headers.getSetCookie();
  return { cookie: set.split(';')[0] ?? '', body: JSON.parse(text) as T };
}
