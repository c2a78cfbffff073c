import { limitKeyOf } from '../core/http/proxies.ts';
import type { RateLimit } from '../core/http/rate-limit.ts';
import { Refused } from '../core/refused.ts';
import type { AgentParts } from './parts.ts';
import type { SignInPlace } from './sessions.ts';

const QUARTER_HOUR_SECONDS = 15 * 60;

/** How often signing in may fail; what succeeds is not counted. */
export class SignInLimits {
  /** One person mistyping, or one machine guessing one password. */
  readonly #accountFromAddress: RateLimit;
  /** One machine trying many accounts. */
  readonly #address: RateLimit;
  /** Many machines guessing one password; higher, so that they cannot easily lock the person out. */
  readonly #account: RateLimit;

  constructor(limit: AgentParts['sharedLimit']) {
    const rule = (times: number) => ({ times, seconds: QUARTER_HOUR_SECONDS });
    this.#accountFromAddress = limit('sign-in:account-from-address', rule(10));
    this.#address = limit('sign-in:address', rule(50));
    this.#account = limit('sign-in:account', rule(100));
  }

  /**
   * Counts an attempt before it is made, so that many at once are counted too.
   * @returns takes the count back, for an attempt that succeeded
   * @throws Refused `rate_limited`
   */
  async take(email: string, address: string): Promise<() => Promise<void>> {
    const from = limitKeyOf(address);
    const limits: [RateLimit, string][] = [
      [this.#accountFromAddress, `${email} ${from}`],
      [this.#address, from],
      [this.#account, email],
    ];
    const counted: [RateLimit, string][] = [];
    const giveBack = async () => {
      await Promise.all(counted.map(([limit, key]) => limit.giveBack(key)));
    };
    for (const [limit, key] of limits) {
      try {
        await limit.take(key);
      } catch (refusal) {
        // Not even made: it must not use up what others at the same address, or the account elsewhere, have left.
        await giveBack();
        throw refusal;
      }
      counted.push([limit, key]);
    }
    return giveBack;
  }
}

/**
 * Signs an agent in.
 * @returns the agent's id and the new session's secret
 * @throws Refused `wrong_credentials` whatever is wrong, after the same time; `rate_limited`; `busy`
 */
export async function signIn(
  { collections, passwords, sessions }: AgentParts,
  limits: SignInLimits,
  { email, password }: { email: string; password: string },
  place: SignInPlace,
): Promise<{ agentId: string; secret: string }> {
  const giveBack = await limits.take(email, place.address);
  const agent = await collections.agents.findOne({ email });
  const matches = await passwords.matches(password, agent?.passwordHash);
  if (agent === null || !matches || !agent.active) throw new Refused('wrong_credentials');
  await giveBack();
  return { agentId: agent._id, secret: await sessions.begin(agent._id, place) };
}
