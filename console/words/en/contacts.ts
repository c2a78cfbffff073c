/** Who the visitor is, beside the conversation. */
export const contacts = {
  contact: 'Contact',
  loading: 'Loading details',
  noEmail: 'No email yet',
  online: 'On the site now',
  notOnline: 'Not on the site',
  ticket: 'Ticket',
  now: 'Now',
  lastSeen: 'Last seen',
  fromPage: 'From the page',
  form: 'Before the first message',
  topic: 'Topic',
  agreed: 'Agreed to',
  before: 'Before',
  noMessages: 'No messages',

  // What is known of a visit.
  page: 'Page',
  cameFrom: 'Came from',
  localTime: 'Local time',
  browser: 'Browser',
  userId: 'User ID',
  notVerified: '{id} (not verified)',
  signedIn: '{id} (signed in)',
  site: 'Site',
  firstSeen: 'First seen',
} as const;
