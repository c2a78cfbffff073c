import { randomBytes, randomUUID } from 'node:crypto';
import type { Invite } from '../../shared/agents.ts';
import type { Site } from '../../shared/sites.ts';
import { type Console, connectConsole, connectVisitor, say, type Visitor } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { sendFile } from '../support/send-file.ts';
import type { SignedIn, TestServer } from '../support/start-server.ts';
import { tokenIn } from '../support/token-in.ts';

/** Who asks in the policy matrix. */
export const WHO = ['own', 'other', 'signedOut', 'agent', 'admin', 'elsewhere'] as const;
export type Who = (typeof WHO)[number];

/** A conversation with something secret in it, and everybody who may or may not see it. */
export interface World {
  server: TestServer;
  site: Site;
  conversationId: string;
  /** The `clientId` of the conversation's first message, which is its visitor's. */
  messageId: string;
  contactId: string;
  /** The visitor whose conversation it is. */
  own: Visitor;
  /** Another visitor of the same site, with a conversation of their own. */
  other: Visitor;
  agent: SignedIn;
  admin: SignedIn;
  /** An agent of another site only. */
  elsewhere: SignedIn;
  consoles: { agent: Console; admin: Console; elsewhere: Console };
  /** What both sides of the conversation see. */
  canary: string;
  /** What only agents see. */
  noteCanary: string;
  /** A conversation of the same site that nothing has happened to yet. */
  fresh(): Promise<string>;
  freshTicket(): Promise<number>;
  inviteToken(): Promise<string>;
  freshAgent(): Promise<SignedIn>;
  /** A file of the conversation, sent by its visitor. */
  attachmentId(): Promise<string>;
  close(): void;
}

export async function createWorld(server: TestServer): Promise<World> {
  const site = server.site();
  const otherSite = await server.addSite('Elsewhere');
  const [admin, agent] = [await server.signIn(), await server.addAgent({ siteIds: [site.id] })];
  const elsewhere = await server.addAgent({ siteIds: [otherSite.id] });
  const consoles = {
    agent: await connectConsole(server.url, agent.cookie),
    admin: await connectConsole(server.url, admin.cookie),
    elsewhere: await connectConsole(server.url, elsewhere.cookie),
  };
  const own = await connectVisitor(server.url, site.key);
  const other = await connectVisitor(server.url, site.key);
  const canary = `canary-${randomUUID()}`;
  const noteCanary = `note-canary-${randomUUID()}`;
  const messageId = randomUUID();
  const contact = { name: canary, email: `${canary}@visitor.example` };
  const { conversationId } = await own.do<{ conversationId: string }>('message:send', {
    to: { openId: randomUUID() },
    clientId: messageId,
    text: canary,
    contact,
  });
  await say(other, 'something else');
  await consoles.agent.do('note:add', { conversationId, clientId: randomUUID(), text: noteCanary });
  await consoles.agent.do('message:send', { conversationId, clientId: randomUUID(), text: 'Hello' });
  await eventually(() => own.told('entry').length > 0);
  const { contactId } = await server.app.conversations.visible(
    { kind: 'agent', id: '', name: '', role: 'admin', siteIds: null, sessionId: '' },
    conversationId,
  );
  const fresh = async () => {
    const visitor = await connectVisitor(server.url, site.key);
    const opened = await say(visitor, canary);
    visitor.close();
    return opened.conversationId;
  };
  return {
    ...{ server, site, conversationId, messageId, contactId, own, other, agent, admin, elsewhere, consoles },
    ...{ canary, noteCanary, fresh },
    async freshTicket() {
      const reply = await admin.post(`/conversations/${await fresh()}/ticket`, { subject: canary });
      return (reply.body as { number: number }).number;
    },
    async inviteToken() {
      const email = `${randomBytes(6).toString('hex')}@parley.example`;
      const { link } = (await admin.post('/invites', { email, role: 'agent' })).body as Invite & {
        link: string;
      };
      return tokenIn(link);
    },
    async attachmentId() {
      const { id } = await sendFile(server.url, { site: site.key, token: own.token }, { name: 'a.txt' });
      await own.do('message:send', {
        to: { conversationId },
        clientId: randomUUID(),
        text: '',
        attachments: [id],
      });
      return id;
    },
    freshAgent: () => server.addAgent({ siteIds: [site.id] }),
    close() {
      for (const client of [own, other, ...Object.values(consoles)]) client.close();
    },
  };
}
