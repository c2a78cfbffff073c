import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useKeys } from '../core/keys.ts';
import { useDesk } from '../desk-context.ts';
import { Composer, type ComposerHandle } from '../messages/composer.tsx';
import { navigate } from '../router.ts';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import type { VirtualListHandle } from '../ui/virtual-list.tsx';
import { assignOpen, toggleResolved } from './actions.ts';
import type { OpenConversation } from './open-conversation.ts';
import { ThreadHead, type ThreadHeadProps } from './thread-head.tsx';
import { ThreadLog } from './thread-log.tsx';
import './thread.css';
import { called } from '../contacts/called.ts';
import { refusalWords, words } from '../words/words.ts';

export interface ThreadColumnProps extends Omit<ThreadHeadProps, 'summary'> {
  id: string;
}

/** The open conversation: who, what was said, and where to answer. */
export function ThreadColumn({ id, ...head }: ThreadColumnProps) {
  const desk = useDesk();
  const { watching, inbox } = desk;
  useEffect(() => {
    watching.enter(id);
  }, [id]);
  useEffect(() => () => watching.leave(), []);
  const composer = useRef<ComposerHandle | null>(null);
  useKeys({
    r: () => composer.current?.focus('reply'),
    n: () => composer.current?.focus('note'),
    a: () => void assignOpen(desk, desk.me.peek().id),
    e: () => void toggleResolved(desk),
    Escape: () => navigate(head.backTo),
  });
  const open = watching.open.value?.id === id ? watching.open.value : null;
  // Before it is loaded, the list knows who it is.
  void inbox.known.version.value;
  const summary = open?.summary.value ?? inbox.known.get(id) ?? null;
  return (
    <main class="column thread" aria-label={words.conversations.one}>
      <ThreadHead summary={summary} {...head} />
      {open ? <ThreadBody key={id} open={open} composer={composer} /> : <ThreadSkeleton />}
    </main>
  );
}

function ThreadBody({
  open,
  composer,
}: {
  open: OpenConversation;
  composer: RefObject<ComposerHandle | null>;
}) {
  const log = useRef<VirtualListHandle | null>(null);
  const state = open.state.value;
  switch (state.kind) {
    case 'loading':
      return <ThreadSkeleton />;
    case 'failed':
      return <ThreadFailed open={open} />;
    case 'ready':
      break;
  }
  return (
    <>
      <ThreadLog
        open={open}
        handle={log}
        onEdit={(note, ...written) => composer.current?.append(note ? 'note' : 'reply', ...written)}
      />
      <Composer
        conversationId={open.id}
        to={called(open.summary.value?.contact)}
        closed={open.summary.value?.ticket?.status === 'closed'}
        handle={composer}
        onSent={() => log.current?.scrollToEnd()}
      />
    </>
  );
}

function ThreadFailed({ open }: { open: OpenConversation }) {
  const state = open.state.value;
  if (state.kind !== 'failed') return null;
  const gone = state.refusal.code === 'not_found' || state.refusal.code === 'invalid_input';
  if (gone) {
    return <Failed title={words.conversations.noSuch} says={words.conversations.notYours} />;
  }
  const again = () => {
    open.state.value = { kind: 'loading' };
    void open.watch();
  };
  return <Failed title={words.conversations.openFailed} says={refusalWords(state.refusal)} onRetry={again} />;
}

function ThreadSkeleton() {
  return (
    <Loading label={words.conversations.loadingOne}>
      <div class="thread-skeleton">
        <Skeleton width="52%" height={40} />
        <Skeleton width="44%" height={60} />
        <Skeleton width="36%" height={40} />
        <Skeleton width="48%" height={60} />
      </div>
    </Loading>
  );
}
