import type { Words } from '../en.ts';

export const offers: Words['offers'] = {
  offer: 'Oferă',
  quickReplies: 'Răspunsuri rapide',
  quickReply: 'Răspuns rapid',
  quickReplyHint: 'Un răspuns de ales, apoi Enter',
  card: 'Card',
  cardNamed: 'Card: {title}',
  takeBack: 'Retrage {what}',
  title: 'Titlu',
  text: 'Text',
  link: 'Link',
  picture: 'Imagine',
  pictureWords: 'Ce se vede',
  pictureWordsHelp: 'Se citește celor care nu văd imaginea.',
  add: 'Adaugă',
  titleNeeded: 'Un card are nevoie de un titlu.',
  linkNeeded: 'Un link începe cu https://',
  noPicture: 'Nu este o imagine sau este prea mare.',
};
