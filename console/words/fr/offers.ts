import type { Words } from '../en.ts';

export const offers: Words['offers'] = {
  offer: 'Proposer',
  quickReplies: 'Réponses rapides',
  quickReply: 'Réponse rapide',
  quickReplyHint: 'Une réponse à choisir, puis Entrée',
  card: 'Carte',
  cardNamed: 'Carte : {title}',
  takeBack: 'Retirer {what}',
  title: 'Titre',
  text: 'Texte',
  link: 'Lien',
  picture: 'Image',
  pictureWords: 'Ce qu’on voit',
  pictureWordsHelp: 'Lu à ceux qui ne voient pas l’image.',
  add: 'Ajouter',
  titleNeeded: 'Une carte a besoin d’un titre.',
  linkNeeded: 'Un lien commence par https://',
  noPicture: 'Ce n’est pas une image, ou elle est trop grande.',
};
