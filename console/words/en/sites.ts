/** Sites: their list, how the chat looks and behaves on one, and how one says who its visitors are. */
export const sites = {
  why: 'Each site has its own chat, with its own look and line to paste.',
  new: 'New site',
  newSays: 'A brand or a web page with its own chat.',
  loading: 'Loading sites',
  failed: 'Sites could not be loaded',
  nothing: 'No site yet',
  nothingSays: 'Make one to get a line to paste into your page.',
  anywhere: 'May run anywhere',
  switchedOff: 'Switched off',
  nameNeeded: 'A site needs a name.',

  // One site.
  loadingOne: 'Loading the site',
  noSuch: 'There is no such site',
  notYours: 'Or you do not answer for it.',
  oneFailed: 'The site could not be loaded',
  settingsOf: 'Settings of {name}',
  parts: {
    chat: {
      name: 'Chat',
      why: 'What the chat speaks, where it may run, and how long a conversation goes on.',
    },
    look: { name: 'Look', why: 'How the chat looks on this site, and what it says.' },
    forms: { name: 'Forms', why: 'What visitors are asked before their first message.' },
    hours: { name: 'Hours', why: 'When somebody attends this chat.' },
    pages: { name: 'On your pages', why: 'Where the snippet is seen, and what went wrong there last.' },
    identity: {
      name: 'Signed-in people',
      why: 'Your server says who somebody is, and they see their conversations on every device.',
    },
  },
  onlyAdmins: 'Only admins change these settings.',
  onlyAdminsSecret: 'Only admins see the secret and change these settings.',
  onYourPage: 'Put it on your page',
  paste: 'Paste it before the end of the body.',
  whetherSeen: 'Whether it is seen stands under {pages}.',

  // Its chat.
  nameHelp: 'Visitors see it at the top of the chat.',
  languageHelp: 'Of the chat, where neither the page nor the visitor’s browser has one that the chat speaks.',
  origins: 'Where it may run',
  originsHelp:
    'One address in a line, such as {one} or {many}. Empty means anywhere. Other pages are refused with a line in their browser’s console.',
  categories: 'Categories of tickets',
  categoriesHelp: 'One in a line.',
  goesOn: 'A resolved chat goes on for',
  goesOnHelp:
    'Hours in which a visitor who writes again finds the same conversation. After that a new one begins.',
  enabled: 'Chat on this site',
  enabledHelp: 'Switched off, pages show no chat. Conversations and tickets stay here.',
  preview: {
    name: 'Preview',
    says: 'Preview: the chat itself, not connected',
    off: 'No chat while it is switched off',
    presence: 'Who is there',
    here: 'Somebody is here',
    away: 'Nobody is here',
    screen: 'Screen',
    phone: 'Phone',
    computer: 'Computer',
  },

  // Who may chat.
  whoMayChat: 'Who may chat',
  anybody: 'Anybody',
  signedInOnly: 'Signed-in people only',
  whoMayChatHelp: 'Signed-in people are those for whom your own server signs a token.',
  onlySignedIn: {
    title: 'Only for signed-in people?',
    says: 'Whoever comes without a token of your server can no longer chat, from now on. Those who chat now are cut off.',
    verb: 'Signed-in people only',
  },
  openToAll: {
    title: 'Open to anybody?',
    says: 'Visitors can chat without a token, from now on.',
    verb: 'Anybody may chat',
  },

  // The secret that its server signs with.
  secret: 'Secret',
  secretWhy:
    'For your server alone: whoever has it can sign in anybody’s name. Keep it in the server’s environment as {variable}, never on a page or in the code.',
  showSecret: 'Show the secret',
  hideSecret: 'Hide',
  copySecret: 'Copy secret',
  oldCounts: 'The old secret counts too, until {time}.',
  newSecret: 'New secret',
  newSecretSays:
    'Your server has to sign with it from then on. Give it the new one while the old one still counts.',
  makeSecret: 'Make a new secret',
  keepFor: 'The old secret still counts for',
  kept: {
    hour: 'An hour',
    day: 'A day',
    week: 'A week',
    month: '30 days',
    not: 'No longer',
  },
  notKeptHelp:
    'For when somebody else knows it. Who was signed in by it is signed out of the chat until your server signs with the new one.',
  oldestEnds: 'The one before, which counts until {time}, ends now.',

  // How it is done.
  onServer: 'On your server',
  onServerWhy:
    'A JSON Web Token (HS256) with the person’s id as {subject} and an end, {end}, at most 24 hours away. Nothing to install:',
  programming: 'Language',
  onPage: 'On your page',
  onPageWhy: 'A new token with every page. When somebody signs out, call {call}.',
  whyNot: 'A token that does not count says why in the browser’s console.',

  // On which pages it is seen.
  loadingPages: 'Loading pages',
  pagesFailed: 'The pages could not be loaded',
  notSeen: 'Not seen on any page yet',
  notSeenSays: 'Paste this into your page and open it: within seconds it is listed here.',
  pagesHelp:
    'Noted about once an hour, page by page, without what stands behind the “?”; a number or a code in the address counts as *. Forgotten after 90 days.',
  notShown: 'Where it does not show',
  notShownSays:
    'A page that blocks the chat cannot tell us so, and is not listed. Open that page’s console in the browser (F12): one line that begins with “Parley:” names the cause and what to change; where the script itself is blocked, the browser says so. Most often it is the page’s content security policy, which has to allow:',
  copyPolicy: 'Copy policy',
  seenOn: 'Seen on',
  noAddress: 'A page without an address',
  noAddressSays: 'A file, or a frame that is shut in.',
  lastSeen: 'Last seen {time}',
  works: 'Works',
  pagesOf: 'Pages of {origin}',
  lastError: 'Last error {time}:',
  refused: 'Refused',
  notRecognized: 'Not recognized',
  allow: 'Allow',
  allowOrigin: 'Allow {origin}',
  allowed: 'It may run there now. The page shows it when it is loaded anew.',
  problems: {
    origin_not_allowed: 'It is not among the addresses where this chat may run.',
    site_off: 'The chat was switched off.',
    sign_in_required: 'The chat is for signed-in people only, and the page has shown no token.',
  },
} as const;
