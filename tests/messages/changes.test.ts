import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageChange, MessageHistory } from '../../shared/changes.ts';
import type { OlderPage } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import { MESSAGE_EDITS_MAX, MESSAGE_MAX_CHARACTERS } from '../../shared/limits.ts';
import type { Appended } from '../../shared/messages.ts';
import { eventually } from '../support/eventually.ts';
import { ChangingChat, edited, reacted, removed, textsOf } from './changing-chat.ts';

let chat: ChangingChat;

beforeAll(async () => {
  chat = await ChangingChat.start();
});

afterAll(() => chat?.close());

describe('an edit', () => {
  it('reaches the other tab and the agents at once, and is what everybody is given from then on', async () => {
    const visitor = await chat.visit();
    const tab = await chat.visit({ token: visitor.token });
    const message = await chat.write(visitor, 'I ordered too shirts');
    const { conversationId } = message;
    await chat.watch(conversationId);
    const { seq } = await visitor.do<Appended>(...chat.changeTo(message, edited('I ordered two shirts')));
    const told = { kind: 'edited', target: message.clientId, text: 'I ordered two shirts' };
    await eventually(() => {
      expect(tab.told<PublicEntry>('entry').at(-1)).toMatchObject({ ...told, seq });
      expect(chat.agent.told<Entry>('entry').at(-1)).toMatchObject({
        ...told,
        of: 'message',
        visibility: 'public',
      });
    });
    expect(visitor.told<PublicEntry>('entry').filter(({ kind }) => kind === 'edited')).toEqual([]);
    const { catchUp, conversation } = await chat.watch(conversationId);
    expect(catchUp.entries[0]).toMatchObject({ text: 'I ordered two shirts', editedAt: chat.clock.now() });
    expect(conversation.preview).toMatchObject({ text: 'I ordered two shirts', clientId: message.clientId });
    const rest = await chat.ana.get(`/conversations/${conversationId}/entries`);
    expect(rest.body.items[0]).toMatchObject({ text: 'I ordered two shirts' });
    expect(JSON.stringify([catchUp, conversation, rest.body])).not.toContain('too');
  });

  it('sent again counts once; under the same id with another text it is refused', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'first');
    const clientId = randomUUID();
    const once = await visitor.do(...chat.changeTo(message, edited('second'), clientId));
    expect(await visitor.do(...chat.changeTo(message, edited('second'), clientId))).toEqual(once);
    for (const other of [edited('third'), removed, reacted('👍')]) {
      expect(await visitor.refusalOf(...chat.changeTo(message, other, clientId))).toBe('client_id_reused');
    }
    // Also when it could not be done any more: the first time is what counts.
    await visitor.do(...chat.changeTo(message, removed));
    expect(await visitor.do(...chat.changeTo(message, edited('second'), clientId))).toEqual(once);
  });

  it.each([
    ['empty', edited(' \n'), 'empty_text'],
    ['too long', edited('a'.repeat(MESSAGE_MAX_CHARACTERS + 1)), 'text_too_long'],
    ['of an unknown kind', { kind: 'pinned' }, 'invalid_input'],
    ['with what does not belong there', { kind: 'removed', text: 'a' }, 'invalid_input'],
    ['with a text for an emoji', { kind: 'reacted', emoji: 'LOL', on: true }, 'invalid_input'],
    ['with two emoji', { kind: 'reacted', emoji: '👍👍', on: true }, 'invalid_input'],
  ])('%s is refused by its code', async (_what, change, code) => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'hello');
    expect(await visitor.refusalOf(...chat.changeTo(message, change as MessageChange))).toBe(code);
  });

  it('is done so often and not more', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'version 0');
    for (let version = 1; version <= MESSAGE_EDITS_MAX; version++) {
      await visitor.do(...chat.changeTo(message, edited(`version ${version}`)));
    }
    expect(await visitor.refusalOf(...chat.changeTo(message, edited('one more')))).toBe('changed_too_often');
    const { body } = await chat.ana.get(`/conversations/${message.conversationId}/entries/1/history`);
    expect(body.versions).toHaveLength(MESSAGE_EDITS_MAX + 1);
  });
});

