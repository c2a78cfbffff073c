/**
 * What people mean by the marks they put around words: a small part of Markdown, as chats have it. It gives a tree and
 * no HTML, so that nothing has to be cleaned before it is drawn. Pure, and linear in the length of the text.
 */
import { linkify } from './linkify.ts';

export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'bold' | 'italic'; parts: readonly Inline[] };

export type Block =
  /** One or more lines, with the breaks in them. */
  | { kind: 'lines'; parts: readonly Inline[] }
  | { kind: 'code'; text: string }
  /** `start` is the number of the first item; null where they have none. */
  | { kind: 'list'; start: number | null; items: readonly (readonly Inline[])[] };

const FENCE = '```';
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)]) +(?=\S)/;
const MARKED =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|_([^_\n]+)_|\[([^[\]\n]+)\]\((https?:\/\/[^\s()<>"]+)\)|https?:\/\/\S+/gi;
const WORD = /[\p{L}\p{N}_*]/u;
/** Words that look like an address of their own, and so must not lead to another one. */
const ADDRESS_LIKE = /:\/\/|\w\.\w{2}/;

/** Reads a message. Whatever is no mark stays as it was written. */
export function readRichText(text: string): Block[] {
  const blocks: Block[] = [];
  const waiting: string[] = [];
  const endLines = (isLast = false) => {
    // Empty lines beside a list or code only made it one.
    while (blocks.length > 0 && waiting[0] === '') waiting.shift();
    while (!isLast && waiting.at(-1) === '') waiting.pop();
    if (waiting.length > 0) blocks.push({ kind: 'lines', parts: readInline(waiting.splice(0).join('\n')) });
  };
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const closing = line.trimEnd() === FENCE || /^```\w*\s*$/.test(line) ? lines.indexOf(FENCE, at + 1) : -1;
    const item = ITEM.exec(line);
    if (closing > at + 1) {
      endLines();
      blocks.push({ kind: 'code', text: lines.slice(at + 1, closing).join('\n') });
      at = closing;
    } else if (item) {
      endLines();
      const number = item[1] === undefined ? null : Number(item[1]);
      takeItem(blocks, number, readInline(line.slice(item[0].length)));
    } else waiting.push(line);
  }
  endLines(true);
  return blocks;
}

/** Marks that may have been cut off at the end of a text. */
const CLOSING = ['', '**', '*', '_', '`', ')'];

/** What a message says in one line, without marks; the text may have been cut off in the middle of some. */
export function plainText(text: string): string {
  const read = CLOSING.map((mark) => plainLines(text + mark).join(' '));
  // A mark that closes nothing stands there as it is: where one does, there is less.
  const shortest = read.reduce((best, each) => (each.length < best.length ? each : best));
  return shortest.replace(/\s+/g, ' ').trim();
}

/** What each line of a message says, without marks. */
export function plainLines(text: string): string[] {
  return readRichText(text).flatMap((block) => {
    if (block.kind === 'code') return block.text.split('\n');
    if (block.kind === 'lines') return saidIn(block.parts).split('\n');
    const { start, items } = block;
    return items.map((item, index) => (start === null ? '' : `${start + index}. `) + saidIn(item));
  });
}

function saidIn(parts: readonly Inline[]): string {
  return parts.map((part) => ('parts' in part ? saidIn(part.parts) : part.text)).join('');
}

/** Adds an item to the list that ends the blocks, where it is of the same kind; else it begins one. */
function takeItem(blocks: Block[], number: number | null, parts: Inline[]): void {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && (last.start === null) === (number === null)) {
    blocks[blocks.length - 1] = { ...last, items: [...last.items, parts] };
  } else blocks.push({ kind: 'list', start: number, items: [parts] });
}

function readInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  const marked = new RegExp(MARKED);
  for (let match = marked.exec(text); match !== null; match = marked.exec(text)) {
    const part = partOf(match, text);
    if (part === null) {
      // An address is taken as a whole: marks inside of it are none.
      if (!match[0].startsWith('http')) marked.lastIndex = match.index + 1;
      continue;
    }
    parts.push(...plain(text.slice(end, match.index)), part);
    end = marked.lastIndex;
  }
  return [...parts, ...plain(text.slice(end))];
}

/** What a match means; null where it only looks like a mark. */
function partOf(match: RegExpExecArray, text: string): Inline | null {
  const [whole, code, bold, star, underscore, label, href] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return hugs(bold) ? { kind: 'bold', parts: readInline(bold) } : null;
  if (label !== undefined && href !== undefined)
    return URL.canParse(href) && !ADDRESS_LIKE.test(label) ? { kind: 'link', text: label, href } : null;
  const italic = star ?? underscore;
  if (italic === undefined || !hugs(italic)) return null;
  const [before, after] = [text[match.index - 1] ?? ' ', text[match.index + whole.length] ?? ' '];
  // snake_case_names and 2*3*4 are no italics.
  return WORD.test(before) || WORD.test(after) ? null : { kind: 'italic', parts: readInline(italic) };
}

/** Marks stand close to what they are around: `2 * 3 * 4` has none. */
function hugs(inside: string): boolean {
  return inside.trim() === inside;
}

function plain(text: string): Inline[] {
  return linkify(text).map(({ text, href }) =>
    href === undefined ? { kind: 'text', text } : { kind: 'link', text, href },
  );
}
