import type { Words } from '../en.ts';

export const tickets: Words['tickets'] = {
  statuses: { open: 'Aberto', pending: 'Pendente', solved: 'Solucionado', closed: 'Fechado' },
  priorities: { low: 'Baixa', normal: 'Normal', high: 'Alta', urgent: 'Urgente' },

  new: 'Novo chamado',
  newSays: 'A conversa recebe um número e é acompanhada até ser solucionada.',
  subject: 'Assunto',
  subjectNeeded: 'Um chamado precisa de um assunto.',
  priority: 'Prioridade',
  category: 'Categoria',

  title: 'Chamado nº {number}',
  made: 'criado: {day}',
  status: 'Status',
  closedForGood: 'Fechado de vez.',
  loadingOne: 'Carregando o chamado',
  noSuch: 'Não há chamado com este número',
  notYours: 'Talvez seja de um site pelo qual você não responde.',
  openFailed: 'Não foi possível abrir o chamado',

  all: 'Chamados',
  notClosed: { one: '{count} não fechado', many: '{count} não fechados', other: '{count} não fechados' },
  filters: { not_closed: 'Não fechado', any: 'Todos' },
  searchHint: 'Número, assunto ou palavras',
  loading: 'Carregando chamados',
  failed: 'Não foi possível carregar os chamados',
  nothingFound: 'Nada encontrado',
  nothingFoundSays:
    'Todas as palavras precisam aparecer no mesmo chamado. Tente com menos, ou com outro status acima.',
  nothing: 'Nenhum chamado aqui',
  nothingSays:
    'Um chamado acompanha o que não pode ser respondido na hora. Crie um em uma conversa com “Criar chamado”.',
  number: 'Nº',
  owner: 'Responsável',
  updated: 'Atualizado',
};
