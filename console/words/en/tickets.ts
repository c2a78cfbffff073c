/** Tickets: the table, one of them, a new one. */
export const tickets = {
  statuses: { open: 'Open', pending: 'Pending', solved: 'Solved', closed: 'Closed' },
  priorities: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },

  // A new one.
  new: 'New ticket',
  newSays: 'The conversation gets a number and is followed until it is solved.',
  subject: 'Subject',
  subjectNeeded: 'A ticket needs a subject.',
  priority: 'Priority',
  category: 'Category',

  // One.
  title: 'Ticket #{number}',
  made: 'made {day}',
  status: 'Status',
  closedForGood: 'Closed for good.',
  loadingOne: 'Loading the ticket',
  noSuch: 'There is no ticket with this number',
  notYours: 'It may belong to a site that you do not answer for.',
  openFailed: 'The ticket could not be opened',

  // The table.
  all: 'Tickets',
  notClosed: { one: '{count} not closed', other: '{count} not closed' },
  filters: { not_closed: 'Not closed', any: 'Any' },
  searchHint: 'Number, subject or words',
  loading: 'Loading tickets',
  failed: 'Tickets could not be loaded',
  nothingFound: 'Nothing found',
  nothingFoundSays: 'All words have to occur in one ticket. Try fewer, or another status above.',
  nothing: 'No tickets here',
  nothingSays:
    'A ticket follows what cannot be answered at once. Make one in a conversation with “Create ticket”.',
  number: 'No.',
  owner: 'Owner',
  updated: 'Updated',
} as const;
