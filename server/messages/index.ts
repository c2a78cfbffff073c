export { messageRoutes } from './routes.ts';
export { type MessageSocketDeps, messageConsoleEvents, messageWidgetEvents } from './socket.ts';
