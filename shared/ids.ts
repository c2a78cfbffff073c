import { z } from 'zod';

/** An id made by the server: 128 random bits in base64url. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{16,40}$/, 'This is not an id.');

/**
 * Minted by whoever sends, so that sending twice counts once. Only UUIDs: ids that the server derives itself
 * hold a colon and can never be claimed from outside.
 */
export const ClientId = z.uuid('A client id is a UUID.');

/** The secret that a visitor's browser mints for itself: 256 random bits in base64url. */
export const VisitorToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'A visitor token is 256 random bits in base64url.');

/** A site's public key, as in the snippet. */
export const SiteKey = z
  .string()
  .regex(/^site_[A-Za-z0-9]{12}$/, 'A site key looks like site_ and 12 letters or digits.');
