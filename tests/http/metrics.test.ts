import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../server/core/log.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { type SignedIn, startServer, type TestServer } from '../support/start-server.ts';

describe('/metrics', () => {
  let server: TestServer;
  let admin: SignedIn;

  beforeAll(async () => {
    server = await startServer();
    admin = await server.signIn();
  });
  afterAll(() => server.close());

  async function read(headers: Record<string, string> = {}) {
    const answer = await fetch(`${server.url}/metrics`, { headers });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }

  /** The value of one line. */
  async function value(line: string): Promise<number> {
    const { text } = await read();
    const found = text.split('\n').find((each) => each.startsWith(`${line} `));
    return found === undefined ? 0 : Number(found.slice(line.length + 1));
  }

  it('tells what people do, by name', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    const { conversationId } = await say(visitor, 'Hello?');
    const clientId = randomUUID();
    const again = { to: { conversationId }, clientId, text: 'Anybody?' };
    await visitor.do('message:send', again);
    await visitor.do('message:send', again);
    await visitor.refusalOf('message:send', { ...again, text: '' });
    const agent = await connectConsole(server.url, admin.cookie);
    await eventually(async () => {
      expect(await value('parley_connections{kind="visitor"}')).toBe(1);
      expect(await value('parley_connections{kind="agent"}')).toBe(1);
    });
    expect(await value('parley_events_total{event="message:send",outcome="ok"}')).toBe(3);
    expect(await value('parley_events_total{event="message:send",outcome="empty_text"}')).toBe(1);
    expect(await value('parley_append_seconds_count')).toBeGreaterThanOrEqual(2);
    expect(await value('parley_append_repeated_total')).toBe(1);
    expect(await value('parley_insert_entries_sum')).toBeGreaterThanOrEqual(2);
    expect(await value('parley_store_seconds_count{operation="insert"}')).toBeGreaterThanOrEqual(2);
    const route = `method="get",route="/conversations/:id",status="200"`;
    await admin.get(`/conversations/${conversationId}`);
    await eventually(async () => {
      expect(await value(`parley_request_seconds_count{${route}}`)).toBe(1);
    });
    // Nobody is there to answer, so the visitor is told so: a side effect.
    await eventually(async () => {
      expect(await value('parley_jobs_total{handler="away-notice",outcome="done"}')).toBeGreaterThan(0);
      expect(await value('parley_job_lag_seconds_count{handler="away-notice"}')).toBeGreaterThan(0);
    });
    expect(await value('parley_catch_up_entries_count{side="visitor",kind="snapshot"}')).toBe(0);
    (await connectVisitor(server.url, server.site().key, { token: visitor.token, waiting: 3 })).close();
    expect(await value('parley_catch_up_entries_count{side="visitor",kind="snapshot"}')).toBe(1);
    expect(await value('parley_outbox_waiting_sum{kind="visitor"}')).toBe(3);
    expect(await value('parley_degraded{part="bus"}')).toBe(0);
    visitor.close();
    agent.close();
    const { type, text } = await read();
    expect(type).toContain('text/plain');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds ');
    expect(text).toContain('process_resident_memory_bytes ');
    expect(text).not.toContain(conversationId);
  });

  it('has everything that the dashboard asks for', async () => {
    const dashboard = readFileSync(new URL('../../deploy/grafana-dashboard.json', import.meta.url), 'utf8');
    const asked = new Set(dashboard.match(/\b(?:parley|nodejs|process)_[a-z0-9_]+/g));
    const { text } = await read();
    const there = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`] : [name],
    );
    expect(asked.size).toBeGreaterThan(15);
    expect([...asked].filter((name) => !there.includes(name))).toEqual([]);
  });

  it('does not grow by names from outside', async () => {
    const visitor = await connectVisitor(server.url, server.site().key);
    visitor.socket.emit('no such event', {});
    await visitor.do('heads', null);
    await admin.get(`/conversations/${randomUUID()}`);
    const { text } = await read();
    expect(text).not.toContain('no such event');
    visitor.close();
  });

  it('is for this machine alone, unless an admin has made a token for it', async () => {
    expect((await read()).status).toBe(200);
    for (const header of ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Real-IP', 'Forwarded', 'Via'])
      expect((await read({ [header]: '127.0.0.1' })).status).toBe(401);
    const make = async (scopes: string[]) =>
      ((await admin.post('/tokens', { name: 'Prometheus', scopes })).body as { token: string }).token;
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}`, 'X-Forwarded-For': '10.0.0.1' });
    expect((await read(bearer(await make(['metrics:read'])))).status).toBe(200);
    expect((await read(bearer(await make(['agents:read'])))).status).toBe(401);
    expect((await read(bearer('nonsense'))).status).toBe(401);
  });
});

describe('the log', () => {
  it('says of an error nothing of what was to be written', () => {
    const lines: string[] = [];
    const output = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const log = createLog('info', false);
    const streamSymbol = pino.symbols.streamSym as unknown as keyof typeof log;
    Object.assign(log, { [streamSymbol]: output });
    const error = Object.assign(new Error('E11000 duplicate key'), {
      code: 11000,
      writeErrors: [{ op: { text: 'my secret words' } }],
    });
    log.error({ err: error }, 'failed');
    expect(lines.join('')).toContain('E11000 duplicate key');
    expect(lines.join('')).not.toContain('my secret words');
  });
});
