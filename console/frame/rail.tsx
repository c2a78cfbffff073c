import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../../shared/conversations.ts';
import { searchText } from '../conversations/list-place.ts';
import { useKeys } from '../core/keys.ts';
import { sound, theme } from '../core/preferences.ts';
import { useDesk } from '../desk-context.ts';
import { addressOf, type Route, route } from '../router.ts';
import { useSession } from '../session-context.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import {
  ClockIcon,
  InboxIcon,
  ListIcon,
  MenuIcon,
  ResolvedIcon,
  SettingsIcon,
  TicketIcon,
} from '../ui/icons.tsx';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { toast } from '../ui/toast.tsx';
import { keysShown } from './keys-dialog.tsx';
import './rail.css';
import { refusalWords, words } from '../words/words.ts';

/** On a phone the rail slides in from the side. */
const railOpen = signal(false);

/** Opens the rail where it is not always there. */
export function RailButton() {
  return (
    <span class="narrow-only">
      <Button
        look="quiet"
        iconOnly
        aria-label={words.frame.menu}
        aria-expanded={railOpen.value}
        onClick={() => {
          railOpen.value = true;
        }}
      >
        <MenuIcon />
      </Button>
    </span>
  );
}

/** @param view the view that the list shows, also while a conversation is open */
export function Rail({ view }: { view: ConversationView | null }) {
  const { inbox, sites } = useDesk();
  const counts = inbox.counts.value;
  const place = route.value;
  const nav = useRef<HTMLElement>(null);
  const open = railOpen.value;
  const close = () => {
    railOpen.value = false;
  };
  useKeys(open ? { Escape: close } : {});
  useEffect(close, [place]);
  useLayoutEffect(() => {
    if (open) nav.current?.querySelector<HTMLElement>('a')?.focus();
  }, [open]);
  const only = sites.value.length === 1 ? sites.value[0] : undefined;
  const viewLink = (name: ConversationView, icon: ComponentChildren, count?: number) => (
    <RailLink
      to={{ kind: 'view', view: name }}
      onGo={stopSearching}
      current={view === name}
      icon={icon}
      count={count}
    >
      {words.frame.views[name]}
    </RailLink>
  );
  return (
    <>
      <button
        type="button"
        class={open ? 'rail-scrim rail-scrim-open' : 'rail-scrim'}
        aria-label={words.frame.closeMenu}
        tabIndex={-1}
        onClick={close}
      />
      <nav ref={nav} class={open ? 'rail rail-open' : 'rail'} aria-label={words.frame.main}>
        <Brand name={only?.name ?? 'Parley'} />
        {viewLink('open', <ListIcon />, counts?.open)}
        {viewLink('mine', <InboxIcon />, counts?.mine)}
        {viewLink('unassigned', <ClockIcon />, counts?.unassigned)}
        {viewLink('resolved', <ResolvedIcon />)}
        <p class="rail-label">{words.frame.work}</p>
        <RailLink
          to={{ kind: 'tickets' }}
          current={place.kind === 'tickets' || place.kind === 'ticket'}
          icon={<TicketIcon />}
          count={counts?.tickets}
        >
          {words.frame.tickets}
        </RailLink>
        <RailLink
          to={{ kind: 'sites' }}
          current={['sites', 'site', 'people', 'profile', 'tokens'].includes(place.kind)}
          icon={<SettingsIcon />}
        >
          {words.frame.settings}
        </RailLink>
        <div class="rail-foot">
          <MeMenu />
        </div>
      </nav>
    </>
  );
}

interface RailLinkProps {
  to: Exclude<Route, { token: string } | { kind: 'nowhere' }>;
  current: boolean;
  icon: ComponentChildren;
  count?: number | undefined;
  onGo?: () => void;
  children: string;
}

function RailLink({ to, current, icon, count, onGo, children }: RailLinkProps) {
  return (
    <a
      class="rail-link"
      href={addressOf(to)}
      aria-current={current ? 'page' : undefined}
      title={children}
      onClick={onGo}
    >
      {icon}
      <span class="rail-words">{children}</span>
      {count !== undefined && count > 0 && <span class="rail-count">{count}</span>}
    </a>
  );
}

/** A view shows all it holds, whatever was looked for before. */
function stopSearching(): void {
  searchText.value = '';
}

function MeMenu() {
  const desk = useDesk();
  const session = useSession();
  const me = desk.me.value;
  const offline = desk.connection.link.value.kind === 'offline';
  const state = offline ? 'offline' : me.availability;
  const setAvailability = async (availability: 'here' | 'away') => {
    const answer = await desk.connection.request('presence:set', { availability });
    if (answer.ok) desk.directory.take([{ ...me, availability, presence: availability }]);
    else toast(refusalWords(answer.error));
  };
  const signOut = async () => {
    const refusal = await session.signOut();
    if (refusal) toast(refusalWords(refusal));
  };
  const { presence } = words.general;
  const items: MenuItem[] = [
    {
      kind: 'choice',
      label: presence.here,
      chosen: state === 'here',
      onPick: () => void setAvailability('here'),
    },
    {
      kind: 'choice',
      label: presence.away,
      chosen: state === 'away',
      onPick: () => void setAvailability('away'),
    },
    { kind: 'line' },
    { kind: 'label', text: words.frame.theme },
    ...themeChoices(),
    { kind: 'label', text: words.frame.sound },
    ...soundChoices(),
    { kind: 'line' },
    { kind: 'link', label: words.frame.profile, href: addressOf({ kind: 'profile' }) },
    {
      kind: 'action',
      label: words.frame.keys,
      hint: '?',
      onPick: () => {
        keysShown.value = true;
      },
    },
    { kind: 'action', label: words.frame.signOut, onPick: () => void signOut() },
  ];
  return (
    <Menu
      label={words.general.you}
      items={items}
      trigger={(binding) => (
        <button type="button" class="rail-me" {...binding}>
          <Avatar id={me.id} name={me.name} pictureUrl={me.pictureUrl} presence={state} />
          <span class="rail-me-words">
            <span class="rail-me-name">{me.name}</span>
            <span class="rail-me-state">{presence[state]}</span>
          </span>
        </button>
      )}
    />
  );
}

function themeChoices(): MenuItem[] {
  return (['system', 'light', 'dark'] as const).map((value) => ({
    kind: 'choice',
    label: words.frame.themes[value],
    chosen: theme.value === value,
    onPick: () => {
      theme.value = value;
    },
  }));
}

function soundChoices(): MenuItem[] {
  return (['on', 'off'] as const).map((value) => ({
    kind: 'choice',
    label: words.frame.sounds[value],
    chosen: sound.value === value,
    onPick: () => {
      sound.value = value;
    },
  }));
}
