import type { Words } from './en.ts';
import { agents } from './ro/agents.ts';
import { conversations } from './ro/conversations.ts';
import { frame } from './ro/frame.ts';
import { general } from './ro/general.ts';
import { faults, refusals } from './ro/refusals.ts';
import { tickets } from './ro/tickets.ts';

export const words: Words = {
  direction: 'ltr',
  general,
  frame,
  conversations,
  tickets,
  agents,
  refusals,
  faults,
};
