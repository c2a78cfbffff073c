import type { ComponentChildren } from 'preact';
import type { Agreed, Contact } from '../../shared/contacts.ts';
import type { AnsweredForm } from '../../shared/forms.ts';
import type { OpenConversation } from '../conversations/open-conversation.ts';
import { previewWords } from '../conversations/preview-words.ts';
import { now } from '../core/clock.ts';
import { useKeys } from '../core/keys.ts';
import { shortDay } from '../core/times.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf } from '../router.ts';
import { TicketCard } from '../tickets/ticket-card.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { languageWords, localTimeWords, pageWords, referrerWords, safeLink } from './visit-words.ts';
import './details.css';
import { fill } from '../../shared/wording.ts';
import { words } from '../words/words.ts';
import { calledInFull } from './called.ts';

/** Who the visitor is and what belongs to the conversation. */
export function Details({ id, onClose }: { id: string; onClose: (() => void) | undefined }) {
  const { watching } = useDesk();
  useKeys(onClose ? { Escape: onClose } : {});
  const open = watching.open.value?.id === id ? watching.open.value : null;
  const contact = open?.contact.value;
  return (
    <aside
      class="details"
      aria-label={words.contacts.contact}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a part of the page that scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {onClose && (
        <div class="details-close">
          <Button
            look="quiet"
            size="small"
            iconOnly
            aria-label={words.conversations.closeDetails}
            onClick={onClose}
          >
            <CloseIcon />
          </Button>
        </div>
      )}
      {open && contact ? <DetailsBody open={open} contact={contact} /> : <DetailsSkeleton />}
    </aside>
  );
}

function DetailsBody({ open, contact }: { open: OpenConversation; contact: Contact }) {
  const { sites } = useDesk();
  const summary = open.summary.value;
  const earlier = open.earlier.value.filter((one) => one.id !== open.id);
  const site = sites.value.find((one) => one.id === contact.siteId);
  const online = open.contactOnline.value;
  return (
    <>
      <div class="details-who">
        <Avatar
          id={contact.id}
          name={calledInFull(contact)}
          size="large"
          presence={online ? 'here' : 'offline'}
        />
        <h2 class="details-name">{calledInFull(contact)}</h2>
        <p class="details-mail">
          {contact.email ? <a href={`mailto:${contact.email}`}>{contact.email}</a> : words.contacts.noEmail}
        </p>
        <Chip tone={online ? 'good' : 'plain'}>
          {online ? words.contacts.online : words.contacts.notOnline}
        </Chip>
      </div>
      {summary?.ticket && (
        <Section title={words.contacts.ticket}>
          <TicketCard ticket={summary.ticket} siteId={summary.siteId} />
        </Section>
      )}
      <FormAnswers topic={summary?.topic ?? null} form={open.form.value} />
      <Section title={online ? words.contacts.now : words.contacts.lastSeen}>
        <VisitFacts contact={contact} site={site?.name} />
      </Section>
      {Object.keys(contact.visit?.facts ?? {}).length > 0 && (
        <Section title={words.contacts.fromPage}>
          <dl class="facts">
            {Object.entries(contact.visit?.facts ?? {}).map(([name, value]) => (
              <FactLine key={name} name={name} value={String(value)} />
            ))}
          </dl>
        </Section>
      )}
      {earlier.length > 0 && (
        <Section title={words.contacts.before}>
          <ul class="past">
            {earlier.map((one) => (
              <li key={one.id}>
                <a class="past-link" href={addressOf({ kind: 'conversation', id: one.id })}>
                  <span class="past-words">
                    {one.ticket?.subject ??
                      (one.preview ? previewWords(one.preview) : words.contacts.noMessages)}
                  </span>
                  <span class="past-day">{shortDay(one.lastAt, now.value)}</span>
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function VisitFacts({ contact, site }: { contact: Contact; site: string | undefined }) {
  const { visit } = contact;
  const facts: [string, ComponentChildren][] = [];
  if (visit) {
    if (visit.url)
      facts.push([words.contacts.page, <Outside key="page" url={visit.url} says={pageWords(visit.url)} />]);
    if (visit.referrer) {
      facts.push([
        words.contacts.cameFrom,
        <Outside key="from" url={visit.referrer} says={referrerWords(visit.referrer)} />,
      ]);
    }
    const time = localTimeWords(visit.timezone, now.value);
    if (time) facts.push([words.contacts.localTime, time]);
    if (visit.language) facts.push([words.general.language, languageWords(visit.language)]);
    if (visit.browser) facts.push([words.contacts.browser, visit.browser]);
    // The page says so, and nobody has proved it.
    if (visit.userId && contact.externalId === null)
      facts.push([words.contacts.userId, fill(words.contacts.notVerified, { id: visit.userId })]);
  }
  if (contact.externalId !== null)
    facts.push([words.contacts.userId, fill(words.contacts.signedIn, { id: contact.externalId })]);
  if (site) facts.push([words.contacts.site, site]);
  if (contact.agreed) facts.push([words.contacts.agreed, <Agreement key="agreed" agreed={contact.agreed} />]);
  facts.push([words.contacts.firstSeen, shortDay(contact.createdAt, now.value)]);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <FactLine key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

/** What the visitor was asked before the first message, and what was agreed to. */
function FormAnswers({ topic, form }: { topic: string | null; form: AnsweredForm | null }) {
  const { consent, answers = [] } = form ?? {};
  if (!topic && answers.length === 0 && !consent) return null;
  return (
    <Section title={words.contacts.form}>
      <dl class="facts facts-tall">
        {topic && <FactLine name={words.contacts.topic} value={<bdi>{topic}</bdi>} />}
        {answers.map(({ label, value }, index) => (
          <FactLine
            key={index}
            name={<bdi>{label}</bdi>}
            value={typeof value === 'string' ? <bdi>{value}</bdi> : value ? words.forms.yes : words.forms.no}
          />
        ))}
        {consent && <FactLine name={words.contacts.agreed} value={<Agreement agreed={consent} />} />}
      </dl>
    </Section>
  );
}

/** What was agreed to, and when. */
function Agreement({ agreed: { at, text, url } }: { agreed: Agreed }) {
  return (
    <>
      {shortDay(at, now.value)}: <bdi>{text}</bdi> <Outside url={url} says={pageWords(url)} />
    </>
  );
}

function FactLine({ name, value }: { name: ComponentChildren; value: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function Outside({ url, says }: { url: string; says: string }) {
  const link = safeLink(url);
  if (link === null) return <span class="address">{says}</span>;
  return (
    <a class="address" href={link} title={link} target="_blank" rel="noopener noreferrer">
      {says}
    </a>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3 class="details-title">{title}</h3>
      {children}
    </section>
  );
}

function DetailsSkeleton() {
  return (
    <Loading label={words.contacts.loading}>
      <div class="details-who">
        <Skeleton width="48px" height={48} round />
        <Skeleton width="60%" height={16} />
        <Skeleton width="80%" />
      </div>
    </Loading>
  );
}
