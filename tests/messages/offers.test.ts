import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerId } from '../../shared/answer-id.ts';
import type { Attachment } from '../../shared/attachments.ts';
import type { VisitorConversation } from '../../shared/conversations.ts';
import type { Entry, PublicEntry } from '../../shared/entries.ts';
import type { Appended } from '../../shared/messages.ts';
import { eventually } from '../support/eventually.ts';
import { drawShirt, PDF } from '../support/files.ts';
import { ChangingChat, edited, removed } from './changing-chat.ts';

type Message = Extract<PublicEntry, { kind: 'message' }>;

let chat: ChangingChat;
let shirt: Buffer;

beforeAll(async () => {
  chat = await ChangingChat.start();
  shirt = (await drawShirt()).buffer;
});
afterAll(() => chat?.close());

/** Sends a file as Ana does. */
async function upload(conversationId: string, name: string, bytes: Buffer): Promise<Attachment> {
  const path = `/conversations/${conversationId}/attachments?name=${name}&clientId=${randomUUID()}`;
  const { status, body } = await chat.ana.ask('POST', path, undefined, { bytes: new Uint8Array(bytes) });
  expect(status).toBe(201);
  return body;
}

async function started() {
  const visitor = await chat.visit();
  const { conversationId } = await chat.write(visitor, 'Which sizes are there?');
  return { visitor, conversationId };
}

const message = (conversationId: string, offers: object, text = 'Choose one') => ({
  conversationId,
  clientId: randomUUID(),
  text,
  ...offers,
});

