/** The lists of conversations, and the one that is open. */
export const conversations = {
  // The lists.
  list: 'Conversations',
  searchHint: 'Name, email, number or words',
  all: 'All conversations',
  order: 'Order',
  orderNow: 'Order: ',
  orders: { newest: 'Newest', longest_waiting: 'Longest waiting' },
  loading: 'Loading conversations',
  listFailed: 'The list could not be loaded',
  nothing: {
    open: { title: 'Nobody is waiting', says: 'New conversations appear here by themselves.' },
    mine: { title: 'Nothing is yours yet', says: 'Take a conversation with “Assign to me”.' },
    unassigned: {
      title: 'Everything has an owner',
      says: 'New conversations that nobody has taken appear here.',
    },
    resolved: { title: 'Nothing is resolved yet', says: 'What you resolve is kept here.' },
  },
  nothingFound: {
    title: 'Nothing found',
    says: 'All words have to occur in one conversation. Try fewer, or only the beginning of the last one.',
  },
  /** After the number. */
  unread: 'unread',
  /** Before how long. */
  waiting: 'waiting',
  noMessagesYet: 'No messages yet',
  lastWords: '{who}: {text}',
  reply: 'Reply',
  resolved: 'Resolved',

  // The open one.
  one: 'Conversation',
  choose: 'Choose a conversation',
  chooseHow: 'Press {first} for the first one, {all} for all keys.',
  noSuch: 'There is no such conversation',
  notYours: 'It may be one of a site that you do not answer for.',
  openFailed: 'The conversation could not be opened',
  loadingOne: 'Loading the conversation',
  hideDetails: 'Hide details',
  showDetails: 'Show details',
  closeDetails: 'Close details',
  assignTo: 'Assign to',
  assignToMe: 'Assign to me',
  /** Before a name. */
  assignedTo: 'Assigned to',
  createTicket: 'Create ticket',
  resolve: 'Resolve',
  reopen: 'Reopen',

  // Its log.
  messages: 'Messages',
  earlierFailed: 'Earlier messages could not be loaded. Try again',
  loadingEarlier: 'Loading earlier messages',
  follows: 'This follows an {earlier}',
  earlier: 'earlier conversation',
  typing: { one: '{names} is typing', other: '{names} are typing' },
  newest: 'Newest',
  newMessages: { one: '{count} new message', other: '{count} new messages' },
  newMessage: 'New message',
  /** A message without words. */
  attached: { photo: 'Photo', file: 'File: {name}' },

  // A message or a note; each kind has its own sentences, as languages need them.
  ofMessage: {
    menu: 'What to do with this message',
    options: 'Options of this message',
    delete: 'Delete this message?',
    edit: 'Edit message',
    gone: 'Message deleted',
  },
  ofNote: {
    menu: 'What to do with this note',
    options: 'Options of this note',
    delete: 'Delete this note?',
    edit: 'Edit note',
    gone: 'Note deleted',
  },
  note: 'note',
  react: 'React {emoji}',
  history: 'History',
  deleteSays: 'What it said stays in its history, which only your team sees.',
  edited: 'Edited',
  loadingHistory: 'Loading',
  wrote: '{name} wrote · {time}',
  editedBy: '{name} edited · {time}',
  deletedBy: '{name} deleted · {time}',
  status: { sending: 'Sending', waiting: 'Waiting', sent: 'Sent', seen: 'Seen' },
  unsaved: 'not saved, keep this page open',
  notSent: 'Not sent. {why}',

  // What happened, done by the reader or by somebody else.
  events: {
    mine: {
      taken: 'You took this conversation',
      assigned: 'You assigned this to {whom}',
      unassigned: 'You assigned this to nobody',
      resolved: 'You resolved this',
      resolvedAndClosed: 'You resolved this and closed the ticket',
      reopened: 'You reopened this',
      ticketCreated: 'You made ticket {number}',
      ticketChanged: 'You changed the ticket: {changes}',
    },
    theirs: {
      taken: '{who} took this conversation',
      assigned: '{who} assigned this to {whom}',
      unassigned: '{who} assigned this to nobody',
      resolved: '{who} resolved this',
      resolvedAndClosed: '{who} resolved this and closed the ticket',
      reopened: '{who} reopened this',
      ticketCreated: '{who} made ticket {number}',
      ticketChanged: '{who} changed the ticket: {changes}',
    },
    assignedToYou: '{who} assigned this to you',
    ended: '{who} ended the chat',
    awayTold: '{who} was told that nobody is here and asked for an email address',
  },
  changed: {
    subject: 'subject “{value}”',
    priority: 'priority {value}',
    category: 'category {value}',
    noCategory: 'no category',
    status: 'status {value}',
  },
} as const;
