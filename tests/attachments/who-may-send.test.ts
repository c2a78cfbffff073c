import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postFile } from '../support/send-file.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ environment: { ATTACHMENTS_MAX_GB: '1' } });
});
afterAll(() => server.close());

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, ((await answer.json()) as { code: string }).code];
}

it('a page that may not carry the chat sends nothing, and others may ask first', async () => {
  const site = await server.addSite('Picky');
  const admin = await server.signIn();
  await admin.patch(`/sites/${site.id}`, { origins: ['https://shop.example'] });
  const token = randomBytes(32).toString('base64url');
  const from = (origin: string) => postFile(server.url, { site: site.key, token, origin }, {});
  expect(await codeOf(await from('https://evil.example'))).toEqual([403, 'origin_not_allowed']);
  expect((await from('https://shop.example')).status).toBe(201);
  const asked = await fetch(`${server.url}/api/v1/widget/attachments`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
  });
  expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
});

it('a site has only so much room', async () => {
  const as = { site: server.site().key, token: randomBytes(32).toString('base64url') };
  await server.app.attachments.collections.attachments.insertOne({
    _id: 'a large one',
    siteId: server.site().id,
    stored: 1024 ** 3,
  } as never);
  expect(await codeOf(await postFile(server.url, as, {}))).toEqual([507, 'quota_exceeded']);
});
