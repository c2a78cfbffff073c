import type { Words } from './en.ts';
import { agents } from './ro/agents.ts';
import { contacts } from './ro/contacts.ts';
import { conversations } from './ro/conversations.ts';
import { forms } from './ro/forms.ts';
import { frame } from './ro/frame.ts';
import { general } from './ro/general.ts';
import { hours } from './ro/hours.ts';
import { look } from './ro/look.ts';
import { offers } from './ro/offers.ts';
import { faults, refusals } from './ro/refusals.ts';
import { sites } from './ro/sites.ts';
import { tickets } from './ro/tickets.ts';
import { tokens } from './ro/tokens.ts';
import { writing } from './ro/writing.ts';

export const words: Words = {
  direction: 'ltr',
  general,
  frame,
  conversations,
  writing,
  offers,
  contacts,
  tickets,
  agents,
  sites,
  look,
  forms,
  hours,
  tokens,
  refusals,
  faults,
};
