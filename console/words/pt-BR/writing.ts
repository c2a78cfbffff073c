import type { Words } from '../en.ts';

export const writing: Words['writing'] = {
  what: 'O que escrever',
  reply: 'Resposta',
  note: 'Nota',
  writeTo: 'Escrever para {name}',
  onlyTeam: 'Só a sua equipe vê isto',
  send: 'Enviar',
  closed: 'Este chamado está fechado. Se o visitante escrever de novo, começa outra conversa.',
  charactersLeft: {
    one: 'Resta {count} caractere',
    many: 'Restam {count} de caracteres',
    other: 'Restam {count} caracteres',
  },
  charactersOver: {
    one: '{count} caractere a mais. Encurte ou envie em duas partes.',
    many: '{count} de caracteres a mais. Encurte ou envie em duas partes.',
    other: '{count} caracteres a mais. Encurte ou envie em duas partes.',
  },
  attach: 'Anexar arquivos',
  emojis: 'Emoji',
  filesToSend: 'Arquivos a enviar',
  removeFile: 'Remover {name}',
  sendingFile: 'Enviando {name}',
  showPicture: 'Mostrar {name}',
  savePicture: 'Baixar ({size})',
  fileEmpty: '{name} está vazio.',
  fileTooLarge: '{name} passa de {size}. Compartilhe um link no lugar.',
  tooManyFiles: {
    one: 'Uma mensagem leva {count} arquivo. Envie os outros na próxima.',
    many: 'Uma mensagem leva {count} de arquivos. Envie os outros na próxima.',
    other: 'Uma mensagem leva {count} arquivos. Envie os outros na próxima.',
  },
};
