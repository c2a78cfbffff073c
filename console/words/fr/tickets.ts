import type { Words } from '../en.ts';

export const tickets: Words['tickets'] = {
  statuses: { open: 'Ouvert', pending: 'En attente', solved: 'Résolu', closed: 'Fermé' },
  priorities: { low: 'Basse', normal: 'Normale', high: 'Haute', urgent: 'Urgente' },

  new: 'Nouveau ticket',
  newSays: 'La conversation reçoit un numéro et est suivie jusqu’à sa résolution.',
  subject: 'Objet',
  subjectNeeded: 'Un ticket a besoin d’un objet.',
  priority: 'Priorité',
  category: 'Catégorie',

  title: 'Ticket n°\u00a0{number}',
  made: 'créé\u00a0: {day}',
  status: 'Statut',
  closedForGood: 'Fermé définitivement.',
  loadingOne: 'Chargement du ticket',
  noSuch: 'Aucun ticket ne porte ce numéro',
  notYours: 'Il appartient peut-être à un site pour lequel vous ne répondez pas.',
  openFailed: 'Le ticket n’a pas pu être ouvert',

  all: 'Tickets',
  notClosed: {
    one: '{count} non fermé',
    many: '{count} non fermés',
    other: '{count} non fermés',
  },
  filters: { not_closed: 'Non fermé', any: 'Tous' },
  searchHint: 'Numéro, objet ou mots',
  loading: 'Chargement des tickets',
  failed: 'Les tickets n’ont pas pu être chargés',
  nothingFound: 'Rien trouvé',
  nothingFoundSays:
    'Tous les mots doivent figurer dans un même ticket. Essayez avec moins de mots, ou un autre statut ci-dessus.',
  nothing: 'Aucun ticket ici',
  nothingSays:
    'Un ticket suit ce à quoi on ne peut pas répondre tout de suite. Créez-en un dans une conversation avec «\u00a0Créer un ticket\u00a0».',
  number: 'N°',
  owner: 'Responsable',
  updated: 'Modifié',
};
