import type { z } from 'zod';
import type { ApiToken, CreateToken, TokenScope } from '../../shared/tokens.ts';
import type { Agents } from '../agents/index.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { isDuplicateKey } from '../core/db/duplicate-key.ts';
import type { MintedIds } from '../core/http/idempotency.ts';
import type { RateLimit, RateLimitRule } from '../core/http/rate-limit.ts';
import { Refused } from '../core/refused.ts';
import { keptSecret } from '../core/secrets.ts';
import { presentToken, type TokenDocument, tokenCollection } from './model.ts';
import { mayManageToken } from './policy.ts';

/** Says at a glance what it is, to people and to programs that look for secrets in code. */
const PREFIX = 'parley_';
const TOKEN = /^parley_([A-Za-z0-9_-]{43})$/;
/** Nobody keeps track of more. */
const TOKENS_OF_ONE_MAX = 20;
/** For each token, over all nodes. */
const REQUESTS: RateLimitRule = { times: 600, seconds: 60 };
/** The last use moves at most this often: not every request should write. */
const USED_EVERY_MS = 60_000;

interface TokensDeps {
  agents: Pick<Agents, 'get' | 'follow'>;
  sharedLimit(name: string, rule: RateLimitRule): RateLimit;
}

/** What programs show instead of a session. Whoever asks holds the only copy of a token's secret. */
export class Tokens {
  readonly #core: Core;
  readonly #deps: TokensDeps;
  readonly #tokens: ReturnType<typeof tokenCollection>;
  readonly #limit: RateLimit;

  constructor(core: Core, deps: TokensDeps) {
    this.#core = core;
    this.#deps = deps;
    this.#tokens = tokenCollection(core.db);
    this.#limit = deps.sharedLimit('token', REQUESTS);
  }

  /**
   * The agent for whom a token speaks, and what it is let do; null for one that does not count. The store is asked
   * each time, so that a token that has been revoked is refused by every node at once; it is found by a keyed hash,
   * so that how long that takes tells nothing about what other tokens look like.
   * @throws Refused `rate_limited`
   */
  async actorOf(bearer: string): Promise<{ actor: AgentActor; scopes: readonly TokenScope[] } | null> {
    const secret = TOKEN.exec(bearer)?.[1];
    if (secret === undefined) return null;
    const token = await this.#tokens.findOne({ _id: this.#kept(secret) });
    if (token === null) return null;
    await this.#limit.take(token.publicId);
    // Somebody who has just joined on another node is not known here yet.
    if (this.#deps.agents.get(token.agentId) === undefined) await this.#deps.agents.follow();
    const agent = this.#deps.agents.get(token.agentId);
    if (agent === undefined || !agent.active) return null;
    await this.#used(token);
    const { id, name, role, siteIds } = agent;
    const actor = { kind: 'agent' as const, id, name, role, siteIds, sessionId: token.publicId };
    return { actor, scopes: token.scopes };
  }

  /** Whether a token lets its bearer read the metrics of the servers: an admin's, with that scope. */
  async mayReadMetrics(bearer: string): Promise<boolean> {
    const found = await this.actorOf(bearer);
    return found !== null && found.actor.role === 'admin' && found.scopes.includes('metrics:read');
  }

  /**
   * Makes a token.
   * @returns the token with its secret, which is not kept
   * @throws Refused `not_allowed` for one too many, `client_id_reused`
   */
  async create(
    agent: AgentActor,
    { name, scopes }: z.output<typeof CreateToken>,
    ids: MintedIds,
  ): Promise<ApiToken & { token: string }> {
    const secret = ids.secret('token');
    const document: TokenDocument = {
      _id: this.#kept(secret),
      publicId: ids.id('token'),
      agentId: agent.id,
      name,
      scopes,
      createdAt: new Date(this.#core.clock.now()),
      lastUsedAt: null,
    };
    const made = await this.#madeBefore(document);
    if (made !== null) return { ...presentToken(made), token: PREFIX + secret };
    const count = await this.#tokens.countDocuments({ agentId: agent.id });
    if (count >= TOKENS_OF_ONE_MAX) {
      throw new Refused('not_allowed', {
        message: `There can be ${TOKENS_OF_ONE_MAX} tokens. Revoke one that is not used any more.`,
      });
    }
    try {
      await this.#tokens.insertOne(document);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await this.#madeBefore(document); // the same request twice at once
    }
    return { ...presentToken(document), token: PREFIX + secret };
  }

  /** The tokens that an agent may revoke, the newest first. */
  async of(agent: AgentActor): Promise<ApiToken[]> {
    const found = await this.#tokens
      .find(agent.role === 'admin' ? {} : { agentId: agent.id })
      .sort({ createdAt: -1 })
      .toArray();
    return found.map(presentToken);
  }

  /**
   * Ends a token, at once and everywhere.
   * @throws Refused `not_found`
   */
  async revoke(agent: AgentActor, id: string): Promise<void> {
    const token = await this.#tokens.findOne({ publicId: id });
    if (token === null || !mayManageToken(agent, token)) throw new Refused('not_found');
    await this.#tokens.deleteOne({ _id: token._id });
  }

  async #madeBefore({ _id, name, scopes }: TokenDocument): Promise<TokenDocument | null> {
    const before = await this.#tokens.findOne({ _id });
    if (before !== null && (before.name !== name || before.scopes.join() !== scopes.join())) {
      throw new Refused('client_id_reused');
    }
    return before;
  }

  async #used(token: TokenDocument): Promise<void> {
    const now = this.#core.clock.now();
    if (token.lastUsedAt !== null && now - token.lastUsedAt.getTime() < USED_EVERY_MS) return;
    await this.#tokens
      .updateOne({ _id: token._id }, { $set: { lastUsedAt: new Date(now) } })
      .catch((error) => {
        // Whoever asks may go on all the same; the next request tries again.
        this.#core.log.warn({ err: error }, 'The use of a token could not be noted.');
      });
  }

  #kept(secret: string): string {
    return keptSecret(this.#core.config.secretKey, 'token', secret);
  }
}
