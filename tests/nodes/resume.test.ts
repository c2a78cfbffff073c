import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ResumeOffer } from '../../shared/resume.ts';
import { connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { isSkipped } from '../support/skip.ts';
import { withNodes } from '../support/with-nodes.ts';

describe.skipIf(isSkipped('redis'))('a link to another device, on two nodes', () => {
  const nodes = withNodes();

  it('is used by one of two devices that try at the same time, and heard of where it was made', async () => {
    const at = (node: 'a' | 'b') => connectVisitor(nodes[node].url, nodes.a.site().key);
    const visitor = await at('a');
    const { conversationId } = await say(visitor, 'a question');
    for (let times = 0; times < 5; times++) {
      const { token } = await visitor.do<ResumeOffer>('resume:offer', { conversationId });
      const devices = await Promise.all([at('a'), at('b')]);
      const answers = await Promise.all(
        devices.map((device) =>
          device.ask('resume:accept', { token, secret: randomBytes(32).toString('base64url') }),
        ),
      );
      expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
      await eventually(() => expect(visitor.told('resumed')).toHaveLength(times + 1));
      for (const device of devices) device.close();
    }
    visitor.close();
  });
});
