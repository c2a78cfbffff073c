export { changeRoutes } from './change-routes.ts';
export { messageRoutes } from './routes.ts';
export { MESSAGES, messageConsoleEvents, messageWidgetEvents } from './socket.ts';
