import { describe, expect, it } from 'vitest';
import type { Contact } from '../../shared/contacts.ts';
import type { Refusal } from '../../shared/errors.ts';
import { identityOf } from '../identity/sign.ts';
import { connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { withNodes } from '../support/with-nodes.ts';

describe.skipIf(isSkipped('redis'))('people on two nodes', () => {
  const nodes = withNodes();

  const at = (node: 'a' | 'b', options: Parameters<typeof connectVisitor>[2] = {}) =>
    connectVisitor(nodes[node].url, nodes.a.site().key, options);
  const wasCut = (visitor: Visitor) =>
    eventually(() => visitor.told<Refusal>('refused').some(({ code }) => code === 'unavailable'));
  const hears = (visitor: Visitor, text: string) =>
    eventually(() => visitor.told<{ text?: string }>('entry').some((entry) => entry.text === text));

  it('are followed by their tabs, devices and agents on the other node', async () => {
    const admin = await nodes.b.signIn();
    const console = await connectConsole(nodes.b.url, admin.cookie);
    const device = await at('b', { identity: await identityOf(nodes.b, 'u-1') });
    await say(device, 'Known');
    const anonymous = await at('a');
    const { conversationId } = await say(anonymous, 'Not known yet');
    const tab = await at('b', { token: anonymous.token });
    await console.do('conversation:watch', { conversationId });

    const known = await at('a', { token: anonymous.token, identity: await identityOf(nodes.a, 'u-1') });
    await Promise.all([wasCut(tab), wasCut(device)]);
    const back = await at('b', { token: device.token });
    const tabBack = await at('b', { token: tab.token });
    await eventually(() =>
      console
        .told<{ contact: Contact; was?: string }>('contact:changed')
        .some(({ contact, was }) => was !== undefined && contact.externalId === 'u-1'),
    );

    await say(known, 'From the first node', { conversationId });
    await Promise.all([hears(back, 'From the first node'), hears(tabBack, 'From the first node')]);
    await say(back, 'From the second node', { conversationId });
    await hears(known, 'From the second node');
    for (const each of [known, back, tabBack, console]) each.close();
  });

  it('are nobody any more on either node where the secret that proved it is gone', async () => {
    const admin = await nodes.a.signIn();
    const there = await at('b', { identity: await identityOf(nodes.a, 'u-2') });
    const path = `/sites/${nodes.a.site().id}/identity`;
    const { generation } = (await admin.get(path)).body;
    await admin.post(`${path}/rotate`, { generation, keepHours: 0 });
    await wasCut(there);
    const refusal: Refusal = await at('b', { token: there.token }).then(
      () => expect.fail('was let in'),
      (refused) => refused,
    );
    expect(refusal.code).toBe('identity_expired');
  });
});