describe('old text', () => {
  it('PROTOCOL 40: is never in a frame to the visitor again, nor in a page for agents: live, caught up with, older, or repeated', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'canary-one');
    const { conversationId } = message;
    const reply = await chat.write(chat.agent, 'canary-reply', conversationId);
    await chat.write(visitor, 'between', conversationId);
    const clientId = randomUUID();
    await visitor.do(...chat.changeTo(message, edited('canary-two'), clientId));
    await visitor.do(...chat.changeTo(message, edited('what stays')));
    await chat.agent.do(...chat.changeTo(reply, removed));
    for (let count = 0; count < 60; count++) await chat.write(chat.agent, `filler ${count}`, conversationId);

    const fresh = await chat.visit({ token: visitor.token });
    const behind = await chat.visit({ token: visitor.token, heads: { [conversationId]: 2 } });
    for (const each of [fresh, behind]) {
      const first = each.welcome.conversations[0]?.catchUp.entries[0]?.seq ?? 0;
      await each.do('conversation:catch-up', { conversationId, after: 0 });
      await each.do('conversation:catch-up', { conversationId, after: 1 });
      const page = await each.do<OlderPage<PublicEntry>>('conversation:older', {
        conversationId,
        before: first,
      });
      if (each === fresh)
        expect(textsOf(page.entries)).toEqual([
          'what stays',
          '',
          'between',
          ...textsOf(page.entries).slice(3),
        ]);
    }
    // Lost acknowledgements: the sender repeats what has been changed since, and other tabs hear of it again.
    const heard = fresh.told('entry').length;
    await visitor.do('message:send', {
      to: { conversationId },
      clientId: message.clientId,
      text: 'canary-one',
    });
    await visitor.do(...chat.changeTo(message, edited('canary-two'), clientId));
    await eventually(() => expect(fresh.told('entry').length).toBe(heard + 2));
    expect(fresh.told<PublicEntry>('entry').slice(-2)).toMatchObject([
      { kind: 'message', text: 'what stays', seq: 1 },
      { kind: 'edited', text: 'what stays' },
    ]);

    const frames = [...fresh.frames, ...behind.frames].join('\n');
    expect(frames).toContain('what stays');
    expect(frames).not.toContain('canary');
    const agents = await chat.connect(chat.ana);
    const answers = JSON.stringify([
      await chat.watch(conversationId, agents),
      await chat.watch(conversationId, agents, 1),
      await agents.do('conversation:older', { conversationId, before: 20 }),
      (await chat.ana.get(`/conversations/${conversationId}/entries`)).body,
      (await chat.ana.get(`/conversations/${conversationId}/entries?after=3`)).body,
      (await chat.ana.get(`/conversations/${conversationId}`)).body,
    ]);
    for (const search of ['canary', 'stays']) {
      const found = (await chat.ana.get(`/conversations?search=${search}`)).body.items;
      expect(found.map(({ id }: { id: string }) => id)).toEqual(search === 'stays' ? [conversationId] : []);
    }
    expect(answers).toContain('what stays');
    expect(answers).not.toContain('canary');
  });

  it('is for agents in the history, with who and when; for visitors there is none', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'my card is 4111');
    const sentAt = chat.clock.now();
    await visitor.do(...chat.changeTo(message, edited('my card is secret')));
    const editedAt = chat.clock.now();
    await chat.boss.do(...chat.changeTo(message, removed));
    const { conversationId, clientId: target } = message;
    const history = await chat.agent.do<MessageHistory>('message:history', { conversationId, target });
    expect(history).toEqual({
      author: { kind: 'contact', id: expect.any(String) },
      versions: [
        { text: 'my card is 4111', at: sentAt },
        { text: 'my card is secret', at: editedAt },
      ],
      removed: {
        at: chat.clock.now(),
        by: { kind: 'agent', id: chat.admin.agent.id, name: chat.admin.agent.name },
      },
    });
    expect((await chat.ana.get(`/conversations/${conversationId}/entries/1/history`)).body).toEqual(history);
    await expect(
      visitor.socket.timeout(300).emitWithAck('message:history', { conversationId, target }),
    ).rejects.toThrow();
    const elsewhere = await chat.server.addAgent({ siteIds: [(await chat.server.addSite()).id] });
    expect((await elsewhere.get(`/conversations/${conversationId}/entries/1/history`)).status).toBe(404);
  });
});

