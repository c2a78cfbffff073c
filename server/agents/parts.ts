import type { AgentPresence } from '../../shared/agents.ts';
import type { Site } from '../../shared/sites.ts';
import type { Core } from '../core/core.ts';
import type { RateLimit, RateLimitRule } from '../core/http/rate-limit.ts';
import type { KeyedQueue } from '../core/keyed-queue.ts';
import type { SmallPictures } from '../core/small-pictures.ts';
import type { Directory } from './directory.ts';
import type { Links } from './links.ts';
import type { AgentCollections } from './model.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.ts';

/** What the feature of agents needs of others. */
export interface AgentDeps {
  sites: { create(name: string): Promise<Site>; get(id: string): Site | undefined };
  /** A limit that all nodes count together. */
  sharedLimit(name: string, rule: RateLimitRule): RateLimit;
  /** Whether an agent is connected. */
  presenceOf(agentId: string): AgentPresence;
}

/** What the verbs of this feature work with. */
export interface AgentParts extends AgentDeps {
  core: Core;
  collections: AgentCollections;
  directory: Directory;
  passwords: Passwords;
  sessions: Sessions;
  links: Links;
  pictures: SmallPictures;
  /** Changes that must see each other run one after the other. */
  queue: KeyedQueue;
}
