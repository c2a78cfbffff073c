/** Where replies and notes are written, and the files that go along. */
export const writing = {
  what: 'What to write',
  reply: 'Reply',
  note: 'Note',
  writeTo: 'Write to {name}',
  onlyTeam: 'Only your team sees this',
  send: 'Send',
  closed: 'This ticket is closed. When the visitor writes again, a new conversation begins.',
  charactersLeft: { one: '{count} character left', other: '{count} characters left' },
  charactersOver: {
    one: '{count} character too many. Shorten it or send it in two parts.',
    other: '{count} characters too many. Shorten it or send it in two parts.',
  },

  attach: 'Attach files',
  emojis: 'Emoji',
  filesToSend: 'Files to send',
  removeFile: 'Remove {name}',
  sendingFile: 'Sending {name}',
  showPicture: 'Show {name}',
  savePicture: 'Save it ({size})',
  fileEmpty: '{name} is empty.',
  fileTooLarge: '{name} is larger than {size}. Share a link to it instead.',
  tooManyFiles: {
    one: 'A message takes {count} file. Send the others in the next one.',
    other: 'A message takes {count} files. Send the others in the next one.',
  },
} as const;
