import type { EndingWords } from '../../ending/words.ts';

export const ending: EndingWords = {
  end: 'Encerrar o chat',
  endAsk: 'Encerrar esta conversa? Você pode escrever de novo quando quiser.',
  isTicket: 'Isto virou um chamado: ele continua até ser resolvido.',
  save: 'Salvar a conversa',
  print: 'Imprimir a conversa',
  collecting: 'Um momento',
  title: 'Conversa com {name}',
  you: 'Você',
  earlierMissing: 'O que foi dito antes não está aqui.',
  resume: 'Continuar em outro dispositivo',
  resumeHow:
    'Escaneie isto com o outro dispositivo ou abra o link nele. Funciona uma vez, por 10 minutos. Quem o usar lê esta conversa.',
  code: 'Código para o outro dispositivo',
  link: 'Link para o outro dispositivo',
  copy: 'Copiar o link',
  copied: 'Copiado',
  resumed: 'O outro dispositivo continua esta conversa. Você também pode continuar aqui.',
  resumeSignedIn: 'Entre na sua conta no outro dispositivo: suas conversas também estão lá.',
  codeOver: 'Este código expirou.',
  takeOver: 'Continuar sua conversa aqui?',
  takeOverWarning:
    'Este link vem de outro dispositivo, e quem o tiver lê o que você escrever aqui. Continue só se foi você quem pediu.',
  takeOverReplaces: 'Suas conversas neste navegador deixam de aparecer aqui.',
  takeOverHere: 'Continuar aqui',
  notNow: 'Agora não',
  linkOver: 'Este link já foi usado ou expirou. Peça outro no outro dispositivo.',
  signedInHere: 'Você entrou na sua conta aqui, por isso este link não pode ser usado.',
};
