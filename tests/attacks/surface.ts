import type { ZodType } from 'zod';
import { ConsoleHandshakeInput, WidgetHandshakeInput } from '../../server/connections/handshakes.ts';
import type { TestServer } from '../support/start-server.ts';

/** A part of what comes in, such as a request's body. */
interface InputPart {
  part: 'path' | 'query' | 'body' | 'input';
  schema: ZodType | undefined;
}

/** One thing that can be asked from outside. */
export interface Door {
  /** Such as `get /me`, `widget message:send` or `console handshake`. */
  name: string;
  parts: InputPart[];
}

type Surface = TestServer['app']['surface'];

/** Every route, event and handshake of the server, from the server itself. */
export function doorsOf(surface: Surface): Door[] {
  return [
    ...surface.routes.map(({ method, path, params, query, body, bytes }) => ({
      name: `${method} ${path}`,
      parts: [
        { part: 'path' as const, schema: params },
        { part: 'query' as const, schema: query },
        // A file is no JSON: what it really is its own reader finds out.
        ...(bytes === undefined ? [{ part: 'body' as const, schema: body }] : []),
      ],
    })),
    ...eventDoors('widget', surface.events.widget),
    ...eventDoors('console', surface.events.console),
    { name: 'widget handshake', parts: [{ part: 'input', schema: WidgetHandshakeInput }] },
    { name: 'console handshake', parts: [{ part: 'input', schema: ConsoleHandshakeInput }] },
  ];
}

function eventDoors(side: string, events: Record<string, { input: ZodType }>): Door[] {
  return Object.entries(events).map(([name, { input }]) => ({
    name: `${side} ${name}`,
    parts: [{ part: 'input', schema: input }],
  }));
}
