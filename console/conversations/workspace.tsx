import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ConversationView } from '../../shared/conversations.ts';
import { Details } from '../contacts/details.tsx';
import { detailsShown } from '../core/preferences.ts';
import { addressOf } from '../router.ts';
import { Empty } from '../ui/state.tsx';
import { ListColumn } from './list-column.tsx';
import { ThreadColumn } from './thread-column.tsx';
import './workspace.css';
import { fillWith } from '../words/fill-with.ts';
import { words } from '../words/words.ts';

/** Where there is no room beside the thread, details lie over it and are closed at first. */
const NARROW = '(max-width: 1180px)';
const narrow = signal(typeof matchMedia !== 'undefined' && matchMedia(NARROW).matches);
const detailsOver = signal(false);

if (typeof matchMedia !== 'undefined') {
  matchMedia(NARROW).addEventListener('change', (event) => {
    narrow.value = event.matches;
    detailsOver.value = false;
  });
}

/** List, thread and details side by side. */
export function Workspace({ view, id }: { view: ConversationView; id: string | null }) {
  const backTo = addressOf({ kind: 'view', view });
  return (
    <Columns id={id} backTo={backTo} back="narrow" list={<ListColumn view={view} chosenId={id} />}>
      <section class="column thread" aria-label={words.conversations.one}>
        <Empty title={words.conversations.choose}>
          {fillWith(words.conversations.chooseHow, {
            first: <kbd class="keycap">j</kbd>,
            all: <kbd class="keycap">?</kbd>,
          })}
        </Empty>
      </section>
    </Columns>
  );
}

export interface ColumnsProps {
  id: string | null;
  backTo: string;
  back: 'always' | 'narrow';
  list?: ComponentChildren;
  /** Shown where no conversation is open. */
  children?: ComponentChildren;
}

/** A conversation with its details, with or without a list beside it. */
export function Columns({ id, backTo, back, list, children }: ColumnsProps) {
  const button = useRef<HTMLSpanElement>(null);
  const over = narrow.value;
  const detailsOpen = id !== null && (over ? detailsOver.value : detailsShown.value === 'shown');
  useEffect(() => {
    detailsOver.value = false;
  }, [id]);
  const toggle = () => {
    if (over) detailsOver.value = !detailsOver.value;
    else detailsShown.value = detailsOpen ? 'hidden' : 'shown';
  };
  const close = () => {
    toggle();
    button.current?.querySelector('button')?.focus();
  };
  const classes = ['workspace'];
  if (detailsOpen) classes.push('workspace-details');
  if (id !== null) classes.push('workspace-chosen');
  if (!list) classes.push('workspace-single');
  return (
    <div class={classes.join(' ')}>
      {list}
      {id === null ? (
        children
      ) : (
        <ThreadColumn
          id={id}
          backTo={backTo}
          back={back}
          detailsOpen={detailsOpen}
          detailsButton={button}
          onToggleDetails={toggle}
        />
      )}
      {detailsOpen && over && (
        <button
          type="button"
          class="workspace-scrim"
          aria-label={words.conversations.closeDetails}
          tabIndex={-1}
          onClick={close}
        />
      )}
      {detailsOpen && id !== null && <Details id={id} onClose={over ? close : undefined} />}
    </div>
  );
}
