export { awayNotice } from './away-notice.ts';
export { Presence, type PresentAgent } from './presence.ts';
