import { errors, type JWTPayload, jwtVerify } from 'jose';
import { ContactDetails } from '../../shared/contacts.ts';
import { Refused } from '../core/refused.ts';

/** Clocks of two companies differ; by more than this they should be put right. */
const CLOCK_SKEW_SECONDS = 120;
/** A token that is good for longer would be a password. */
const LONGEST_SECONDS = 24 * 60 * 60;

interface Expected {
  /** Who the page says it is, where it says so beside the token. */
  id?: string;
  siteKey: string;
  /** The secrets that are taken, the newest first. */
  secrets: readonly { generation: number; secret: string }[];
  /** Milliseconds since 1970. */
  now: number;
}

/** What a token proves: of whom, under which secret, and what else it says of the person. */
export interface Verified {
  externalId: string;
  generation: number;
  details: ContactDetails;
}

/**
 * Reads a token that the site's own server has signed (RFC 7519, HS256 and nothing else).
 * @throws Refused `token_expired` or `token_invalid`, with what its developer has to change
 */
export async function verifyToken(token: string, expected: Expected): Promise<Verified> {
  let signedOtherwise: unknown;
  for (const { generation, secret } of expected.secrets) {
    try {
      const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
        algorithms: ['HS256'],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: new Date(expected.now),
      });
      return { externalId: requireClaims(payload, expected), generation, details: detailsIn(payload) };
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw refusalOf(error);
      signedOtherwise = error;
    }
  }
  throw refusalOf(signedOtherwise);
}

/** @returns whom the token speaks of */
function requireClaims({ sub, exp, aud }: JWTPayload, { id = sub, siteKey, now }: Expected): string {
  if (typeof sub !== 'string' || sub !== id)
    throw invalid('its sub has to be the id that identify() is given');
  if (Number(exp) > now / 1_000 + LONGEST_SECONDS + CLOCK_SKEW_SECONDS) {
    throw invalid('its exp has to be at most 24 hours away');
  }
  if (aud !== undefined && aud !== siteKey) throw invalid(`its aud, if it has one, has to be ${siteKey}`);
  return sub;
}

/** What else the site says of the person, as far as it can be used. */
function detailsIn({ name, email }: JWTPayload): ContactDetails {
  return {
    ...ContactDetails.pick({ name: true }).safeParse({ name }).data,
    ...ContactDetails.pick({ email: true }).safeParse({ email }).data,
  };
}

function refusalOf(error: unknown): Error {
  if (error instanceof errors.JWTExpired) {
    return new Refused('token_expired', {
      message: 'The token of identify() has expired: sign a new one for every page',
    });
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return invalid('sign it with the identity secret of this site');
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('its alg has to be HS256');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(`its claim ${error.claim} is missing or wrong`);
  }
  if (error instanceof errors.JOSEError) return invalid('it has to be a signed JWT');
  return error as Error;
}

function invalid(fix: string): Refused {
  return new Refused('token_invalid', { message: `The token of identify() does not count: ${fix}` });
}
