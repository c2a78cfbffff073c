import type { ReadonlySignal } from '@preact/signals';
import type { Agent } from '../../shared/agents.ts';
import type { Attachment } from '../../shared/attachments.ts';
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import { newClientId } from '../../widget/core/ids.ts';
import { createOutboxStorage, openKeeper } from '../../widget/core/storage.ts';
import { createAskTurn, type Tabs } from '../../widget/core/tabs.ts';
import type { Uploads } from '../../widget/core/uploads.ts';
import type { Watching } from '../conversations/watching.ts';
import type { Time } from '../core/at-most-every.ts';
import type { Connection } from '../core/connection.ts';
import { NO_OFFERS, offered, picturesOf } from './offers.ts';
import { Replies, type Reply, type ReplyNews } from './replies.ts';

interface ReplyWays {
  connection: Connection;
  watching: Watching;
  me: ReadonlySignal<Agent>;
  time: Time;
  uploads: Uploads<Attachment>;
}

/** Replies as they are sent from a page: over its socket, and their files before them. */
export function createReplies(ways: ReplyWays, tabsName: string, tabs: Tabs<ReplyNews>): Replies {
  const { time, uploads, me } = ways;
  const { id } = me.value;
  const keeper = openKeeper('parley');
  return new Replies({
    storage: createOutboxStorage<Reply>(keeper, `agent:${id}`),
    tell: (news) => tabs.tell(news),
    askTurn: createAskTurn(tabsName, keeper, (delayMs, task) => time.after(delayMs, task)),
    time,
    random: Math.random,
    newClientId,
    stop: (files) => uploads.cancel(files),
    send: (reply) => send(ways, reply),
    onSent: (reply, sent) => show(ways, reply, sent),
  });
}

function send(
  { connection, uploads }: ReplyWays,
  {
    kind,
    conversationId,
    clientId,
    text,
    change,
    files = [],
    offers = NO_OFFERS,
  }: Reply & { clientId: string },
): Promise<Ack<Appended>> {
  if (change) return connection.ask('message:change', { conversationId, clientId, ...change });
  const say = (ids: string[]) => {
    const attachments = ids.slice(0, files.length);
    const said = { conversationId, clientId, text, ...(attachments.length > 0 && { attachments }) };
    return kind === 'note'
      ? connection.ask('note:add', said)
      : connection.ask('message:send', { ...said, ...offered(offers, ids.slice(files.length)) });
  };
  const all = [...files, ...picturesOf(offers)];
  if (all.length === 0) return say([]);
  return uploads.deliver(`/api/v1/conversations/${conversationId}/attachments`, all, say);
}

function show(
  { watching, uploads, me }: ReplyWays,
  {
    kind,
    conversationId,
    text,
    clientId,
    change,
    files = [],
    offers = NO_OFFERS,
  }: Reply & { clientId: string },
  sent: Appended,
): void {
  const made = uploads.known([...files, ...picturesOf(offers)]);
  if (made === undefined) {
    // Another tab has sent them: what they have become is in the log.
    const open = watching.open.peek();
    if (open?.id === conversationId) void open.watch();
    return;
  }
  const { id, name } = me.value;
  const author = { kind: 'agent', id, name } as const;
  const attachments = made.slice(0, files.length);
  const written = {
    kind,
    text,
    ...(attachments.length > 0 && { attachments }),
    ...offered(offers, made.slice(files.length)),
  };
  const body = change ? { ...change.change, of: kind, target: change.target } : written;
  watching.takeOwn({ ...body, clientId, author, ...sent });
}
