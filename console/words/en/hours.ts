/** Business hours of a site. */
export const hours = {
  said: 'Business hours',
  saidHelp:
    'Where nobody is here outside of them, visitors are told when somebody is back, in their own time.',
  on: 'Tell visitors',
  off: 'Say nothing',
  timezone: 'Time zone',
  timezoneHelp: 'Of these hours. Clocks that change in spring and autumn are followed.',
  week: 'Hours of a week',
  from: '{day}, from',
  to: '{day}, to',
  closed: 'Closed',
  faults: {
    time: 'Fill in both times.',
    order: 'The end has to be later than the beginning.',
    noDay: 'At least one day needs hours.',
  },
} as const;
