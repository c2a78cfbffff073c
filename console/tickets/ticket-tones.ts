import type { TicketPriority, TicketStatus } from '../../shared/tickets.ts';
import type { ChipTone } from '../ui/chip.tsx';

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
