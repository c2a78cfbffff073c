import type { Connection } from 'mongoose';
import type { AgentRole, Availability } from '../../shared/agents.ts';
import type { Language } from '../../shared/languages.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** An agent as it is stored. */
export interface AgentDocument {
  _id: string;
  /** In lower case. */
  email: string;
  name: string;
  role: AgentRole;
  /** Sites the agent answers for; null for all, now and later. */
  siteIds: string[] | null;
  active: boolean;
  availability: Availability;
  /** What the console speaks to them; absent or null for the browser's. */
  language?: Language | null;
  /** argon2id with its parameters; null until one is set by a link. */
  passwordHash: string | null;
  /** Changes with the picture; null without one. */
  pictureVersion: string | null;
  createdAt: Date;
  /** Only on whoever set the server up: unique, so that two set-ups at once make one. */
  founder?: true;
  /** The decision that last changed role, activity or sites; absent before there was one. */
  rightsVersion?: number;
}

/** What somebody may do. */
export type RightsFields = Pick<AgentDocument, 'role' | 'active'> & Partial<Pick<AgentDocument, 'siteIds'>>;

/** The newest decision about what anybody may do; the ones before have been carried out. */
export interface RightsDecision {
  _id: 'rights';
  version: number;
  change: { agentId: string; fields: RightsFields; signsOut: boolean } | null;
}

/** A browser in which an agent is signed in. */
export interface SessionDocument {
  /** Keyed hash of the cookie's secret. */
  _id: string;
  /** What the session is called in lists and rooms: tells nothing about the secret. */
  publicId: string;
  agentId: string;
  browser: string;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** What a one-time link is for. */
export type LinkPurpose =
  | { kind: 'set_up' }
  | { kind: 'invite'; email: string; role: AgentRole; siteIds: string[] | null }
  | { kind: 'reset'; agentId: string };

export type LinkDocument = LinkPurpose & {
  /** Keyed hash of the link's secret. */
  _id: string;
  /** What the link is called in lists. */
  publicId: string;
  createdAt: Date;
  expiresAt: Date;
};

const agentSchema = documentSchema(
  {
    _id: String,
    email: { type: String, required: true },
    name: { type: String, required: true },
    role: { type: String, required: true },
    siteIds: { type: [String], default: null },
    active: { type: Boolean, required: true },
    availability: String,
    language: String,
    passwordHash: String,
    pictureVersion: String,
    createdAt: { type: Date, required: true },
    founder: Boolean,
    rightsVersion: Number,
  },
  'agents',
);
agentSchema.index({ email: 1 }, { unique: true });
agentSchema.index({ founder: 1 }, { unique: true, partialFilterExpression: { founder: true } });

const rightsSchema = documentSchema({ _id: String, version: Number, change: Object }, 'agent_rights');

const sessionSchema = documentSchema(
  {
    _id: String,
    publicId: String,
    agentId: String,
    browser: String,
    address: String,
    createdAt: Date,
    lastSeenAt: Date,
    expiresAt: Date,
  },
  'agent_sessions',
);
sessionSchema.index({ agentId: 1 });
sessionSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

const linkSchema = documentSchema(
  {
    _id: String,
    publicId: String,
    kind: String,
    email: String,
    role: String,
    siteIds: [String],
    agentId: String,
    createdAt: Date,
    expiresAt: Date,
  },
  'agent_links',
);
linkSchema.index({ kind: 1, email: 1 });
linkSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

/** The collections of this noun. */
export function agentCollections(db: Connection) {
  return {
    agents: collectionOf<AgentDocument>(db, 'Agent', agentSchema),
    rights: collectionOf<RightsDecision>(db, 'AgentRights', rightsSchema),
    sessions: collectionOf<SessionDocument>(db, 'AgentSession', sessionSchema),
    links: collectionOf<LinkDocument>(db, 'AgentLink', linkSchema),
  };
}

export type AgentCollections = ReturnType<typeof agentCollections>;
