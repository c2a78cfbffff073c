/** What an agent does with a conversation. Each is sent under its own id, so that sending twice counts once. */
import type { Ack } from '../../shared/errors.ts';
import type { Appended } from '../../shared/messages.ts';
import type { TicketPriority } from '../../shared/tickets.ts';
import { newClientId } from '../../widget/core/ids.ts';
import type { Desk } from '../desk.ts';
import { toast } from '../ui/toast.tsx';
import { refusalWords } from '../words/words.ts';

/** Gives the conversation on the screen to an agent, or to nobody. */
export async function assignOpen(desk: Desk, assigneeId: string | null): Promise<void> {
  const summary = desk.watching.open.peek()?.summary.peek();
  if (!summary || summary.assigneeId === assigneeId) return;
  const answer = await desk.connection.request('conversation:assign', {
    conversationId: summary.id,
    clientId: newClientId(),
    assigneeId,
    expectedAssigneeId: summary.assigneeId,
  });
  settle(desk, summary.id, answer);
}

/** Ends the conversation on the screen, or takes it up again. */
export async function toggleResolved(desk: Desk): Promise<void> {
  const summary = desk.watching.open.peek()?.summary.peek();
  if (!summary) return;
  const event = summary.status === 'open' ? 'conversation:resolve' : 'conversation:reopen';
  const answer = await desk.connection.request(event, {
    conversationId: summary.id,
    clientId: newClientId(),
  });
  settle(desk, summary.id, answer);
}

export interface NewTicket {
  conversationId: string;
  clientId: string;
  subject: string;
  priority: TicketPriority;
  category: string;
}

/** Gives a conversation a ticket. What is refused is left to the dialog to show. */
export async function createTicket(
  desk: Desk,
  ticket: NewTicket,
): Promise<Ack<Appended & { number: number }>> {
  const answer = await desk.connection.request('ticket:create', ticket);
  if (answer.ok) catchUp(desk, ticket.conversationId);
  return answer;
}

function settle(desk: Desk, conversationId: string, answer: Ack<Appended>): void {
  if (!answer.ok) toast(refusalWords(answer.error));
  // Also after a refusal: somebody else may have been quicker.
  catchUp(desk, conversationId);
}

/** The entry of one's own doing is not sent to this tab: it is fetched. */
function catchUp(desk: Desk, conversationId: string): void {
  const open = desk.watching.open.peek();
  if (open?.id === conversationId) void open.watch();
}
