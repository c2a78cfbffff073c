import { expect, it } from 'vitest';
import { startServer } from '../support/start-server.ts';
import { startTestStore } from '../support/store.ts';

it('nodes that start at once on an empty store make one admin and one site', async () => {
  const store = await startTestStore();
  const nodes = await Promise.all([1, 2, 3].map(() => startServer({ store })));
  for (const node of nodes) {
    const admin = await node.signIn();
    await node.app.sites.follow(); // as a node does that hears of the site
    expect((await admin.get('/sites')).body.items).toHaveLength(1);
    expect(node.app.agents.directory().size).toBe(1);
  }
  await Promise.all(nodes.map((node) => node.close()));
  await store.close();
});
