export { AppendedAnswer, AuthorAnswer, pageOf, TicketRowAnswer } from './answers.ts';
export { appendedOf } from './appended-of.ts';
export { Conversations } from './conversations.ts';
export type { AppendRequest } from './log.ts';
export type { ConversationDocument } from './model.ts';
export type { OpeningForm } from './open.ts';
export { requireSight, siteScope } from './policy.ts';
export { conversationRoutes } from './routes.ts';
export type { SideEffect } from './side-effects.ts';
export {
  consoleEvents as conversationConsoleEvents,
  widgetEvents as conversationWidgetEvents,
} from './socket.ts';
export type { WrittenEntry } from './written.ts';
