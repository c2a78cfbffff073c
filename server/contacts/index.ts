export { Contacts } from './contacts.ts';
export { describeBrowser } from './describe-browser.ts';
export type { Vouched } from './vouch.ts';
