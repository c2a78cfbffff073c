import type { Words } from '../en.ts';

export const writing: Words['writing'] = {
  what: 'Was Sie schreiben',
  reply: 'Antwort',
  note: 'Notiz',
  writeTo: 'An {name} schreiben',
  onlyTeam: 'Nur Ihr Team sieht das',
  send: 'Senden',
  closed: 'Dieses Ticket ist geschlossen. Wenn der Besucher wieder schreibt, beginnt eine neue Unterhaltung.',
  charactersLeft: {
    one: 'Noch {count} Zeichen',
    other: 'Noch {count} Zeichen',
  },
  charactersOver: {
    one: '{count} Zeichen zu viel. Bitte kürzen oder in zwei Teilen senden.',
    other: '{count} Zeichen zu viel. Bitte kürzen oder in zwei Teilen senden.',
  },
  attach: 'Dateien anhängen',
  emojis: 'Emoji',
  filesToSend: 'Zu sendende Dateien',
  removeFile: '{name} entfernen',
  sendingFile: '{name} wird gesendet',
  showPicture: '{name} zeigen',
  savePicture: 'Herunterladen ({size})',
  fileEmpty: '{name} ist leer.',
  fileTooLarge: '{name} ist größer als {size}. Teilen Sie stattdessen einen Link.',
  tooManyFiles: {
    one: 'Eine Nachricht fasst {count} Datei. Senden Sie die anderen in der nächsten.',
    other: 'Eine Nachricht fasst {count} Dateien. Senden Sie die anderen in der nächsten.',
  },
};
