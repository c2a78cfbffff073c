import { type ChatState, pendingIn } from '../core/chat-state.ts';
import { words } from '../words/words.ts';

/**
 * What has been said, as far as it can be shown before the rest of the chat is fetched: somebody may have sent the first
 * message where the network ends. Read out is what takes its place.
 */
export function PlainRows({ state, id }: { state: ChatState; id: string }) {
  const { entries = [], ahead = [] } = state.talks[id]?.thread ?? {};
  return (
    <div class="rows" aria-live="off">
      {[...entries, ...ahead].map(
        (entry) =>
          entry.kind === 'message' && (
            <div key={entry.clientId} class={entry.author.kind === 'contact' ? 'mine' : ''}>
              <div class="bubble" dir="auto">
                {entry.text || entry.cards?.[0]?.title || namesOf(entry.attachments) || words.deleted}
              </div>
            </div>
          ),
      )}
      {pendingIn(state, id).map(({ clientId, payload, state: { kind } }) => (
        <div key={clientId} class="mine">
          <div class="bubble" dir="auto">
            {payload.text || namesOf(payload.files)}
          </div>
          <div class="status">{words.status[kind === 'failed' ? 'notSent' : 'sending']}</div>
        </div>
      ))}
    </div>
  );
}

function namesOf(files: readonly { name: string }[] = []): string {
  return files.map(({ name }) => name).join(', ');
}
