import { type ZodType, z } from 'zod';
import { ERRORS } from '../../../shared/errors.ts';
import { TOKEN_SCOPES } from '../../../shared/tokens.ts';
import type { Route } from './route.ts';
import { sessionCookieName } from './session-cookie-name.ts';

type Json = Readonly<Record<string, unknown>>;

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
const PROBLEM = { $ref: '#/components/schemas/Problem' };

/**
 * The description of the API (OpenAPI 3.1), made from the routes themselves.
 * @param server address that the paths are below
 */
export function openApiDocument(routes: readonly Route[], server: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description:
        'Everything the console does. Programs show a token, which the console’s settings make. Changes made by cookie need the header X-Parley: 1 and the origin of PUBLIC_URL. Any POST may carry an Idempotency-Key: sent again with the same key, it is done once.',
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { Problem: problemSchema() },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: `Scopes: ${TOKEN_SCOPES.join(', ')}.` },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(server) },
      },
    },
  };
}

function operation(route: Route): Json {
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.method === 'post' && route.access !== 'public' ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: operationIdOf(route),
    summary: route.summary,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
      },
    }),
    ...(route.bytes !== undefined && {
      requestBody: {
        required: true,
        content: Object.fromEntries(route.bytes.mediaTypes.map((mediaType) => [mediaType, {}])),
      },
    }),
    ...(route.takesUpload && { requestBody: { required: true, content: { '*/*': {} } } }),
    responses: {
      [String(route.status ?? 200)]: success(route.answer),
      default: {
        description: 'Refused: a problem document with a code from a closed list.',
        content: { 'application/problem+json': { schema: PROBLEM } },
      },
    },
    security: securityOf(route),
  };
}

function success(answer: ZodType | undefined): Json {
  if (answer === undefined) return { description: 'Done.' };
  return { description: 'Done.', content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
}

/** `post /conversations/:id/notes` is `postConversationsIdNotes`. */
function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[/:-]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parametersOf(schema: ZodType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function securityOf({ access, scope }: Route): Json[] {
  switch (access) {
    case 'public':
      return [];
    case 'agent':
    case 'admin':
      return scope === undefined
        ? [{ session: [] }]
        : [{ token: scope === 'any' ? [] : [scope] }, { session: [] }];
  }
}

function problemSchema(): Json {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string', description: 'A sentence for the person who asked.' },
      instance: { type: 'string', description: 'The request, as the server’s log knows it.' },
      code: { type: 'string', enum: Object.keys(ERRORS) },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
      retryAfterMs: { type: 'number', description: 'When trying again can work, in milliseconds from now.' },
    },
  };
}
