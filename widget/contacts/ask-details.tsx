import type { ErrorCode } from '../../shared/errors.ts';
import { reachConsent } from '../../shared/reach-consent.ts';
import type { Chat } from '../core/chat.ts';
import type { ChatState } from '../core/chat-state.ts';
import { FORM_DRAFT } from '../core/drafts.ts';
import { FormFields } from '../forms/form-fields.tsx';
import { REACH } from '../forms/reach.ts';
import { useFilled } from '../forms/use-filled.ts';
import { moreWords, refusalWords } from '../words/more-words.ts';
import { words } from '../words/words.ts';

/** Asks, within a thread, how the visitor can be reached. */
export function AskDetails({ chat, state }: { chat: Chat; state: ChatState }) {
  const consent = reachConsent(state.site);
  const filled = useFilled(chat, { ...REACH, consent }, { ...state.contact });
  const save = async () => {
    const told = filled.read();
    if (!told) return;
    if (!told.contact.email) return filled.refuse(new Map([['email', moreWords().emailNeeded]]));
    const why = await chat.saveDetails({ ...told.contact, ...(told.consent && { consent: true }) });
    if (why === 'form_incomplete') filled.refuse(new Map([['consent', words.needed]]));
    else if (why) filled.refuse(new Map([['email', wordsFor(why)]]));
    else chat.drafts.keep(FORM_DRAFT, '');
  };
  return (
    <form
      class="form inline"
      // The browser's own word on an address is another one than ours.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="small">{moreWords().leaveEmail}</p>
      <FormFields filled={filled} marked={false} />
      <button type="submit" class="send big">
        {moreWords().save}
      </button>
    </form>
  );
}

function wordsFor(why: ErrorCode | 'no_answer'): string {
  if (why === 'no_answer') return moreWords().noConnection;
  return why === 'invalid_input' ? moreWords().incompleteEmail : refusalWords(why);
}
