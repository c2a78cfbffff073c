import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { BODY_MAX_BYTES } from '../../../shared/limits.ts';
import type { Core } from '../core.ts';
import type { Gate } from '../gate.ts';
import type { Metrics } from '../metrics.ts';
import { Refused } from '../refused.ts';
import { authenticate, type Doorkeeper } from './authenticate.ts';
import { bearerOf } from './bearer.ts';
import { letTakeTime } from './http-server.ts';
import { limitKeyOf } from './proxies.ts';
import { RateLimit } from './rate-limit.ts';
import type { BytesBody, Route, Upload } from './route.ts';
import { sendAnswer } from './send-answer.ts';
import { validate } from './validate.ts';

/** For one address: an office behind one may be busy, a script gone wild is stopped. */
const REQUESTS = { times: 1_000, seconds: 10 };
/** Paths that pages of other origins may ask; each route there checks the origin against its site's list. */
const WIDGET_PATHS = '/widget/';
const PREFLIGHT_SECONDS = 600;
/** How long the rest of an upload that was refused is let go by, in milliseconds. */
const REST_MS = 10_000;

/** What every request of the API passes. */
interface Door extends Doorkeeper {
  addressOf(request: Request): string;
  gate: Gate;
  metrics: Metrics;
}

/** The routes of the API as an Express router; errors go on to the next error handler. */
export function createApi(core: Core, routes: readonly Route[], door: Door): Router {
  const router = Router();
  const limit = new RateLimit(REQUESTS);
  const readJson = express.json({ limit: BODY_MAX_BYTES });
  router.use(async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (request.path.startsWith(WIDGET_PATHS)) letForeignPagesRead(request, response);
    await limit.take(limitKeyOf(door.addressOf(request)));
    next();
  });
  router.options(`${WIDGET_PATHS}*rest`, (_request, response) => void response.status(204).end());
  for (const route of routes) {
    const readBody = route.bytes === undefined ? readJson : bytesReader(route.bytes);
    router[route.method](route.path, async (request, response) => {
      whenOut(core, route, request, response, door.metrics);
      try {
        await door.gate.run(() => serve(route, request, response, { door, readBody }));
      } finally {
        if (route.takesUpload) letRestGoBy(request);
      }
    });
  }
  return router;
}

/** Counts and logs the answer when it is out, whoever gives it; by the route's own pattern. */
function whenOut(
  core: Core,
  { method, path }: Route,
  request: Request,
  response: Response,
  metrics: Metrics,
): void {
  const startedAt = performance.now();
  response.once('close', () => {
    const status = request.destroyed && !response.writableFinished ? 'cut' : String(response.statusCode);
    const tookMs = performance.now() - startedAt;
    metrics.requestSeconds.observe({ method, route: path, status }, tookMs / 1_000);
    const { id: conversationId } = path.startsWith('/conversations/') ? request.params : {};
    const { requestId } = response.locals;
    core.log.debug({ requestId, method, route: path, status, tookMs, conversationId }, 'answered');
  });
}

type ReadBody = (request: Request, response: Response, next: NextFunction) => void;

async function serve(
  route: Route,
  request: Request,
  response: Response,
  { door, readBody }: { door: Door; readBody: ReadBody },
): Promise<void> {
  // Who asks comes before what is asked: a stranger's body is not even read.
  const actor = await authenticate(
    route,
    {
      method: request.method,
      origin: request.get('origin'),
      mark: request.get('x-parley'),
      cookie: request.get('cookie'),
      bearer: bearerOf(request),
    },
    door,
  );
  const body = await bodyOf(route, request, response, readBody);
  const value = await route.handle({
    actor,
    params: validate(route.params, { ...request.params }, 'path'),
    query: validate(route.query, { ...request.query }, 'query'),
    body: route.bytes === undefined && !route.takesUpload ? validate(route.body, body, 'body') : undefined,
    bytes: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    upload: uploadOf(request),
    range: request.get('range') ?? null,
    idempotencyKey: request.get('idempotency-key') ?? null,
    requestId: String(response.locals.requestId),
    address: door.addressOf(request),
    userAgent: request.get('user-agent') ?? '',
    origin: request.get('origin') ?? null,
    bearer: bearerOf(request),
    cookie: request.get('cookie'),
    languages: request.acceptsLanguages(),
  });
  await sendAnswer(response, value, route.status);
}

/** Of an upload that was refused the rest is let go by, for a moment: who still sends should read why. */
function letRestGoBy(request: Request): void {
  if (request.complete || request.destroyed) return;
  request.resume();
  setTimeout(() => {
    if (!request.complete) request.destroy();
  }, REST_MS).unref();
}

function uploadOf(request: Request): Upload {
  const length = request.get('content-length');
  return { stream: request, length: length === undefined ? null : Number(length) };
}

/** Reads the body where there is one; of another type than the route takes, it is refused unread. */
async function bodyOf(
  route: Route,
  request: Request,
  response: Response,
  readBody: ReadBody,
): Promise<unknown> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  if (route.takesUpload) {
    letTakeTime(request);
    return undefined;
  }
  const isEmpty =
    request.get('transfer-encoding') === undefined && Number(request.get('content-length') ?? 0) === 0;
  if (isEmpty) return route.bytes === undefined && route.body !== undefined ? {} : undefined;
  if (route.bytes === undefined && !request.is('application/json')) throw new Refused('unsupported_type');
  await new Promise<void>((resolve, reject) => {
    readBody(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return request.body as unknown;
}

/** Reads a file; what it really is, its first bytes will tell. */
function bytesReader({ mediaTypes, maxBytes }: BytesBody): ReadBody {
  const read = express.raw({ limit: maxBytes, type: () => true });
  return (request, response, next) => {
    if (request.is([...mediaTypes])) read(request, response, next);
    else next(new Refused('unsupported_type'));
  };
}

/**
 * Lets the page read the answer, whichever page it is: who is refused has to read why. Whether it is answered at all
 * the route decides by the site's list, and no cookie goes along.
 */
function letForeignPagesRead(request: Request, response: Response): void {
  response.vary('Origin');
  response.set('Cross-Origin-Resource-Policy', 'cross-origin');
  const origin = request.get('origin');
  if (origin === undefined) return;
  response.set('Access-Control-Allow-Origin', origin);
  if (request.method !== 'OPTIONS') return;
  response.set({
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'Authorization, Accept-Language, Content-Type',
    'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
  });
}
