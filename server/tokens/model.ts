import type { Connection, mongo } from 'mongoose';
import type { ApiToken, TokenScope } from '../../shared/tokens.ts';
import { collectionOf, documentSchema } from '../core/db/collection.ts';

/** A token as it is stored. */
export interface TokenDocument {
  /** Keyed hash of the token's secret. */
  _id: string;
  /** What the token is called in lists: tells nothing about the secret. */
  publicId: string;
  agentId: string;
  name: string;
  scopes: TokenScope[];
  createdAt: Date;
  lastUsedAt: Date | null;
}

const tokenSchema = documentSchema(
  {
    _id: String,
    publicId: String,
    agentId: String,
    name: String,
    scopes: [String],
    createdAt: Date,
    lastUsedAt: Date,
  },
  'tokens',
);
tokenSchema.index({ publicId: 1 }, { unique: true });
tokenSchema.index({ agentId: 1 });

/** The collection of this noun. */
export function tokenCollection(db: Connection): mongo.Collection<TokenDocument> {
  return collectionOf<TokenDocument>(db, 'Token', tokenSchema);
}

export function presentToken(token: TokenDocument): ApiToken {
  return {
    id: token.publicId,
    name: token.name,
    agentId: token.agentId,
    scopes: token.scopes,
    createdAt: token.createdAt.getTime(),
    lastUsedAt: token.lastUsedAt?.getTime() ?? null,
  };
}
