import type { Words } from './en.ts';
import { agents } from './fr/agents.ts';
import { conversations } from './fr/conversations.ts';
import { frame } from './fr/frame.ts';
import { general } from './fr/general.ts';
import { faults, refusals } from './fr/refusals.ts';
import { tickets } from './fr/tickets.ts';

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
