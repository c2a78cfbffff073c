import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VisitorConversation } from '../../shared/conversations.ts';
import type { PublicEntry } from '../../shared/entries.ts';
import { EDIT_WINDOW_MS } from '../../shared/limits.ts';
import { eventually } from '../support/eventually.ts';
import { ChangingChat, edited, reacted, removed, textsOf } from './changing-chat.ts';

let chat: ChangingChat;

beforeAll(async () => {
  chat = await ChangingChat.start();
});

afterAll(() => chat?.close());

describe('who may', () => {
  it('PROTOCOL 39: only the author edits; the author and admins remove; everybody who sees it reacts', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'from the visitor');
    const { conversationId } = message;
    const reply = await chat.write(chat.agent, 'from Ana', conversationId);
    expect(await visitor.refusalOf(...chat.changeTo(reply, edited('forged')))).toBe('not_allowed');
    expect(await visitor.refusalOf(...chat.changeTo(reply, removed))).toBe('not_allowed');
    expect(await chat.agent.refusalOf(...chat.changeTo(message, edited('forged')))).toBe('not_allowed');
    expect(await chat.agent.refusalOf(...chat.changeTo(message, removed))).toBe('not_allowed');
    expect(await chat.boss.refusalOf(...chat.changeTo(reply, edited('forged')))).toBe('not_allowed');
    await visitor.do(...chat.changeTo(reply, reacted('🎉')));
    await chat.agent.do(...chat.changeTo(message, reacted('👍')));
    await chat.boss.do(...chat.changeTo(message, reacted('👍')));
    const { catchUp: seen } = await visitor.do<VisitorConversation>('conversation:catch-up', {
      conversationId,
      after: 0,
    });
    expect(seen.entries[0]).toMatchObject({
      text: 'from the visitor',
      reactions: [
        { emoji: '👍', author: { kind: 'agent', id: chat.ana.agent.id, name: 'Ana' } },
        { emoji: '👍', author: { kind: 'agent', id: chat.admin.agent.id } },
      ],
    });
    expect(JSON.stringify(seen)).not.toContain('Souza');
    await chat.boss.do(...chat.changeTo(reply, removed));
  });

  it('a stranger finds nothing, nor does a visitor who names a note or what is no message', async () => {
    const visitor = await chat.visit();
    const stranger = await chat.visit();
    await chat.write(stranger, 'I am a contact, too');
    const message = await chat.write(visitor, 'mine');
    const { conversationId } = message;
    const note = await chat.write(chat.agent, 'hush', conversationId, 'note:add');
    const clientId = randomUUID();
    await chat.agent.do('conversation:resolve', { conversationId, clientId });
    const elsewhere = await chat.server.addAgent({ siteIds: [(await chat.server.addSite()).id] });
    const outsider = await chat.connect(elsewhere);
    for (const change of [edited('x'), removed, reacted('👍')]) {
      expect(await stranger.refusalOf(...chat.changeTo(message, change))).toBe('not_found');
      expect(await (await chat.visit()).refusalOf(...chat.changeTo(message, change))).toBe('not_found');
      expect(await outsider.refusalOf(...chat.changeTo(message, change))).toBe('not_found');
      expect(await visitor.refusalOf(...chat.changeTo(note, change))).toBe('not_found');
      expect(await chat.agent.refusalOf(...chat.changeTo({ ...message, clientId }, change))).toBe(
        'not_found',
      );
      expect(
        await chat.agent.refusalOf(...chat.changeTo({ ...message, clientId: randomUUID() }, change)),
      ).toBe('not_found');
    }
  });

  it('a visitor has 15 minutes by the clock of the server, an agent all the time there is', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'in time');
    const reply = await chat.write(chat.agent, 'take your time', message.conversationId);
    chat.clock.turn(EDIT_WINDOW_MS - 3_000);
    await visitor.do(...chat.changeTo(message, edited('just in time')));
    chat.clock.turn(1_000);
    expect(await visitor.refusalOf(...chat.changeTo(message, edited('too late')))).toBe('edit_too_late');
    expect(await visitor.refusalOf(...chat.changeTo(message, removed))).toBe('edit_too_late');
    await visitor.do(...chat.changeTo(message, reacted('👍')));
    chat.clock.turn(2 * 60 * 60_000);
    await chat.agent.do(...chat.changeTo(reply, edited('I took my time')));
    await chat.boss.do(...chat.changeTo(message, removed));
    const { catchUp } = await chat.watch(message.conversationId);
    expect(textsOf(catchUp.entries)).toEqual(['', 'I took my time']);
  });
});

