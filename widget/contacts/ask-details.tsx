import type { Chat } from '../core/chat.ts';
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
        if (!details.email) return form.set({ wrong: 'Without an address we can only answer here.' });
        void chat.saveDetails(details).then((wrong) => wrong && form.set({ wrong }));
      }}
    >
      <p class="small">Leave your email, so that we can reach you when this page is closed.</p>
      <DetailsFields form={form} />
      <button type="submit" class="send big">
        Save
      </button>
    </form>
  );
}
