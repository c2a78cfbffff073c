/** The console's page: theme, sound and keys, then whoever is signed in. */
import './ui/tokens.css';
import './ui/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { listenToKeys } from './core/keys.ts';
import { applyTheme } from './core/preferences.ts';
import { prepareSound } from './core/sound.ts';
import { followLinks, route } from './router.ts';
import { createSession } from './session.ts';
import { beginSpeaking } from './words/speaking.ts';

applyTheme();
prepareSound();
listenToKeys();
followLinks();

const root = document.getElementById('console');
const session = createSession(location.origin);
// Who is signed in is asked while the words are on their way.
if (!('token' in route.peek())) void session.start();
void beginSpeaking().then(() => root && render(<App session={session} />, root));
