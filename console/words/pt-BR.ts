import type { Words } from './en.ts';
import { agents } from './pt-BR/agents.ts';
import { conversations } from './pt-BR/conversations.ts';
import { frame } from './pt-BR/frame.ts';
import { general } from './pt-BR/general.ts';
import { faults, refusals } from './pt-BR/refusals.ts';
import { tickets } from './pt-BR/tickets.ts';

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
