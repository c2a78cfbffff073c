import { asksSomething } from '../../shared/asked-fields.ts';
import type { ContactDetails } from '../../shared/contacts.ts';
import type { FormKind, VisitorForm } from '../../shared/forms.ts';
import type { ChatState } from '../core/chat-state.ts';

/** What the visitor is asked before the first message. */
export interface AskedForm {
  /** The site's; both are null where nobody is there and the chat itself asks how the visitor can be reached. */
  form: VisitorForm | null;
  kind: FormKind | null;
  /** Whether nobody is there. */
  away: boolean;
  /** What is not asked again. */
  known: ContactDetails;
}

/** What is asked now; null for nothing. */
export function formOf({ site, presence, contact, label }: ChatState): AskedForm | null {
  const away = presence?.here === false;
  const known = { ...label, ...contact };
  const { preChatForm, offlineForm } = site;
  const form = (away && offlineForm) || preChatForm || null;
  const kind = form && (form === offlineForm ? 'offline' : 'preChat');
  return (form ? asksSomething(form, known) : away && !known.email) ? { form, kind, away, known } : null;
}
