import type { Words } from '../en.ts';

export const writing: Words['writing'] = {
  what: 'Qué quieres escribir',
  reply: 'Respuesta',
  note: 'Nota',
  writeTo: 'Escribir a {name}',
  onlyTeam: 'Esto solo lo ve tu equipo',
  send: 'Enviar',
  closed: 'Este ticket está cerrado. Si el visitante vuelve a escribir, empieza otra conversación.',
  charactersLeft: {
    one: 'Queda {count} carácter',
    many: 'Quedan {count} de caracteres',
    other: 'Quedan {count} caracteres',
  },
  charactersOver: {
    one: 'Sobra {count} carácter. Acórtalo o envíalo en dos partes.',
    many: 'Sobran {count} de caracteres. Acórtalo o envíalo en dos partes.',
    other: 'Sobran {count} caracteres. Acórtalo o envíalo en dos partes.',
  },
  attach: 'Adjuntar archivos',
  emojis: 'Emoji',
  filesToSend: 'Archivos para enviar',
  removeFile: 'Quitar {name}',
  sendingFile: 'Enviando {name}',
  showPicture: 'Mostrar {name}',
  savePicture: 'Descargar ({size})',
  fileEmpty: '{name} está vacío.',
  fileTooLarge: '{name} supera {size}. Comparte un enlace en su lugar.',
  tooManyFiles: {
    one: 'Un mensaje admite {count} archivo. Envía los demás en el siguiente.',
    many: 'Un mensaje admite {count} de archivos. Envía los demás en el siguiente.',
    other: 'Un mensaje admite {count} archivos. Envía los demás en el siguiente.',
  },
};