describe('a removal', () => {
  it('leaves the number and takes the words, in the thread and in the lists; nothing changes it any more', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'oops');
    const { conversationId } = message;
    await visitor.do(...chat.changeTo(message, reacted('👍')));
    await visitor.do(...chat.changeTo(message, removed));
    const { catchUp, conversation } = await chat.watch(conversationId);
    expect(catchUp.entries[0]).toMatchObject({
      seq: 1,
      text: '',
      removedAt: chat.clock.now(),
      reactions: [],
    });
    expect(conversation.preview).toMatchObject({ text: '', removed: true });
    for (const change of [edited('again'), removed, reacted('👍')]) {
      expect(await visitor.refusalOf(...chat.changeTo(message, change))).toBe('already_removed');
    }
  });

  it('by two tabs at once happens once', async () => {
    const visitor = await chat.visit();
    const tab = await chat.visit({ token: visitor.token });
    const message = await chat.write(visitor, 'oops');
    const answers = await Promise.all(
      [visitor, tab].map((each) => each.ask(...chat.changeTo(message, removed))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'already_removed' } });
  });
});

describe('what follows', () => {
  it('nobody is made to wait, to read or to look again', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'hello');
    const { conversationId } = message;
    await chat.write(visitor, 'anybody there?', conversationId);
    const before = (await chat.ana.get(`/conversations/${conversationId}`)).body;
    await visitor.do(...chat.changeTo(message, edited('hello!')));
    await chat.agent.do(...chat.changeTo(message, reacted('👍')));
    const after = (await chat.ana.get(`/conversations/${conversationId}`)).body;
    expect(after).toEqual({
      ...before,
      lastSeq: before.lastSeq + 2,
      publicSeq: before.publicSeq + 2,
      changedAt: chat.clock.now(),
    });

    const reply = await chat.write(chat.agent, 'here', conversationId);
    await visitor.do('conversation:read', { conversationId, seq: reply.seq });
    await chat.agent.do(...chat.changeTo(reply, edited('here I am')));
    await visitor.do(...chat.changeTo(reply, reacted('👍')));
    const state = (await chat.ana.get(`/conversations/${conversationId}`)).body;
    expect(state).toMatchObject({ waitingSince: null, agentMessages: 1, contactMessages: 2 });
    const told = (await chat.visit({ token: visitor.token })).welcome.conversations[0];
    expect(told?.conversation.agentMessages).toBe(told?.read.agentMessages);
  });

  it('lists hear of it', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'hello list');
    await visitor.do(...chat.changeTo(message, edited('hello, list')));
    await eventually(() => {
      chat.clock.turn(1_000);
      const items = chat.agent
        .told<{ items: { id: string; preview: { text: string } | null }[] }>('conversations:changed')
        .flatMap((told) => told.items);
      expect(items.findLast(({ id }) => id === message.conversationId)?.preview?.text).toBe('hello, list');
    });
  });

  it('a resolved conversation stays resolved; under a closed ticket nothing is edited, but removed', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'thanks');
    const { conversationId } = message;
    await chat.agent.do('conversation:resolve', { conversationId, clientId: randomUUID() });
    await visitor.do(...chat.changeTo(message, edited('thanks!')));
    expect((await chat.watch(conversationId)).conversation).toMatchObject({
      status: 'resolved',
      waitingSince: null,
    });

    const ticket = {
      conversationId,
      clientId: randomUUID(),
      subject: 'Thanks',
      priority: 'normal',
      category: '',
    };
    const { number } = await chat.agent.do<{ number: number }>('ticket:create', ticket);
    expect((await chat.ana.patch(`/tickets/${number}`, { status: 'closed' })).status).toBe(200);
    expect(await visitor.refusalOf(...chat.changeTo(message, edited('thanks?')))).toBe('ticket_closed');
    await visitor.do(...chat.changeTo(message, reacted('👍')));
    await visitor.do(...chat.changeTo(message, removed));
  });
});
