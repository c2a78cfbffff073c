/** What is said in many places. */
export const general = {
  save: 'Save',
  cancel: 'Cancel',
  close: 'Close',
  create: 'Create',
  done: 'Done',
  edit: 'Edit',
  delete: 'Delete',
  remove: 'Remove',
  discard: 'Discard',
  back: 'Back',
  tryAgain: 'Try again',
  search: 'Search',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Select and copy it',
  closeMessage: 'Close this message',
  oneMoment: 'One moment',
  loadingMore: 'Loading more',
  restFailed: 'The rest could not be loaded.',

  name: 'Name',
  email: 'Email',
  language: 'Language',
  on: 'On',
  none: 'None',
  /** No time has passed. */
  now: 'now',

  // People.
  you: 'You',
  /** In a list of colleagues. */
  thatIsYou: '{name} (you)',
  nobody: 'Nobody',
  somebody: 'Somebody',
  /** A contact without a name; the mark is four letters. */
  visitor: 'Visitor {mark}',
  theVisitor: 'The visitor',
  presence: { here: 'Here', away: 'Away', offline: 'Offline' },

  // A form.
  notSaved: { one: '{count} change not saved', other: '{count} changes not saved' },
  putRight: 'Something has to be put right first',
  leave: {
    title: 'Leave without saving?',
    says: 'What you changed here is not kept.',
    verb: 'Leave',
  },
  nameNeeded: 'A name is needed.',
  typeName: 'Type your name.',
  typeEmail: 'Type your email.',
  typePassword: 'Type your password.',
  choosePassword: 'Choose a password.',
  atLeastCharacters: { one: 'At least {count} character.', other: 'At least {count} characters.' },
  characters: { one: '{count} character', other: '{count} characters' },
  strength: {
    short: 'Too short: {characters}. {least}',
    fair: 'Fair: {characters}. {least}',
    good: 'Good: {characters}. {least}',
    strong: 'Strong: {characters}. {least}',
  },
} as const;
