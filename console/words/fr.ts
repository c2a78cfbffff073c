import type { Words } from './en.ts';
import { agents } from './fr/agents.ts';
import { contacts } from './fr/contacts.ts';
import { conversations } from './fr/conversations.ts';
import { forms } from './fr/forms.ts';
import { frame } from './fr/frame.ts';
import { general } from './fr/general.ts';
import { hours } from './fr/hours.ts';
import { look } from './fr/look.ts';
import { offers } from './fr/offers.ts';
import { faults, refusals } from './fr/refusals.ts';
import { sites } from './fr/sites.ts';
import { tickets } from './fr/tickets.ts';
import { tokens } from './fr/tokens.ts';
import { writing } from './fr/writing.ts';

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
