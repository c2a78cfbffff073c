import type { Words } from '../en.ts';

export const writing: Words['writing'] = {
  what: 'Que voulez-vous écrire',
  reply: 'Réponse',
  note: 'Note',
  writeTo: 'Écrire à {name}',
  onlyTeam: 'Seule votre équipe voit ceci',
  send: 'Envoyer',
  closed: 'Ce ticket est fermé. Si le visiteur écrit à nouveau, une nouvelle conversation commence.',
  charactersLeft: {
    one: 'Reste {count} caractère',
    many: 'Restent {count} de caractères',
    other: 'Restent {count} caractères',
  },
  charactersOver: {
    one: '{count} caractère de trop. Raccourcissez ou envoyez en deux parties.',
    many: '{count} de caractères de trop. Raccourcissez ou envoyez en deux parties.',
    other: '{count} caractères de trop. Raccourcissez ou envoyez en deux parties.',
  },
  attach: 'Joindre des fichiers',
  emojis: 'Émojis',
  filesToSend: 'Fichiers à envoyer',
  removeFile: 'Retirer {name}',
  sendingFile: 'Envoi de {name}',
  showPicture: 'Afficher {name}',
  savePicture: 'Télécharger ({size})',
  fileEmpty: '{name} est vide.',
  fileTooLarge: '{name} dépasse {size}. Partagez plutôt un lien.',
  tooManyFiles: {
    one: 'Un message contient {count} fichier au plus. Envoyez les autres dans le suivant.',
    many: 'Un message contient {count} de fichiers au plus. Envoyez les autres dans le suivant.',
    other: 'Un message contient {count} fichiers au plus. Envoyez les autres dans le suivant.',
  },
};
