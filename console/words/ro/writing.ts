import type { Words } from '../en.ts';

export const writing: Words['writing'] = {
  what: 'Ce scrii',
  reply: 'Răspuns',
  note: 'Notă',
  writeTo: 'Scrie-i: {name}',
  onlyTeam: 'Numai echipa ta vede asta',
  send: 'Trimite',
  closed: 'Tichetul este închis. Dacă vizitatorul scrie din nou, începe o conversație nouă.',
  charactersLeft: {
    one: 'A mai rămas {count} caracter',
    few: 'Au mai rămas {count} caractere',
    other: 'Au mai rămas {count} de caractere',
  },
  charactersOver: {
    one: '{count} caracter în plus. Scurtează textul sau trimite-l în două părți.',
    few: '{count} caractere în plus. Scurtează textul sau trimite-l în două părți.',
    other: '{count} de caractere în plus. Scurtează textul sau trimite-l în două părți.',
  },
  attach: 'Atașează fișiere',
  emojis: 'Emoji',
  filesToSend: 'Fișiere de trimis',
  removeFile: 'Elimină {name}',
  sendingFile: 'Se trimite {name}',
  showPicture: 'Arată {name}',
  savePicture: 'Descarcă ({size})',
  fileEmpty: '{name} este gol.',
  fileTooLarge: '{name} depășește {size}. Trimite în schimb un link.',
  tooManyFiles: {
    one: 'Un mesaj poate avea {count} fișier. Trimite-le pe celelalte în următorul.',
    few: 'Un mesaj poate avea {count} fișiere. Trimite-le pe celelalte în următorul.',
    other: 'Un mesaj poate avea {count} de fișiere. Trimite-le pe celelalte în următorul.',
  },
};
