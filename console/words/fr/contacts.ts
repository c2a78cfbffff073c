import type { Words } from '../en.ts';

export const contacts: Words['contacts'] = {
  contact: 'Contact',
  loading: 'Chargement des détails',
  noEmail: 'Pas encore d’e-mail',
  online: 'Sur le site en ce moment',
  notOnline: 'Pas sur le site',
  ticket: 'Ticket',
  now: 'Maintenant',
  lastSeen: 'Vu pour la dernière fois',
  fromPage: 'De la page',
  before: 'Avant',
  noMessages: 'Aucun message',
  page: 'Page',
  cameFrom: 'Venu de',
  localTime: 'Heure locale',
  browser: 'Navigateur',
  userId: 'Identifiant',
  notVerified: '{id} (non vérifié)',
  signedIn: '{id} (connecté)',
  site: 'Site',
  firstSeen: 'Première visite',
};
