import type { Words } from '../en.ts';

export const contacts: Words['contacts'] = {
  contact: 'Contato',
  loading: 'Carregando detalhes',
  noEmail: 'Ainda sem e-mail',
  online: 'No site agora',
  notOnline: 'Fora do site',
  ticket: 'Chamado',
  now: 'Agora',
  lastSeen: 'Visto por último',
  fromPage: 'Da página',
  before: 'Antes',
  noMessages: 'Sem mensagens',
  page: 'Página',
  cameFrom: 'Veio de',
  localTime: 'Hora local',
  browser: 'Navegador',
  userId: 'ID do usuário',
  notVerified: '{id} (não verificado)',
  signedIn: '{id} (conectado)',
  site: 'Site',
  firstSeen: 'Primeira visita',
};
