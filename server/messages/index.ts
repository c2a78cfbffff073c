export { messageRoutes } from './routes.ts';
export { messageConsoleEvents, messageWidgetEvents } from './socket.ts';
