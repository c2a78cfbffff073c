import { useState } from 'preact/hooks';
import type { ConversationSummary } from '../../shared/conversations.ts';
import type { TicketPriority } from '../../shared/tickets.ts';
import { newClientId } from '../../widget/core/ids.ts';
import { createTicket } from '../conversations/actions.ts';
import { useForm } from '../core/use-form.ts';
import { useDesk } from '../desk-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { optionsOf, SelectField, TextField } from '../ui/field.tsx';
import { words } from '../words/words.ts';
import { proposeSubject } from './propose-subject.ts';

/** Gives the conversation a ticket. Its subject is proposed from the first message. */
export function NewTicketDialog({ summary, onClose }: { summary: ConversationSummary; onClose(): void }) {
  const desk = useDesk();
  // One id for as long as the dialog is open: trying again after a lost answer makes no second ticket.
  const [clientId] = useState(newClientId);
  const form = useForm<{ subject: string; priority: TicketPriority; category: string }>({
    subject: useState(() =>
      proposeSubject(summary.topic ?? firstMessage(desk.watching.open.peek(), summary)),
    )[0],
    priority: 'normal',
    category: '',
  });
  const categories = desk.sites.value.find((site) => site.id === summary.siteId)?.categories ?? [];
  const submit = async () => {
    if (!form.require({ subject: words.tickets.subjectNeeded })) return;
    const ticket = { ...form.values, conversationId: summary.id, clientId };
    const made = await form.submit(() => createTicket(desk, ticket));
    if (made !== null) onClose();
  };
  return (
    <Dialog
      title={words.tickets.new}
      says={words.tickets.newSays}
      verb={words.general.create}
      busy={form.busy}
      failure={form.failure}
      onConfirm={() => void submit()}
      onClose={onClose}
    >
      <TextField
        label={words.tickets.subject}
        value={form.values.subject}
        error={form.faults.subject}
        onText={(subject) => form.set('subject', subject)}
        input={{ autoFocus: true, required: true }}
      />
      <SelectField
        label={words.tickets.priority}
        value={form.values.priority}
        options={optionsOf(words.tickets.priorities)}
        onPick={(priority) => form.set('priority', priority)}
      />
      <SelectField
        label={words.tickets.category}
        value={form.values.category}
        error={form.faults.category}
        options={[
          { value: '', label: words.general.none },
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
