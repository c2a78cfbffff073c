import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WidgetWelcome } from '../../shared/events.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { ASKS_ALL } from './forms-of.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('a form', () => {
  const field = ASKS_ALL.fields[3];
  it.each<[string, unknown, string]>([
    [
      'without a name for a field of its own',
      { ...ASKS_ALL, fields: [{ ...field, label: ' ' }] },
      'fields.0.label',
    ],
    [
      'that asks twice for an address',
      { ...ASKS_ALL, fields: [ASKS_ALL.fields[1], { ...ASKS_ALL.fields[1], id: 'f9' }] },
      'fields.1.to',
    ],
    ['with the same field twice', { ...ASKS_ALL, fields: [field, field] }, 'fields.1.to'],
    [
      'with one choice',
      { ...ASKS_ALL, fields: [{ ...ASKS_ALL.fields[2], choices: ['One'] }] },
      'fields.0.choices',
    ],
    [
      'with a choice twice',
      { ...ASKS_ALL, fields: [{ ...ASKS_ALL.fields[2], choices: ['A', 'A'] }] },
      'fields.0.choices',
    ],
    [
      'that keeps a tick as an address',
      { ...ASKS_ALL, fields: [{ ...ASKS_ALL.fields[4], to: 'email' }] },
      'fields.0.to',
    ],
    [
      'with a field called __proto__',
      { ...ASKS_ALL, fields: [{ ...field, id: '__proto__' }] },
      'fields.0.id',
    ],
    [
      'with a script as its link',
      { ...ASKS_ALL, consent: { ...ASKS_ALL.consent, url: 'javascript:alert(1)' } },
      'consent.url',
    ],
    [
      'with too many fields',
      { ...ASKS_ALL, fields: Array.from({ length: 11 }, (_, at) => ({ ...field, id: `f${at}` })) },
      'fields',
    ],
    ['of another kind of field', { ...ASKS_ALL, fields: [{ ...field, kind: 'html' }] }, 'fields.0.kind'],
  ])('%s is refused where it is wrong', async (_name, form, path) => {
    const admin = await server.signIn();
    const reply = await admin.patch(`/sites/${server.site().id}`, { preChatForm: form });
    expect(reply.body).toMatchObject({ code: 'invalid_input' });
    expect(reply.body.errors.map((fault: { path: string }) => fault.path)).toContain(`preChatForm.${path}`);
    expect(server.site().preChatForm).toBeNull();
  });

  it('is taken, seen by consoles and visitors, and taken away again', async () => {
    const { id, key } = await server.addSite('Changing its form');
    const admin = await server.signIn();
    const console = await connectConsole(server.url, admin.cookie);
    const visitor = await connectVisitor(server.url, key);
    expect((await admin.patch(`/sites/${id}`, { preChatForm: ASKS_ALL })).body.preChatForm).toEqual(ASKS_ALL);
    await eventually(() => visitor.told<WidgetWelcome['site']>('site').some((site) => site.preChatForm));
    await eventually(() => console.told('sites:changed').length > 0);
    expect((await admin.patch(`/sites/${id}`, { preChatForm: null })).body.preChatForm).toBeNull();
    await eventually(() => visitor.told<WidgetWelcome['site']>('site').at(-1)?.preChatForm === undefined);
    await say(visitor, 'Nothing is asked any more');
    visitor.close();
    console.close();
  });
});
