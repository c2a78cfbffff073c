import type { Words } from '../en.ts';

export const tickets: Words['tickets'] = {
  statuses: { open: 'Deschis', pending: 'În așteptare', solved: 'Soluționat', closed: 'Închis' },
  priorities: { low: 'Scăzută', normal: 'Normală', high: 'Ridicată', urgent: 'Urgentă' },

  new: 'Tichet nou',
  newSays: 'Conversația primește un număr și este urmărită până la soluționare.',
  subject: 'Subiect',
  subjectNeeded: 'Un tichet are nevoie de un subiect.',
  priority: 'Prioritate',
  category: 'Categorie',

  title: 'Tichetul nr. {number}',
  made: 'creat: {day}',
  status: 'Stare',
  closedForGood: 'Închis definitiv.',
  loadingOne: 'Se încarcă tichetul',
  noSuch: 'Nu există niciun tichet cu acest număr',
  notYours: 'Poate ține de un site pentru care nu răspunzi.',
  openFailed: 'Tichetul nu s-a putut deschide',

  all: 'Tichete',
  notClosed: { one: '{count} neînchis', few: '{count} neînchise', other: '{count} neînchise' },
  filters: { not_closed: 'Neînchise', any: 'Toate' },
  searchHint: 'Număr, subiect sau cuvinte',
  loading: 'Se încarcă tichetele',
  failed: 'Tichetele nu s-au putut încărca',
  nothingFound: 'Nu s-a găsit nimic',
  nothingFoundSays:
    'Toate cuvintele trebuie să apară într-un singur tichet. Încearcă mai puține sau altă stare, mai sus.',
  nothing: 'Niciun tichet aici',
  nothingSays:
    'Un tichet urmărește ce nu se poate rezolva pe loc. Creează unul într-o conversație cu „Creează tichet”.',
  number: 'Nr.',
  owner: 'Responsabil',
  updated: 'Modificat',
};
