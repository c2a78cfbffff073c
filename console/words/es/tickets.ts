import type { Words } from '../en.ts';

export const tickets: Words['tickets'] = {
  statuses: { open: 'Abierto', pending: 'Pendiente', solved: 'Resuelto', closed: 'Cerrado' },
  priorities: { low: 'Baja', normal: 'Normal', high: 'Alta', urgent: 'Urgente' },

  new: 'Ticket nuevo',
  newSays: 'La conversación recibe un número y se sigue hasta que esté resuelta.',
  subject: 'Asunto',
  subjectNeeded: 'Un ticket necesita un asunto.',
  priority: 'Prioridad',
  category: 'Categoría',

  title: 'Ticket n.º {number}',
  made: 'creado: {day}',
  status: 'Estado',
  closedForGood: 'Cerrado definitivamente.',
  loadingOne: 'Cargando el ticket',
  noSuch: 'No hay ningún ticket con este número',
  notYours: 'Puede que sea de un sitio por el que no respondes.',
  openFailed: 'No se ha podido abrir el ticket',

  all: 'Tickets',
  notClosed: { one: '{count} sin cerrar', many: '{count} sin cerrar', other: '{count} sin cerrar' },
  filters: { not_closed: 'Sin cerrar', any: 'Todos' },
  searchHint: 'Número, asunto o palabras',
  loading: 'Cargando tickets',
  failed: 'No se han podido cargar los tickets',
  nothingFound: 'No se ha encontrado nada',
  nothingFoundSays:
    'Todas las palabras tienen que aparecer en un mismo ticket. Prueba con menos, o con otro estado arriba.',
  nothing: 'Aquí no hay tickets',
  nothingSays:
    'Un ticket sigue lo que no se puede responder al momento. Crea uno en una conversación con «Crear ticket».',
  number: 'N.º',
  owner: 'Responsable',
  updated: 'Modificado',
};
