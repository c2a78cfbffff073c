import { useState } from 'preact/hooks';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { TicketPriority } from '../../shared/tickets.ts';
import { newClientId } from '../../widget/core/ids.ts';
import { createTicket } from '../conversations/actions.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField, TextField } from '../ui/field.tsx';
import { proposeSubject } from './propose-subject.ts';
import { PRIORITY_NAMES } from './ticket-names.ts';

/** Gives the conversation a ticket. Its subject is proposed from the first message. */
export function NewTicketDialog({ summary, onClose }: { summary: ConversationSummary; onClose(): void }) {
  const desk = useDesk();
  // One id for as long as the dialog is open: trying again after a lost answer makes no second ticket.
  const [clientId] = useState(newClientId);
  const form = useForm<{ subject: string; priority: TicketPriority; category: string }>({
    subject: useState(() => proposeSubject(firstMessage(desk.watching.open.peek(), summary)))[0],
    priority: 'normal',
    category: '',
  });
  const categories = desk.sites.value.find((site) => site.id === summary.siteId)?.categories ?? [];
  const submit = async () => {
    if (!form.require({ subject: 'A ticket needs a subject.' })) return;
    const ticket = { ...form.values, conversationId: summary.id, clientId };
    const made = await form.submit(() => createTicket(desk, ticket));
    if (made !== null) onClose();
  };
  return (
    <Dialog
      title="New ticket"
      says="The conversation gets a number and is followed until it is solved."
      verb="Create"
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label="Subject"
        value={form.values.subject}
        error={form.faults.subject}
        onText={(subject) => form.set('subject', subject)}
        input={{ autoFocus: true, required: true }}
      />
      <SelectField
        label="Priority"
        value={form.values.priority}
        options={optionsOf(PRIORITY_NAMES)}
        onPick={(priority) => form.set('priority', priority)}
      />
      <SelectField
        label="Category"
        value={form.values.category}
        error={form.faults.category}
        options={[
          { value: '', label: 'None' },
          ...categories.map((category) => ({ value: category, label: category })),
        ]}
        onPick={(category) => form.set('category', category)}
      />
    </Dialog>
  );
}

interface HasThread {
  thread: { peek(): { entries: readonly { kind: string; author: { kind: string }; text?: string }[] } };
}

function firstMessage(open: HasThread | null, summary: ConversationSummary): string {
  const entries = open?.thread.peek().entries ?? [];
  const first = entries.find((entry) => entry.kind === 'message' && entry.author.kind === 'contact');
  return first?.text ?? summary.preview?.text ?? '';
}
