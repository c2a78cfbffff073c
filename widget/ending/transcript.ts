import { fill, timeOf } from '../../shared/wording.ts';
import type { ChatState } from '../core/chat-state.ts';
import type { Bubble, Row, threadRows } from '../messages/rows.ts';
import { language } from '../words/words.ts';
import type { Collected } from './collect-entries.ts';
import { words } from './words.ts';

/** Dates with their year, whenever it is read. */
const NO_DAY = 0;

/**
 * What was said, as a page of its own: what the visitor sees, and of what was deleted that it was. Node by node, so that
 * nothing in a text is anything but text.
 *
 * @param rowsOf as the thread on the screen is drawn
 */
export function transcriptOf(
  { talk, hasOlder }: Collected,
  { site, contact }: Pick<ChatState, 'site' | 'contact'>,
  rowsOf: typeof threadRows,
): Document {
  const page = document.implementation.createHTMLDocument(fill(words.ending.title, { name: site.name }));
  page.documentElement.lang = language;
  page.documentElement.dir = words.direction;
  const add = (to: Element, name: string, text: string, kind = ''): Element => {
    const node = page.createElement(name);
    node.textContent = text;
    if (kind) node.className = kind;
    to.append(node);
    return node;
  };
  const main = add(page.body, 'main', '');
  add(main, 'h1', page.title).setAttribute('dir', 'auto');
  if (hasOlder) add(main, 'p', words.ending.earlierMissing, 'note');
  for (const row of rowsOf(talk, [], site.name, NO_DAY)) {
    if (row.kind === 'choices') continue;
    if (row.kind === 'note' || row.kind === 'new') {
      add(main, row.key.startsWith('day-') ? 'h2' : 'p', row.text, 'note');
      continue;
    }
    const article = add(main, 'article', '', row.kind);
    if (row.first) add(article, 'b', nameOf(row, contact?.name)).setAttribute('dir', 'auto');
    add(article, 'time', ` ${timeOf(language, row.at)}`).setAttribute(
      'datetime',
      new Date(row.at).toISOString(),
    );
    add(article, 'p', textOf(row)).setAttribute('dir', 'auto');
  }
  return page;
}

function nameOf(row: Extract<Row, Bubble>, own: string | undefined): string {
  return row.kind === 'theirs' ? row.name : (own ?? words.ending.you);
}

/** Files by their names: their addresses are good for a day or two. */
function textOf({ text, attachments = [], cards = [], edited, reactions }: Bubble): string {
  const files = attachments.map(({ name }) => `📎 ${name}`);
  const offered = cards.flatMap(({ title, text: words, link }) => [title, words, link]);
  const marks = reactions.map(({ emoji, count }) => (count > 1 ? `${emoji} ${count}` : emoji));
  return [text && edited ? `${text} (${words.edited})` : text, ...offered, ...files, marks.join(' ')]
    .filter(Boolean)
    .join('\n');
}
