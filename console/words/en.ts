import type { Translation } from '../../shared/wording.ts';
import { agents } from './en/agents.ts';
import { contacts } from './en/contacts.ts';
import { conversations } from './en/conversations.ts';
import { forms } from './en/forms.ts';
import { frame } from './en/frame.ts';
import { general } from './en/general.ts';
import { hours } from './en/hours.ts';
import { look } from './en/look.ts';
import { offers } from './en/offers.ts';
import { faults, refusals } from './en/refusals.ts';
import { sites } from './en/sites.ts';
import { tickets } from './en/tickets.ts';
import { tokens } from './en/tokens.ts';
import { writing } from './en/writing.ts';

/** What the console says. English is the measure: the other languages say all of this and nothing else. */
export const words = {
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
} as const;

export type Words = Translation<typeof words> & { direction: 'ltr' | 'rtl' };
