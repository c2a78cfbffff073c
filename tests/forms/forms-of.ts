import type { FilledForm, VisitorForm } from '../../shared/forms.ts';
import type { TestServer } from '../support/start-server.ts';

/** A form with every kind of field. */
export const ASKS_ALL: VisitorForm = {
  intro: 'A few words first.',
  fields: [
    { id: 'f1', kind: 'text', to: 'name', label: '', required: false },
    { id: 'f2', kind: 'text', to: 'email', label: '', required: true },
    {
      id: 'f3',
      kind: 'choice',
      to: 'topic',
      label: 'About',
      required: true,
      choices: ['An order', 'A return'],
    },
    { id: 'f4', kind: 'text', to: 'conversation', label: 'Order number', required: true },
    { id: 'f5', kind: 'checkbox', to: 'conversation', label: 'Express delivery', required: false },
  ],
  consent: {
    text: 'I agree that my data is kept to answer me.',
    linkText: 'Privacy',
    url: 'https://shop.example/privacy',
  },
};

/** That form, filled in as it should be; the address goes as the message's contact. */
export const FILLED: FilledForm = {
  kind: 'preChat',
  answers: [
    { field: 'topic', value: 'A return' },
    { field: 'f4', value: '4711' },
  ],
  consent: true,
};

/** A form with one question. */
export function asking(...fields: VisitorForm['fields']): VisitorForm {
  return { intro: '', fields, consent: null };
}

/** A site of its own that asks this. */
export async function siteAsking(
  server: TestServer,
  forms: { preChatForm?: VisitorForm; offlineForm?: VisitorForm },
) {
  const { id } = await server.addSite('Asking');
  return server.app.sites.change(id, forms);
}
