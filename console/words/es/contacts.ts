import type { Words } from '../en.ts';

export const contacts: Words['contacts'] = {
  contact: 'Contacto',
  loading: 'Cargando detalles',
  noEmail: 'Todavía sin correo',
  online: 'Ahora en el sitio',
  notOnline: 'No está en el sitio',
  ticket: 'Ticket',
  now: 'Ahora',
  lastSeen: 'Visto por última vez',
  fromPage: 'De la página',
  before: 'Antes',
  noMessages: 'Sin mensajes',
  page: 'Página',
  cameFrom: 'Vino de',
  localTime: 'Hora local',
  browser: 'Navegador',
  userId: 'ID de usuario',
  notVerified: '{id} (sin verificar)',
  signedIn: '{id} (con sesión)',
  site: 'Sitio',
  firstSeen: 'Primera visita',
};
