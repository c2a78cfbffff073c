/**
 * What is not needed until a message is sent, in one chunk: several would each share other modules with the chat, and
 * every such set would be a file of its own. So would what this one shares, if it did not share everything.
 */
import './main.tsx';

export { pickFiles, takeFiles } from './attachments/take-files.ts';
export { createUploads } from './attachments/visitor-uploads.ts';
export { readContext } from './contacts/read-context.ts';
export { readIdentity } from './contacts/read-identity.ts';
export { clearFor } from './core/clear-for.ts';
export { ThreadMenu } from './ending/thread-menu.tsx';
export { VisitorForm } from './forms/visitor-form.tsx';
export { EarlierTalks } from './home/earlier-talks.tsx';
export { Peek } from './home/peek.tsx';
export { Refused } from './home/refused.tsx';
export { ComposerExtras } from './messages/composer-extras.tsx';
export { threadRows } from './messages/rows.ts';
export { ThreadRows } from './messages/thread-rows.tsx';
export { WhenBack } from './ui/when-back.tsx';
export { learnMore, moreWords, refusalWords } from './words/more-words.ts';
