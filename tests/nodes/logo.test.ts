import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { withNodes } from '../support/with-nodes.ts';

describe.skipIf(isSkipped('redis'))('two nodes', () => {
  const nodes = withNodes();

  it('show a site’s logo, whoever took it', async () => {
    const { a, b } = nodes;
    const admin = await a.signIn();
    const { id, key } = a.site();
    const drawn = sharp({ create: { width: 90, height: 30, channels: 3, background: '#27a567' } });
    const bytes = new Uint8Array(await drawn.png().toBuffer());
    const headers = { 'Content-Type': 'image/png' };
    expect((await admin.ask('PUT', `/sites/${id}/logo`, undefined, { bytes, headers })).status).toBe(200);
    const told = () => b.person().get(`/widget/unread?site=${key}`);
    const { url } = await eventually(async () => (await told()).body.site.logo ?? null);
    const { pathname, search } = new URL(url);
    for (const node of [a, b]) {
      const answer = await fetch(node.url + pathname + search);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
    }
    await admin.delete(`/sites/${id}/logo`);
    await eventually(async () => !(await told()).body.site.logo);
  });
});
