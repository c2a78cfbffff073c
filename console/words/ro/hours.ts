import type { Words } from '../en.ts';

export const hours: Words['hours'] = {
  said: 'Program de lucru',
  saidHelp: 'Când nu e nimeni în afara programului, vizitatorii află când revine cineva, la ora lor.',
  on: 'Spune vizitatorilor',
  off: 'Nu spune nimic',
  timezone: 'Fus orar',
  timezoneHelp: 'Al acestui program. Se ține cont de ora de vară.',
  week: 'Programul săptămânii',
  from: '{day}, de la',
  to: '{day}, până la',
  closed: 'Închis',
  faults: {
    time: 'Completați ambele ore.',
    order: 'Sfârșitul trebuie să fie după început.',
    noDay: 'Cel puțin o zi are nevoie de program.',
  },
};
