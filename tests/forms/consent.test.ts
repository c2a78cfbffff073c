import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact } from '../../shared/contacts.ts';
import type { WatchedConversation } from '../../shared/conversations.ts';
import type { VisitorForm } from '../../shared/forms.ts';
import { connectConsole, connectVisitor, say } from '../support/clients.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { ASKS_ALL, asking, siteAsking } from './forms-of.ts';

describe('an address that is left in a conversation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const { consent } = ASKS_ALL;
  const agreeing: VisitorForm = { ...asking(), consent };
  const other: VisitorForm = { ...asking(), consent: consent && { ...consent, text: 'Something else' } };

  /** Somebody who is in the middle of a conversation, on a site that asks this from now on. */
  async function writing(forms: { preChatForm?: VisitorForm; offlineForm?: VisitorForm }) {
    const site = await siteAsking(server, {});
    const visitor = await connectVisitor(server.url, site.key);
    const { conversationId } = await say(visitor, 'Is anybody there?');
    await server.app.sites.change(site.id, forms);
    const admin = await server.signIn();
    const console = await connectConsole(server.url, admin.cookie);
    const known = async (): Promise<Contact> =>
      (await console.do<WatchedConversation>('conversation:watch', { conversationId })).contact;
    const close = () => {
      visitor.close();
      console.close();
    };
    return { visitor, known, close };
  }

  it.each([
    ['the one form there is', { preChatForm: agreeing }],
    ['the form for when nobody is there', { preChatForm: other, offlineForm: agreeing }],
  ])('PROTOCOL 50: is stored once what %s asks is agreed to, and agents see that', async (_, forms) => {
    const { visitor, known, close } = await writing(forms);
    const email = 'lena@example.test';
    const refused = await visitor.ask('contact:update', { email });
    if (refused.ok) throw new Error('It was taken.');
    expect(refused.error.code).toBe('form_incomplete');
    expect(refused.error.errors?.map(({ path }) => path)).toEqual(['consent']);
    expect(await known()).toMatchObject({ email: null, agreed: null });
    await visitor.do('contact:update', { email, consent: true });
    const { text, url } = consent ?? {};
    expect(await known()).toMatchObject({ email, agreed: { text, url, at: expect.any(Number) } });
    close();
  });

  it('is stored as it is where nothing is asked, or where the page says it', async () => {
    const free = await writing({ preChatForm: other, offlineForm: asking() });
    await free.visitor.do('contact:update', { email: 'a@example.test' });
    expect(await free.known()).toMatchObject({ email: 'a@example.test', agreed: null });
    free.close();
    const labelled = await writing({ preChatForm: agreeing });
    await labelled.visitor.do('contact:update', { email: 'b@example.test', by: 'page' });
    expect(await labelled.known()).toMatchObject({ email: 'b@example.test', agreed: null });
    await labelled.visitor.do('contact:update', { name: 'Lena' });
    expect(await labelled.known()).toMatchObject({ name: 'Lena', email: 'b@example.test' });
    labelled.close();
  });

  it('is refused with a consent that is none', async () => {
    const { visitor, close } = await writing({ preChatForm: agreeing });
    for (const consent of [false, 'yes', 1, null])
      expect(await visitor.refusalOf('contact:update', { email: 'c@example.test', consent })).toBe(
        'invalid_input',
      );
    close();
  });
});
