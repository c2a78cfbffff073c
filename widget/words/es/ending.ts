import type { EndingWords } from '../../ending/words.ts';

export const ending: EndingWords = {
  end: 'Terminar el chat',
  endAsk: '¿Terminar esta conversación? Puede volver a escribir cuando quiera.',
  isTicket: 'Se ha convertido en un ticket: sigue abierto hasta que se resuelva.',
  save: 'Guardar la conversación',
  print: 'Imprimir la conversación',
  collecting: 'Un momento',
  title: 'Conversación con {name}',
  you: 'Usted',
  earlierMissing: 'Lo que se dijo antes no está aquí.',
  resume: 'Continuar en otro dispositivo',
  resumeHow:
    'Escanee esto con el otro dispositivo o abra allí el enlace. Funciona una vez, durante 10 minutos. Quien lo use lee esta conversación.',
  code: 'Código para el otro dispositivo',
  link: 'Enlace para el otro dispositivo',
  copy: 'Copiar el enlace',
  copied: 'Copiado',
  resumed: 'El otro dispositivo continúa esta conversación. También puede seguir aquí.',
  resumeSignedIn: 'Inicie sesión en el otro dispositivo: sus conversaciones también están allí.',
  codeOver: 'Este código ha caducado.',
  takeOver: '¿Continuar aquí su conversación?',
  takeOverWarning:
    'Este enlace viene de otro dispositivo, y quien lo tenga lee lo que usted escriba aquí. Siga solo si fue usted quien lo pidió.',
  takeOverReplaces: 'Sus conversaciones de este navegador dejarán de mostrarse aquí.',
  takeOverHere: 'Continuar aquí',
  notNow: 'Ahora no',
  linkOver: 'Este enlace ya se ha usado o ha caducado. Pida otro en el otro dispositivo.',
  signedInHere: 'Aquí ha iniciado sesión, por eso no se puede usar este enlace.',
};
