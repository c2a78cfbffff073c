import type { Words } from '../en.ts';

export const offers: Words['offers'] = {
  offer: 'Ofrecer',
  quickReplies: 'Respuestas rápidas',
  quickReply: 'Respuesta rápida',
  quickReplyHint: 'Una respuesta para elegir, luego Intro',
  card: 'Tarjeta',
  cardNamed: 'Tarjeta: {title}',
  takeBack: 'Retirar {what}',
  title: 'Título',
  text: 'Texto',
  link: 'Enlace',
  picture: 'Imagen',
  pictureWords: 'Qué se ve',
  pictureWordsHelp: 'Se lee a quien no ve la imagen.',
  add: 'Añadir',
  titleNeeded: 'Una tarjeta necesita un título.',
  linkNeeded: 'Un enlace empieza por https://',
  noPicture: 'No es una imagen o es demasiado grande.',
};
