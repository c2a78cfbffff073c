import type { z } from 'zod';
import type { ChangePassword } from '../../shared/agents.ts';
import type { AgentActor } from '../core/actor.ts';
import { Refused } from '../core/refused.ts';
import type { AgentParts } from './parts.ts';
import type { SignInLimits } from './sign-in.ts';

/**
 * An agent changes the password; every other browser is signed out.
 * @throws Refused `invalid_input` where the current password is wrong, `rate_limited`
 */
export async function changePassword(
  { collections, passwords, sessions }: AgentParts,
  limits: SignInLimits,
  agent: AgentActor,
  { current, next }: z.output<typeof ChangePassword>,
  address: string,
): Promise<void> {
  const document = await collections.agents.findOne({ _id: agent.id });
  if (document === null) throw new Refused('not_signed_in');
  // A browser left open must not be a place to guess from.
  const giveBack = await limits.take(document.email, address);
  if (!(await passwords.matches(current, document.passwordHash))) {
    throw new Refused('invalid_input', {
      errors: [{ path: 'current', message: 'This is not your password.' }],
    });
  }
  await giveBack();
  const passwordHash = await passwords.hash(next);
  await collections.agents.updateOne({ _id: agent.id }, { $set: { passwordHash } });
  await sessions.endOthers(agent.id, agent.sessionId);
}
