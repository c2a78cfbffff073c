import type { Words } from '../en.ts';

export const offers: Words['offers'] = {
  offer: 'Anbieten',
  quickReplies: 'Schnellantworten',
  quickReply: 'Schnellantwort',
  quickReplyHint: 'Eine Antwort zur Wahl, dann Enter',
  card: 'Karte',
  cardNamed: 'Karte: {title}',
  takeBack: '{what} zurücknehmen',
  title: 'Titel',
  text: 'Text',
  link: 'Link',
  picture: 'Bild',
  pictureWords: 'Was zu sehen ist',
  pictureWordsHelp: 'Wird denen vorgelesen, die das Bild nicht sehen.',
  add: 'Hinzufügen',
  titleNeeded: 'Eine Karte braucht einen Titel.',
  linkNeeded: 'Ein Link beginnt mit https://',
  noPicture: 'Das ist kein Bild, oder es ist zu groß.',
};
