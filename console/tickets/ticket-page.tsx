import { useEffect, useState } from 'preact/hooks';
import type { Ack } from '../../shared/errors.ts';
import type { TicketRow } from '../../shared/tickets.ts';
import { fill } from '../../shared/wording.ts';
import { Columns } from '../conversations/workspace.tsx';
import { useDesk } from '../desk-context.ts';
import { addressOf } from '../router.ts';
import { BackIcon } from '../ui/icons.tsx';
import { Loading, Skeleton } from '../ui/skeleton.tsx';
import { Failed } from '../ui/state.tsx';
import { refusalWords, words } from '../words/words.ts';

/** A ticket by its number: its conversation, without the list. */
export function TicketPage({ number }: { number: number }) {
  const { api } = useDesk();
  const [found, setFound] = useState<Ack<TicketRow> | null>(null);
  const load = async (isGone: () => boolean) => {
    setFound(null);
    const answer = await api.get<TicketRow>(`/tickets/${number}`);
    if (!isGone()) setFound(answer);
  };
  useEffect(() => {
    let gone = false;
    void load(() => gone);
    return () => {
      gone = true;
    };
  }, [number]);
  const backTo = addressOf({ kind: 'tickets' });
  if (found?.ok) return <Columns id={found.value.conversationId} backTo={backTo} back="always" />;
  return (
    <main class="column">
      <header class="column-head">
        <a class="button button-quiet button-icon button-small" href={backTo} aria-label={words.general.back}>
          <BackIcon />
        </a>
        <h1 class="column-title">{fill(words.tickets.title, { number })}</h1>
      </header>
      {found === null && (
        <Loading label={words.tickets.loadingOne}>
          <div class="tickets-skeleton">
            <Skeleton width="50%" height={20} />
          </div>
        </Loading>
      )}
      {found?.ok === false &&
        (found.error.code === 'not_found' ? (
          <Failed title={words.tickets.noSuch} says={words.tickets.notYours} />
        ) : (
          <Failed
            title={words.tickets.openFailed}
            says={refusalWords(found.error)}
            onRetry={() => void load(() => false)}
          />
        ))}
    </main>
  );
}
