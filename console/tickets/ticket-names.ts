import type { TicketPriority, TicketStatus } from '../../shared/tickets.ts';
import type { ChipTone } from '../ui/chip.tsx';

/** What they are called on the screen. */
export const STATUS_NAMES: Record<TicketStatus, string> = {
  open: 'Open',
  pending: 'Pending',
  solved: 'Solved',
  closed: 'Closed',
};

export const PRIORITY_NAMES: Record<TicketPriority, string> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
};

export const STATUS_TONES: Record<TicketStatus, ChipTone> = {
  open: 'plain',
  pending: 'plain',
  solved: 'good',
  closed: 'good',
};

/** Only what is out of the ordinary is colored. */
export const PRIORITY_TONES: Record<TicketPriority, ChipTone | null> = {
  low: null,
  normal: null,
  high: 'warn',
  urgent: 'bad',
};
