import type { Words } from './en.ts';
import { agents } from './pt-BR/agents.ts';
import { contacts } from './pt-BR/contacts.ts';
import { conversations } from './pt-BR/conversations.ts';
import { forms } from './pt-BR/forms.ts';
import { frame } from './pt-BR/frame.ts';
import { general } from './pt-BR/general.ts';
import { hours } from './pt-BR/hours.ts';
import { look } from './pt-BR/look.ts';
import { offers } from './pt-BR/offers.ts';
import { faults, refusals } from './pt-BR/refusals.ts';
import { sites } from './pt-BR/sites.ts';
import { tickets } from './pt-BR/tickets.ts';
import { tokens } from './pt-BR/tokens.ts';
import { writing } from './pt-BR/writing.ts';

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
