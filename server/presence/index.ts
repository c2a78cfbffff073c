export { awayNotice } from './away-notice.ts';
export { Presence } from './presence.ts';
export { spreadPresence } from './spread-presence.ts';