describe('notes', () => {
  it('are edited, removed and reacted to in private', async () => {
    const visitor = await chat.visit();
    const message = await chat.write(visitor, 'hello');
    const { conversationId } = message;
    const note = await chat.write(chat.agent, 'note-canary', conversationId, 'note:add');
    await chat.agent.do(...chat.changeTo(note, edited('note-canary, better')));
    await chat.boss.do(...chat.changeTo(note, reacted('👍')));
    const { catchUp } = await chat.watch(conversationId);
    expect(catchUp.entries.find(({ kind }) => kind === 'note')).toMatchObject({
      text: 'note-canary, better',
      reactions: [{ emoji: '👍' }],
    });
    await chat.agent.do(...chat.changeTo(note, removed));
    await chat.write(chat.agent, 'to you', conversationId);
    await eventually(() => expect(visitor.frames.join()).toContain('to you'));
    const fresh = await chat.visit({ token: visitor.token });
    await fresh.do('conversation:catch-up', { conversationId, after: 0 });
    const frames = [...visitor.frames, ...fresh.frames].join();
    expect(frames).not.toContain('canary');
    expect(frames).not.toContain(note.clientId);
    // Neither in words nor by a hole.
    expect(fresh.welcome.conversations[0]?.conversation.lastSeq).toBe(2);
  });
});

describe('over REST', () => {
  it('an entry is named by its number; the same key counts once', async () => {
    const visitor = await chat.visit();
    const { conversationId } = await chat.write(visitor, 'hello');
    const { seq } = await chat.write(chat.agent, 'helo back', conversationId);
    const path = `/conversations/${conversationId}/entries/${seq}`;
    const key = { headers: { 'Idempotency-Key': randomUUID() } };
    const once = await chat.ana.ask('PATCH', path, { text: 'hello back' }, key);
    expect(once).toMatchObject({ status: 200, body: { conversationId, seq: seq + 1 } });
    expect((await chat.ana.ask('PATCH', path, { text: 'hello back' }, key)).body).toEqual(once.body);
    expect((await chat.ana.ask('PATCH', path, { text: 'other' }, key)).body.code).toBe('client_id_reused');
    expect((await chat.admin.patch(path, { text: 'not mine' })).body.code).toBe('not_allowed');
    const reaction = await chat.admin.post(`${path}/reactions`, { emoji: '👍', on: true });
    expect(reaction.status).toBe(201);
    expect((await chat.admin.post(`${path}/reactions`, { emoji: 'x', on: true })).body.code).toBe(
      'invalid_input',
    );
    await eventually(() =>
      expect(visitor.told<PublicEntry>('entry').slice(-2)).toMatchObject([
        { kind: 'edited', text: 'hello back' },
        { kind: 'reacted', emoji: '👍', on: true },
      ]),
    );
    expect((await chat.ana.delete(path)).status).toBe(200);
    expect((await chat.ana.delete(path)).body.code).toBe('already_removed');
    expect((await chat.ana.patch(`/conversations/${conversationId}/entries/99`, { text: 'x' })).status).toBe(
      404,
    );
    expect((await chat.server.person().patch(path, { text: 'x' })).status).toBe(401);
  });
});
