import { RESUME_LINK_MS } from '../../shared/limits.ts';
import type { AcceptResume, ResumeOffer } from '../../shared/resume.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations } from '../conversations/index.ts';
import type { VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { Refused } from '../core/refused.ts';
import { keptSecret } from '../core/secrets.ts';
import { resumeLinkCollection } from './model.ts';
import { isSignedToken, newSignedToken } from './signed-token.ts';

/**
 * Links by which a stranger goes on with a conversation on another device. That becomes one more browser of the same
 * contact, with a secret of its own; the one before goes on. People whom the site's own server vouches for have no such
 * links: they sign in, on every device.
 */
export class ResumeLinks {
  readonly #core: Core;
  readonly #links: ReturnType<typeof resumeLinkCollection>;
  readonly #conversations: Conversations;
  readonly #contacts: Contacts;

  constructor(core: Core, { conversations, contacts }: { conversations: Conversations; contacts: Contacts }) {
    this.#core = core;
    this.#links = resumeLinkCollection(core.db);
    this.#conversations = conversations;
    this.#contacts = contacts;
  }

  /**
   * Makes a link; the contact's earlier one that nobody has used stops working.
   * @throws Refused `not_allowed` for somebody who is signed in, `not_found`
   */
  async offer(visitor: VisitorActor, conversationId: string): Promise<ResumeOffer> {
    await this.#conversations.visible(visitor, conversationId);
    const { siteId, contactId, person } = visitor;
    if (person !== null || contactId === null) throw new Refused('not_allowed');
    const now = this.#core.clock.now();
    const expiresAt = now + RESUME_LINK_MS;
    const token = newSignedToken(this.#core.config.secretKey, siteId, expiresAt);
    await this.#links.deleteMany({ contactId, takenBy: { $exists: false } });
    await this.#links.insertOne({
      _id: this.#kept(token),
      ...{ siteId, contactId, conversationId },
      createdAt: new Date(now),
      expiresAt: new Date(expiresAt),
    });
    return { token, expiresAt };
  }

  /**
   * Uses a link up: of several devices that try at once, on any nodes, one gets it, and may ask again.
   * @param visitor who this browser is until now
   * @returns where it is to go on, as whom
   * @throws Refused `link_invalid`; `not_allowed` for somebody who is signed in
   */
  async accept(
    { siteId, person }: VisitorActor,
    { token, secret }: AcceptResume,
  ): Promise<{ conversationId: string; contactId: string }> {
    if (person !== null) throw new Refused('not_allowed');
    const now = this.#core.clock.now();
    if (!isSignedToken(this.#core.config.secretKey, siteId, token, now)) throw new Refused('link_invalid');
    const takenBy = this.#contacts.hashOf(siteId, secret);
    const link = await this.#links.findOneAndUpdate(
      {
        _id: this.#kept(token),
        siteId,
        expiresAt: { $gt: new Date(now) },
        $or: [{ takenBy: { $exists: false } }, { takenBy }],
      },
      { $set: { takenBy } },
    );
    if (link === null) throw new Refused('link_invalid');
    const { contactId, conversationId } = link;
    await this.#contacts.admit({ siteId, tokenHash: takenBy }, contactId);
    return { conversationId, contactId };
  }

  #kept(token: string): string {
    return keptSecret(this.#core.config.secretKey, 'resume', token);
  }
}
