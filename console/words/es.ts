import type { Words } from './en.ts';
import { agents } from './es/agents.ts';
import { conversations } from './es/conversations.ts';
import { frame } from './es/frame.ts';
import { general } from './es/general.ts';
import { faults, refusals } from './es/refusals.ts';
import { tickets } from './es/tickets.ts';

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
