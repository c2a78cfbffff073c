import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Core } from '../core.ts';
import type { Gate } from '../gate.ts';
import type { Metrics } from '../metrics.ts';
import { Refused } from '../refused.ts';
import { createApi } from './api.ts';
import type { Doorkeeper } from './authenticate.ts';
import { bearerOf } from './bearer.ts';
import { problemOf } from './errors.ts';
import { openApiDocument } from './openapi.ts';
import { addressReader, isLoopback } from './proxies.ts';
import { answer, type Page, type PageRequest, type Route } from './route.ts';
import { consolePolicy, NO_PAGE_POLICY, securityHeaders } from './security-headers.ts';
import { sendAnswer } from './send-answer.ts';
import { builtFolder, StaticFiles } from './static-files.ts';

const API = '/api/v1';
/** The loader is one name for ever: customers' pages see a new one after this, at the latest. */
const LOADER_SECONDS = 300;

/** The chat itself, as loaders of any version name it. */
const CHAT_NAME = /^chat-[A-Z0-9]{8}\.js$/;

/** What any page in the world may load. */
const FOR_EVERY_PAGE = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
/** The same under a name that it does not keep. */
const FOR_NOW = { ...FOR_EVERY_PAGE, 'Cache-Control': 'no-store' };

export interface HttpDeps extends Omit<Doorkeeper, 'ownOrigins'> {
  routes: readonly Route[];
  /** What is served outside the API. */
  pages: readonly Page[];
  /** Work that was taken is finished before the process ends. */
  gate: Gate;
  metrics: Metrics;
  /** Where the built files are; the build's own folder unless said. */
  publicFolder?: string;
}

/** Everything that is answered over HTTP but the sockets. */
export function createHttp(core: Core, deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // No nested objects from a query: what a schema has not named does not get in.
  app.set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.locals.requestId = randomUUID();
    response.set('X-Request-Id', response.locals.requestId);
    response.set('Content-Security-Policy', NO_PAGE_POLICY);
    next();
  });
  app.use(securityHeaders(core.config));
  servePages(app, deps.pages);
  serveFiles(app, core, new StaticFiles(deps.publicFolder ?? builtFolder()));
  const door = {
    ownOrigins: () => core.config.ownOrigins,
    agentBySession: deps.agentBySession,
    agentByToken: deps.agentByToken,
    addressOf: addressReader(core.config.trustProxy),
    gate: deps.gate,
    metrics: deps.metrics,
  };
  app.use(API, createApi(core, deps.routes, door));
  servePages(app, [{ path: '/openapi.json', answer: openApiPage(core, deps.routes) }]);
  app.use(() => {
    throw new Refused('not_found');
  });
  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    // Too late for a problem document: the connection is cut, so that half an answer is not taken for a whole one.
    if (response.headersSent) next(error);
    else void sendAnswer(response, problemOf(error, String(response.locals.requestId), core.log));
  });
  return app;
}

function servePages(app: Express, pages: readonly Page[]): void {
  for (const page of pages) {
    app.get(page.path, async (request, response) =>
      sendAnswer(response, await page.answer(pageRequest(request))),
    );
  }
}

/** Headers by which proxies say that they ask for somebody else, each in its own way. */
const FORWARDING = /^(x-forwarded-.+|x-real-ip|x-client-ip|forwarded|via)$/;

function pageRequest(request: Request): PageRequest {
  const isForwarded = Object.keys(request.headers).some((name) => FORWARDING.test(name));
  return {
    fromThisMachine: !isForwarded && isLoopback(request.socket.remoteAddress ?? ''),
    bearer: bearerOf(request),
  };
}

function serveFiles(app: Express, core: Core, files: StaticFiles): void {
  app.get('/', (_request, response) => response.redirect(302, '/console/'));
  app.get('/widget.js', async (request, response, next) => {
    const headers = { ...FOR_EVERY_PAGE, 'Cache-Control': `public, max-age=${LOADER_SECONDS}` };
    if (!(await files.send('widget.js', request, response, headers))) next();
  });
  app.get('/assets/:name', async (request, response, next) => {
    const { name } = request.params;
    if (await files.send(`assets/${name}`, request, response, FOR_EVERY_PAGE)) return;
    const todays = CHAT_NAME.test(name) ? await todaysChat(files) : null;
    if (todays === null || !(await files.send(todays, request, response, FOR_NOW))) next();
  });
  // The same under another name: a chat asks by it for what has failed, and for all that this fetches in turn.
  app.get('/assets/anew/:attempt/:name', async (request, response, next) => {
    if (!(await files.send(`assets/${request.params.name}`, request, response, FOR_NOW))) next();
  });
  // Every path below belongs to the console, which knows its own addresses.
  app.get(['/console', '/console/*rest'], async (request, response, next) => {
    const headers = { 'Content-Security-Policy': consolePolicy(core.config) };
    if (!(await files.send('console/index.html', request, response, headers))) next();
  });
}

/**
 * The chat that this node's loader asks for. A loader of the version before or after it, on a page that was opened
 * before a deployment or during it, is given the same: it would otherwise stay without a chat until it is reloaded.
 */
async function todaysChat(files: StaticFiles): Promise<string | null> {
  const loader = await files.text('widget.js');
  return /\/(assets\/chat-[A-Z0-9]{8}\.js)/.exec(loader ?? '')?.[1] ?? null;
}

function openApiPage(core: Core, routes: readonly Route[]): Page['answer'] {
  let document: unknown;
  return () => {
    // Made when somebody asks: nobody should wait for it at the start.
    document ??= openApiDocument(routes, `${core.config.publicUrl}${API}`);
    return answer({ body: document, headers: { 'Access-Control-Allow-Origin': '*' } });
  };
}
