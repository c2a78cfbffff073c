import type { Words } from '../en.ts';

export const offers: Words['offers'] = {
  offer: 'Oferecer',
  quickReplies: 'Respostas rápidas',
  quickReply: 'Resposta rápida',
  quickReplyHint: 'Uma resposta para escolher, depois Enter',
  card: 'Cartão',
  cardNamed: 'Cartão: {title}',
  takeBack: 'Retirar {what}',
  title: 'Título',
  text: 'Texto',
  link: 'Link',
  picture: 'Imagem',
  pictureWords: 'O que se vê',
  pictureWordsHelp: 'Lido para quem não vê a imagem.',
  add: 'Adicionar',
  titleNeeded: 'Um cartão precisa de um título.',
  linkNeeded: 'Um link começa com https://',
  noPicture: 'Isto não é uma imagem, ou é grande demais.',
};
