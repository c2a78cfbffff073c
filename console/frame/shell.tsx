import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { PeoplePage } from '../agents/people-page.tsx';
import { ProfilePage } from '../agents/profile-page.tsx';
import { lastView } from '../conversations/list-place.ts';
import { Workspace } from '../conversations/workspace.tsx';
import { pageTitle } from '../core/page-title.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf, type Route, route } from '../router.ts';
import { SitePage } from '../sites/site-page.tsx';
import { SitesPage } from '../sites/sites-page.tsx';
import { TicketPage } from '../tickets/ticket-page.tsx';
import { TicketsPage } from '../tickets/tickets-page.tsx';
import { TokensPage } from '../tokens/tokens-page.tsx';
import { Empty } from '../ui/state.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Rail } from './rail.tsx';
import './frame.css';
import { fill } from '../../shared/wording.ts';
import { speakAs } from '../words/speaking.ts';
import { words } from '../words/words.ts';

/** The signed-in console: the rail, and beside it the place one is at. */
export function Shell() {
  const { inbox, connection, replies, me } = useDesk();
  const place = route.value;
  useEffect(() => {
    if (place.kind === 'view') lastView.value = place.view;
  }, [place]);
  // Chosen on another device too.
  useSignalEffect(() => void speakAs(me.value.language));
  useSignalEffect(() => {
    document.title = pageTitle(placeName(route.value), inbox.unread.value);
  });
  const view = place.kind === 'view' ? place.view : place.kind === 'conversation' ? lastView.value : null;
  return (
    <div class="frame">
      {connection.link.value.kind === 'offline' && (
        <p class="frame-line" role="status">
          {replies.durable.value ? words.frame.offline : words.frame.offlineUnsaved}
        </p>
      )}
      <Rail view={view} />
      <div class="frame-main">
        <Place place={place} />
      </div>
      <KeysDialog />
    </div>
  );
}

function Place({ place }: { place: Route }) {
  switch (place.kind) {
    case 'view':
      return <Workspace view={place.view} id={null} />;
    case 'conversation':
      return <Workspace view={lastView.value} id={place.id} />;
    case 'tickets':
      return <TicketsPage />;
    case 'ticket':
      return <TicketPage number={place.number} />;
    case 'sites':
      return <SitesPage />;
    case 'site':
      return <SitePage id={place.id} part={place.part} />;
    case 'people':
      return <PeoplePage />;
    case 'profile':
      return <ProfilePage />;
    case 'tokens':
      return <TokensPage />;
    case 'setup':
    case 'invite':
    case 'reset':
    case 'nowhere':
      return (
        <main class="column">
          <Empty
            title={words.frame.nothingHere}
            heading
            action={
              <a class="button" href={addressOf({ kind: 'view', view: 'open' })}>
                {words.frame.allOpen}
              </a>
            }
          />
        </main>
      );
  }
}

function placeName(place: Route): string {
  switch (place.kind) {
    case 'view':
      return words.frame.views[place.view];
    case 'conversation':
      return words.frame.views[lastView.value];
    case 'tickets':
      return words.frame.tickets;
    case 'ticket':
      return fill(words.tickets.title, { number: place.number });
    case 'sites':
    case 'site':
      return words.frame.sites;
    case 'people':
      return words.frame.people;
    case 'profile':
      return words.frame.profile;
    case 'tokens':
      return words.frame.tokens;
    default:
      return '';
  }
}
