/** The console's page: theme, sound and keys, then whoever is signed in. */
import './ui/tokens.css';
import './ui/base.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { listenToKeys } from './core/keys.ts';
import { applyTheme } from './core/preferences.ts';
import { prepareSound } from './core/sound.ts';
import { followLinks } from './router.ts';
import { createSession } from './session.ts';

applyTheme();
prepareSound();
listenToKeys();
followLinks();

const root = document.getElementById('console');
if (root) render(<App session={createSession(location.origin)} />, root);
