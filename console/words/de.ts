import { agents } from './de/agents.ts';
import { conversations } from './de/conversations.ts';
import { frame } from './de/frame.ts';
import { general } from './de/general.ts';
import { faults, refusals } from './de/refusals.ts';
import { tickets } from './de/tickets.ts';
import type { Words } from './en.ts';

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
