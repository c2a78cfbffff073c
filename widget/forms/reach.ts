import type { VisitorForm } from '../../shared/forms.ts';

const question = { kind: 'text', label: '', required: false } as const;

/** What the chat itself asks where nobody is there. */
export const REACH: VisitorForm = {
  intro: '',
  fields: [
    { ...question, id: 'f1', to: 'name' },
    { ...question, id: 'f2', to: 'email' },
  ],
  consent: null,
};