describe('offers', () => {
  it('PROTOCOL 54: reach the visitor with the message, live and whenever it is asked for', async () => {
    const { visitor, conversationId } = await started();
    const picture = await upload(conversationId, 'shirt.png', shirt);
    const card = {
      title: 'Shirt',
      text: 'Blue',
      link: 'https://shop.example/shirt',
      pictureWords: 'A shirt',
    };
    const sent = message(conversationId, {
      quickReplies: ['Small', 'Large'],
      cards: [{ ...card, picture: picture.id }, { title: 'No picture' }],
    });
    await chat.agent.do('message:send', sent);
    const offered = {
      quickReplies: ['Small', 'Large'],
      cards: [{ ...card, picture: { ...picture, url: expect.any(String) } }, { title: 'No picture' }],
    };
    await eventually(() => expect(visitor.told<Message>('entry').at(-1)).toMatchObject(offered));
    const url = visitor.told<Message>('entry').at(-1)?.cards?.[0]?.picture?.url ?? '';
    expect((await fetch(url)).headers.get('content-type')).toBe('image/png');
    const { catchUp } = await visitor.do<VisitorConversation>('conversation:catch-up', {
      conversationId,
      after: 0,
    });
    expect(catchUp.entries.at(-1)).toMatchObject(offered);
    const watched = await chat.watch(conversationId);
    expect(watched.catchUp.entries.at(-1)).toMatchObject({
      cards: [{ ...card, picture }, { title: 'No picture' }],
    });
  });

  it('PROTOCOL 54: are taken over REST, where sending again makes nothing new and anything else is refused', async () => {
    const { conversationId } = await started();
    const picture = await upload(conversationId, 'shirt.png', shirt);
    const body = {
      clientId: randomUUID(),
      cards: [{ title: 'Shirt', picture: picture.id }],
      quickReplies: ['Yes'],
    };
    const path = `/conversations/${conversationId}/messages`;
    const first = await chat.ana.post(path, body);
    expect(first.status).toBe(201);
    expect((await chat.ana.post(path, body)).body).toEqual(first.body);
    for (const other of [
      { cards: [{ title: 'Shoe', picture: picture.id }] },
      { cards: [{ title: 'Shirt' }] },
      { cards: [{ title: 'Shirt', picture: picture.id, text: 'More' }] },
      { quickReplies: ['No'] },
      { quickReplies: ['Yes', 'No'] },
    ]) {
      expect((await chat.ana.post(path, { ...body, ...other })).body.code).toBe('client_id_reused');
    }
    const { items } = (await chat.ana.get(`/conversations/${conversationId}/entries`)).body;
    expect(items.at(-1)).toMatchObject({ quickReplies: ['Yes'], cards: [{ title: 'Shirt', picture }] });
    const { preview } = (await chat.watch(conversationId)).conversation;
    expect(preview?.text).toBe('Shirt');
  });

  it.each<[string, object, string]>([
    ['eleven replies', { quickReplies: Array.from({ length: 11 }, (_, at) => `${at}`) }, 'invalid_input'],
    ['the same reply twice', { quickReplies: ['Yes', 'Yes'] }, 'invalid_input'],
    ['a reply of 81 characters', { quickReplies: ['x'.repeat(81)] }, 'invalid_input'],
    ['a reply that nobody sees', { quickReplies: [' \u200b'] }, 'invalid_input'],
    ['six cards', { cards: Array.from({ length: 6 }, () => ({ title: 'Shirt' })) }, 'invalid_input'],
    ['a card without a title', { cards: [{ title: ' ' }] }, 'invalid_input'],
    ['a script for a link', { cards: [{ title: 'a', link: 'javascript:alert(1)' }] }, 'invalid_input'],
    ['a link without encryption', { cards: [{ title: 'a', link: 'http://shop.example/' }] }, 'invalid_input'],
    ['a link with a password', { cards: [{ title: 'a', link: 'https://a:b@c.example/' }] }, 'invalid_input'],
    [
      'a picture from elsewhere',
      { cards: [{ title: 'a', picture: 'https://a.example/b.png' }] },
      'invalid_input',
    ],
    ['somebody else’s picture', { cards: [{ title: 'a', picture: 'A'.repeat(22) }] }, 'attachment_gone'],
    ['a field that is none', { cards: [{ title: 'a', html: '<b>' }] }, 'invalid_input'],
    ['replies to nothing', { text: '', quickReplies: ['Yes'] }, 'empty_text'],
  ])('%s is refused by its code', async (_what, offers, code) => {
    const { conversationId } = await started();
    expect(await chat.agent.refusalOf('message:send', message(conversationId, offers))).toBe(code);
  });

  it('are no part of notes and of what visitors write, and a document is no picture', async () => {
    const { visitor, conversationId } = await started();
    const offer = message(conversationId, { quickReplies: ['Yes'] });
    expect(await chat.agent.refusalOf('note:add', offer)).toBe('invalid_input');
    const { conversationId: id, ...rest } = offer;
    expect(await visitor.refusalOf('message:send', { ...rest, to: { conversationId: id } })).toBe(
      'invalid_input',
    );
    const bill = await upload(conversationId, PDF.name, PDF.buffer);
    const card = message(conversationId, { cards: [{ title: 'Bill', picture: bill.id }] });
    expect(await chat.agent.refusalOf('message:send', card)).toBe('unsupported_type');
  });

  it('PROTOCOL 54: stay when the message is edited and go with it, pictures too', async () => {
    const { visitor, conversationId } = await started();
    const picture = await upload(conversationId, 'shirt.png', shirt);
    const offer = message(conversationId, {
      quickReplies: ['Yes'],
      cards: [{ title: 'Shirt', picture: picture.id }],
    });
    const sent = { ...(await chat.agent.do<Appended>('message:send', offer)), clientId: offer.clientId };
    const newest = async () => {
      const { catchUp } = await visitor.do<VisitorConversation>('conversation:catch-up', {
        conversationId,
        after: 0,
      });
      return catchUp.entries.find(({ clientId }) => clientId === offer.clientId) as Message;
    };
    await chat.agent.do(...chat.changeTo(sent, edited('Choose two')));
    expect(await newest()).toMatchObject({ text: 'Choose two', quickReplies: ['Yes'] });
    const url = (await newest()).cards?.[0]?.picture?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    await chat.agent.do(...chat.changeTo(sent, removed));
    expect(await newest()).toMatchObject({ text: '', quickReplies: [], cards: [] });
    expect((await fetch(url)).status).toBe(404);
    const seen = await chat.watch(conversationId);
    expect(JSON.stringify(seen.catchUp.entries as Entry[])).not.toContain('Shirt');
  });

  it('PROTOCOL 55: are chosen once, by however many tabs', async () => {
    const { visitor, conversationId } = await started();
    const tab = await chat.visit({ token: visitor.token });
    const offer = message(conversationId, { quickReplies: ['Small', 'Large'] });
    await chat.agent.do('message:send', offer);
    const choose = (text: string) => ({ to: { conversationId }, clientId: answerId(offer.clientId), text });
    const answers = await Promise.all([
      visitor.do<Appended>('message:send', choose('Large')),
      tab.do<Appended>('message:send', choose('Large')),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await tab.refusalOf('message:send', choose('Small'))).toBe('client_id_reused');
    expect(answerId('d3b1a9c4-5a0e-4f7e-9d35-0f1c2b3a4d5e')).toBe(
      answerId('d3b1a9c4-5a0e-4f7e-9d35-0f1c2b3a4d5e'),
    );
    expect(answerId('rule-7:12')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(answerId('rule-7:12')).not.toBe(answerId('rule-7:13'));
  });
});

describe('a preview', () => {
  it('PROTOCOL 18: says what a file is in no language, until there are words', async () => {
    const { conversationId } = await started();
    const picture = await upload(conversationId, 'shirt.png', shirt);
    const clientId = randomUUID();
    const sent = await chat.agent.do<Appended>('message:send', {
      conversationId,
      clientId,
      text: '',
      attachments: [picture.id],
    });
    const preview = async () => (await chat.watch(conversationId)).conversation.preview;
    expect(await preview()).toMatchObject({ text: 'Photo', file: { name: 'shirt.png', picture: true } });
    await chat.agent.do(...chat.changeTo({ ...sent, clientId }, edited('Like this')));
    expect(await preview()).toMatchObject({ text: 'Like this' });
    expect(await preview()).not.toHaveProperty('file');
  });
});
