import { useState } from 'preact/hooks';
import { Tabs } from '../ui/tabs.tsx';
import { fillWith } from '../words/fill-with.ts';
import { words } from '../words/words.ts';
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
        <h2 class="settings-part">{words.sites.onServer}</h2>
        <p class="settings-why">
          {fillWith(words.sites.onServerWhy, { subject: <code>sub</code>, end: <code>exp</code> })}
        </p>
      </div>
      <Tabs
        label={words.sites.programming}
        tabs={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
        chosen={language}
        panelId="signing"
        onChoose={(value: Language) => setLanguage(value)}
      />
      <div id="signing" role="tabpanel" aria-labelledby={`signing-${language}`}>
        <Snippet snippet={SIGNING[language]} />
      </div>
      <div>
        <h2 class="settings-part">{words.sites.onPage}</h2>
        <p class="settings-why">
          {fillWith(words.sites.onPageWhy, { call: <code>parley.identify(null)</code> })}
        </p>
      </div>
      <Snippet snippet={IDENTIFY}>{words.sites.whyNot}</Snippet>
    </section>
  );
}
