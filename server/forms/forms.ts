import type { Agreed, ContactDetails } from '../../shared/contacts.ts';
import type { SendVisitorMessage } from '../../shared/messages.ts';
import { reachConsent } from '../../shared/reach-consent.ts';
import type { Contacts } from '../contacts/index.ts';
import type { Conversations, OpeningForm } from '../conversations/index.ts';
import { knownAs, type VisitorActor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import type { Core } from '../core/core.ts';
import type { RateLimit, RateLimitRule } from '../core/http/rate-limit.ts';
import { Refused } from '../core/refused.ts';
import type { Presence } from '../presence/index.ts';
import type { Sites } from '../sites/index.ts';
import { checkForm, formFor, SENTENCES } from './check-form.ts';

/** Conversations that one address opens on sites that ask something first: an office passes, a machine does not. */
const BY_ADDRESS = { times: 60, seconds: 600 };

export interface FormsDeps {
  contacts: Contacts;
  conversations: Conversations;
  presence: Presence;
  sites: Sites;
  sharedLimit(name: string, rule: RateLimitRule): RateLimit;
}

/** Lets those begin a conversation who have filled in what the site asks. */
export class Forms {
  readonly #clock: Clock;
  readonly #deps: FormsDeps;
  readonly #byAddress: RateLimit;

  constructor({ clock }: Core, deps: FormsDeps) {
    this.#clock = clock;
    this.#deps = deps;
    this.#byAddress = deps.sharedLimit('forms-address', BY_ADDRESS);
  }

  /**
   * Decides whether a message may open a conversation. Nothing is stored before. What has been opened is not asked
   * again: a retry finds it as it is.
   * @param from under which address it is counted; null for none
   * @returns what the conversation is opened with; null where nothing is asked, or it is open already
   * @throws Refused `form_incomplete` with each fault, `rate_limited`
   */
  async admit(
    visitor: VisitorActor,
    from: string | null,
    { to, form, contact = {} }: Pick<SendVisitorMessage, 'to' | 'form' | 'contact'>,
  ): Promise<OpeningForm | null> {
    if (!('openId' in to)) return null;
    const { contacts, conversations, presence, sites } = this.#deps;
    const site = sites.get(visitor.siteId);
    if (site === undefined) return null;
    const asked = formFor(site, presence.forVisitors(site.id).here, form?.kind ?? null);
    if (asked === null) return null;
    // Another node may have taken the first message.
    const writer = visitor.contactId === null ? await contacts.recognize(visitor) : visitor;
    if (writer.contactId !== null && (await conversations.isOpened(writer.contactId, to.openId))) return null;
    // Before anything is said of the form: a machine learns from no answer which of its fields was the wrong one.
    if (form?.website) {
      await this.#count(from);
      throw new Refused('form_incomplete');
    }
    const checked = checkForm(asked, await this.#known(writer), contact, form, this.#clock.now());
    if ('faults' in checked) throw new Refused('form_incomplete', { errors: checked.faults });
    await this.#count(from);
    return checked.asked;
  }

  /**
   * What somebody has agreed to who leaves an address in a conversation; null where the site asks nothing.
   * @throws Refused `form_incomplete`
   */
  agreed(siteId: string, consent: boolean): Agreed | null {
    const asked = reachConsent(this.#deps.sites.get(siteId) ?? {});
    if (asked === null) return null;
    if (!consent)
      throw new Refused('form_incomplete', { errors: [{ path: 'consent', message: SENTENCES.missing }] });
    return { text: asked.text, url: asked.url, at: this.#clock.now() };
  }

  async #known(writer: VisitorActor): Promise<ContactDetails | null> {
    const id = knownAs(writer);
    if (id === null) return null;
    const { name, email } = await this.#deps.contacts.get(id);
    return { ...(name !== null && { name }), ...(email !== null && { email }) };
  }

  async #count(from: string | null): Promise<void> {
    if (from !== null) await this.#byAddress.take(from);
  }
}
