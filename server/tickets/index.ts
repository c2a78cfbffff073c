export { ticketRoutes } from './routes.ts';
export { ticketConsoleEvents } from './socket.ts';
export { Tickets } from './tickets.ts';
