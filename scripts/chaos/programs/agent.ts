/** An agent with the console's own desk, who goes from conversation to conversation, answers, notes and makes tickets. */
import './world-clock.ts';
import type { Agent } from '../../../shared/agents.ts';
import { openPage, pause } from './page.ts';

const page = await openPage();
// What looks at the page when it is loaded finds one.
const { effect } = await import('@preact/signals');
const { createApi } = await import('../../../console/core/api.ts');
const { openDesk } = await import('../../../console/desk.ts');
const { newClientId } = await import('../../../widget/core/ids.ts');
const { Screen } = await import('./screen.ts');

const { settings, random, write } = page;
const api = createApi(
  () => undefined,
  () => Promise.reject(new Error('the chaos asks over the socket alone')),
);
const desk = openDesk({
  api,
  origin: settings.origin,
  me: settings.agent as Agent,
  onRefused: () => undefined,
});
const { inbox, watching, replies, connection } = desk;
const screen = new Screen('console', write, () => {
  const open = watching.open.peek();
  const thread = open?.thread.peek();
  return {
    threads:
      open && thread ? { [open.id]: { hasOlder: thread.hasOlder, entries: thread.entries.map(shown) } } : {},
    waiting: replies.items.peek().map(({ clientId, payload, state }) => ({
      clientId,
      text: payload.text,
      ...(state.kind === 'failed' && { refused: state.refusal.code }),
    })),
  };
});
effect(() => {
  void watching.open.value?.thread.value;
  void replies.items.value;
  screen.changed();
});
let listed = '';
effect(() => {
  void inbox.known.version.value;
  const conversations = Object.fromEntries(inbox.known.all().map(({ id, lastSeq }) => [id, lastSeq]));
  const line = JSON.stringify(conversations);
  if (line !== listed) write({ kind: 'listed', conversations });
  listed = line;
});
inbox.show(inbox.list('open', 'newest'));

function shown(entry: { seq: number; clientId: string; kind: string; text?: unknown }) {
  const { seq, clientId, kind, text } = entry;
  return { seq, clientId, kind, text: typeof text === 'string' ? text : '' };
}

/** The mark of the visitor whom a conversation is with. */
function markOf(conversationId: string): string {
  const entries = watching.open.peek()?.thread.peek().entries ?? [];
  const found = entries.map((entry) =>
    entry.kind === 'message' ? /^⟦[^⟧]+⟧/.exec(entry.text)?.[0] : undefined,
  );
  return watching.open.peek()?.id === conversationId ? (found.find((mark) => mark !== undefined) ?? '') : '';
}

async function ticket(conversationId: string): Promise<void> {
  const asked = {
    conversationId,
    clientId: newClientId(),
    subject: 'Help',
    priority: 'normal' as const,
    category: '',
  };
  for (let attempt = 0; attempt < 20; attempt++) {
    const answer = await connection.request('ticket:create', asked);
    if (answer.ok) write({ kind: 'ticketed', conversationId, number: answer.value.number });
    if (answer.ok || !['unavailable', 'busy', 'internal', 'rate_limited'].includes(answer.error.code)) break;
    await pause(1_000);
  }
  void watching.open.peek()?.watch();
}

const life = `${settings.name}.${Date.now() % 1_000_000}`;
let written = 0;

async function work(conversationId: string): Promise<void> {
  watching.enter(conversationId);
  watching.atEnd(true);
  await pause(random.between(300, 1_500));
  const mark = markOf(conversationId);
  if (mark === '' || written >= settings.messages) return;
  const isNote = random.chance(0.35);
  const text =
    `${mark}${isNote ? '⟦note⟧' : ''} ${life}#${++written} ${'word '.repeat(random.between(1, 40))}`.trim();
  write({ kind: 'intended', text, lane: conversationId });
  await replies.send({ kind: isNote ? 'note' : 'message', conversationId, text });
  write({ kind: 'kept', text });
  const deed = random.next();
  const clientId = newClientId();
  if (deed < 0.15) void ticket(conversationId);
  else if (deed < 0.25) void connection.request('conversation:resolve', { conversationId, clientId });
}

// To the end of the process: who looks on sees that everything is there.
for (;;) {
  const conversations = inbox.known.all();
  if (conversations.length === 0) await pause(500);
  else if (page.finishing()) {
    for (const { id } of conversations) {
      watching.enter(id);
      await pause(1_500);
    }
  } else await work(random.pick(conversations).id);
}
