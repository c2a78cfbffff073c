import type { Words } from './en.ts';
import { agents } from './es/agents.ts';
import { contacts } from './es/contacts.ts';
import { conversations } from './es/conversations.ts';
import { forms } from './es/forms.ts';
import { frame } from './es/frame.ts';
import { general } from './es/general.ts';
import { hours } from './es/hours.ts';
import { look } from './es/look.ts';
import { offers } from './es/offers.ts';
import { faults, refusals } from './es/refusals.ts';
import { sites } from './es/sites.ts';
import { tickets } from './es/tickets.ts';
import { tokens } from './es/tokens.ts';
import { writing } from './es/writing.ts';

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
