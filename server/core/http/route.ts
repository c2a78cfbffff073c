import type { Readable } from 'node:stream';
import type { ZodType } from 'zod';
import type { TokenScope } from '../../../shared/tokens.ts';
import type { AgentActor } from '../actor.ts';

/** `any`: every token will do. */
type ScopeNeeded = TokenScope | 'any';
export type Access = 'public' | 'agent' | 'admin';
type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';
type ActorOf<A extends Access> = A extends 'public' ? null : AgentActor;

/** A request of the API after everything outside has been checked. */
interface ApiRequest<A extends AgentActor | null, P, Q, B> {
  /** Who asks; null where everybody may. */
  actor: A;
  params: P;
  query: Q;
  body: B;
  /** What was sent where the route takes a file; empty elsewhere. */
  bytes: Buffer;
  /** The body where the route reads it by itself; whoever does not read it to its end leaves the rest. */
  upload: Upload;
  idempotencyKey: string | null;
  requestId: string;
  /** The `Range` header as it came. */
  range: string | null;
  /** Where the request comes from, past the proxies that are trusted. */
  address: string;
  userAgent: string;
  origin: string | null;
  /** The token of `Authorization: Bearer`. */
  bearer: string | null;
  /** The `Cookie` header as it came. */
  cookie: string | undefined;
  /** The tags of `Accept-Language`, the most wanted first. */
  languages: readonly string[];
}

/** A file as the body of a request. */
export interface BytesBody {
  mediaTypes: readonly string[];
  maxBytes: number;
}

/** A body on its way. */
export interface Upload {
  stream: Readable;
  /** As the sender states it, in bytes; null where it does not. */
  length: number | null;
}

interface RouteDefinition<A extends Access, P, Q, B> {
  method: Method;
  /** Below `/api/v1`, such as `/conversations/:id`. */
  path: string;
  /** One sentence for the description of the API. */
  summary: string;
  access: A;
  /** What a bearer token needs to be let in; without it only somebody who is signed in is. */
  scope?: A extends 'public' ? never : ScopeNeeded;
  /** Strict objects; a missing one means that nothing is taken. */
  params?: ZodType<P>;
  query?: ZodType<Q>;
  body?: ZodType<B>;
  /** Takes a file instead of JSON. */
  bytes?: BytesBody;
  /** Takes a body of any type as a stream, and for as long as it comes. */
  takesUpload?: true;
  /** Pages of other origins may ask, which the route checks itself; its path begins with `/widget/`. */
  fromAnyPage?: true;
  /** What comes back, for the description of the API. */
  answer?: ZodType;
  /** Status of the answer: 200 unless said, 204 where the handler gives nothing. */
  status?: number;
  handle(request: ApiRequest<ActorOf<A>, P, Q, B>): Promise<unknown>;
}

/** One request that the API takes. */
export interface Route {
  method: Method;
  path: string;
  summary: string;
  access: Access;
  scope?: ScopeNeeded;
  params?: ZodType;
  query?: ZodType;
  body?: ZodType;
  bytes?: BytesBody;
  takesUpload?: true;
  fromAnyPage?: true;
  answer?: ZodType;
  status?: number;
  handle(request: ApiRequest<AgentActor | null, unknown, unknown, unknown>): Promise<unknown>;
}

/** Declares a request of the API, so that its handler's input has the types that its schemas give. */
export function route<A extends Access, P, Q, B>(definition: RouteDefinition<A, P, Q, B>): Route {
  return definition as unknown as Route;
}

interface AnswerParts {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Whole `Set-Cookie` values. */
  cookies?: readonly string[];
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as they are; `headers` say what they are. */
  bytes?: Uint8Array | string;
  /** Sent piece by piece; `headers` say what it is. */
  stream?: () => AsyncIterable<Uint8Array>;
}

/** An answer that is more than a value. */
export class Answer {
  readonly parts: AnswerParts;

  constructor(parts: AnswerParts) {
    this.parts = parts;
  }
}

/** Answers with a cookie, a header, another status or bytes instead of a plain value. */
export function answer(parts: AnswerParts): Answer {
  return new Answer(parts);
}

/** What a page may want to know of who asks. */
export interface PageRequest {
  /** Asked by a program on this machine, and for nobody else: through no proxy. */
  fromThisMachine: boolean;
  /** The token of `Authorization: Bearer`. */
  bearer: string | null;
}

/** Something that is served outside the API: a page or a probe. Answers GET and HEAD. */
export interface Page {
  /** Exactly this path. */
  path: string;
  answer(request: PageRequest): Promise<Answer> | Answer;
}
