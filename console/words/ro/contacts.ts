import type { Words } from '../en.ts';

export const contacts: Words['contacts'] = {
  contact: 'Contact',
  loading: 'Se încarcă detaliile',
  noEmail: 'Încă fără e-mail',
  online: 'Acum pe site',
  notOnline: 'Nu e pe site',
  ticket: 'Tichet',
  now: 'Acum',
  lastSeen: 'Văzut ultima dată',
  fromPage: 'Din pagină',
  before: 'Înainte',
  noMessages: 'Fără mesaje',
  page: 'Pagina',
  cameFrom: 'A venit de la',
  localTime: 'Ora locală',
  browser: 'Browser',
  userId: 'ID utilizator',
  notVerified: '{id} (neverificat)',
  signedIn: '{id} (autentificat)',
  site: 'Site',
  firstSeen: 'Prima vizită',
};
