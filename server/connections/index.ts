export { ConsoleConnections } from './console-connection.ts';
export { HandshakeLimit } from './handshake-limit.ts';
export { createIdentify } from './identify.ts';
export { mayConnect } from './may-connect.ts';
export { createNoteHandshake } from './note-handshake.ts';
export { OpenConnections } from './open-connections.ts';
export { widgetRoutes } from './routes.ts';
export { WidgetConnections } from './widget-connection.ts';
