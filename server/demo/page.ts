import type { Site } from '../../shared/sites.ts';
import { widgetPolicy } from '../core/http/security-headers.ts';
import { snippetOf } from '../sites/index.ts';

/**
 * The page on which a chat can be tried out, as a customer's page would carry it.
 * @param sites the oldest first
 */
export function demoHtml(sites: readonly Site[], publicUrl: string): string {
  const site = sites.find((each) => each.enabled);
  if (site !== undefined)
    return document(`Try ${site.name}`, triable(site, publicUrl), snippetOf(site, publicUrl));
  if (sites.length > 0) return document('Switched off', switchedOff(publicUrl), '');
  return document('Nothing to try yet', notSetUp(), '');
}

function triable(site: Site, publicUrl: string): string {
  return `<p class="lead">This is the chat of <strong>${escaped(site.name)}</strong>, as a visitor meets it.</p>
<ol>
<li>Open the chat in the corner below and write something.</li>
<li>Open <a href="${publicUrl}/console/" target="_blank" rel="noopener">the console</a> in another window, and answer.</li>
<li>Reload either side: nothing is lost.</li>
</ol>
<h2>On your own page</h2>
<p>Put this before <code>&lt;/body&gt;</code>:</p>
<pre tabindex="0"><code>${escaped(brokenAt(snippetOf(site, publicUrl), / (?=src=|data-)/g, '\n  '))}</code></pre>
<p>Has your page a content security policy? It needs to allow the chat’s address:</p>
<pre tabindex="0"><code>${escaped(brokenAt(widgetPolicy(publicUrl), /(?<=;) /g, '\n'))}</code></pre>
<p class="small">Where the chat does not show, the browser’s console says why in one line.</p>`;
}

function switchedOff(publicUrl: string): string {
  return `<p class="lead">Every site is switched off, so there is no chat to show.</p>
<p>Switch one on in <a href="${publicUrl}/console/settings/sites">the settings</a> and reload this page.</p>`;
}

function notSetUp(): string {
  return `<p class="lead">There is no site yet.</p>
<p>When the server starts, it prints a link that begins the set-up. Follow it, then reload this page.</p>
<p class="small">The link works for 24 hours and only once. A restart prints a new one.</p>`;
}

function document(title: string, body: string, snippet: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="/demo.svg">
<link rel="stylesheet" href="/demo.css">
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
${snippet}
</body>
</html>
`;
}

/** A line that is longer than a phone is wide, in several where it means the same. */
function brokenAt(line: string, spaces: RegExp, lineBreak: string): string {
  return line.replace(spaces, lineBreak);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
