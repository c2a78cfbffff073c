export { Contacts } from './contacts.ts';
export { describeBrowser } from './describe-browser.ts';
