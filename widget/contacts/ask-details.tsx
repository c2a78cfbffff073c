import type { ErrorCode } from '../../shared/errors.ts';
import type { Chat } from '../core/chat.ts';
import { refusalWords, words } from '../words/words.ts';
import { DetailsFields, useDetails } from './details-fields.tsx';

/** Asks, within a thread, how the visitor can be reached. */
export function AskDetails({ chat }: { chat: Chat }) {
  const form = useDetails();
  return (
    <form
      class="form inline"
      // The browser's own word on an address is another one than ours.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const details = form.read();
        if (!details) return;
        if (!details.email) return form.set({ wrong: words.emailNeeded });
        void chat.saveDetails(details).then((why) => why && form.set({ wrong: wordsFor(why) }));
      }}
    >
      <p class="small">{words.leaveEmail}</p>
      <DetailsFields form={form} />
      <button type="submit" class="send big">
        {words.save}
      </button>
    </form>
  );
}

function wordsFor(why: ErrorCode | 'no_answer'): string {
  if (why === 'no_answer') return words.noConnection;
  return why === 'invalid_input' ? words.incompleteEmail : refusalWords(why);
}
