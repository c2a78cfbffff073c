import { agents } from './de/agents.ts';
import { contacts } from './de/contacts.ts';
import { conversations } from './de/conversations.ts';
import { forms } from './de/forms.ts';
import { frame } from './de/frame.ts';
import { general } from './de/general.ts';
import { hours } from './de/hours.ts';
import { look } from './de/look.ts';
import { offers } from './de/offers.ts';
import { faults, refusals } from './de/refusals.ts';
import { sites } from './de/sites.ts';
import { tickets } from './de/tickets.ts';
import { tokens } from './de/tokens.ts';
import { writing } from './de/writing.ts';
import type { Words } from './en.ts';

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
