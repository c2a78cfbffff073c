import { useState } from 'preact/hooks';
import { Tabs } from '../ui/tabs.tsx';
import { IDENTIFY, SIGNING } from './signing.ts';
import { Snippet } from './snippet.tsx';

const NAMES: Readonly<Record<keyof typeof SIGNING, string>> = {
  node: 'Node.js',
  php: 'PHP',
  python: 'Python',
  ruby: 'Ruby',
};
type Language = keyof typeof SIGNING;
const LANGUAGES = Object.keys(NAMES) as Language[];

/** What the company's developer writes: on the server, then on the page. */
export function SigningGuide() {
  const [language, setLanguage] = useState<Language>('node');
  return (
    <section class="settings-section">
      <div>
        <h2 class="settings-part">On your server</h2>
        <p class="settings-why">
          A JSON Web Token (HS256) with the person’s id as <code>sub</code> and an end, <code>exp</code>, at
          most 24 hours away. Nothing to install:
        </p>
      </div>
      <Tabs
        label="Language"
        tabs={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
        chosen={language}
        panelId="signing"
        onChoose={(value: Language) => setLanguage(value)}
      />
      <div id="signing" role="tabpanel" aria-labelledby={`signing-${language}`}>
        <Snippet snippet={SIGNING[language]} />
      </div>
      <div>
        <h2 class="settings-part">On your page</h2>
        <p class="settings-why">
          A new token with every page. When somebody signs out, call <code>parley.identify(null)</code>.
        </p>
      </div>
      <Snippet snippet={IDENTIFY}>A token that does not count says why in the browser’s console.</Snippet>
    </section>
  );
}
