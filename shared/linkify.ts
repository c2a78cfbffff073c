/** A piece of a text: a link where `href` is set. */
export interface TextPart {
  text: string;
  href?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/gi;
/** What ends a sentence and not an address. */
const TRAILING = /[.,;:!?…)\]}*_~]/;

/** Finds web addresses in plain text. Joined together, the parts are the text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTrailing(match[0]);
    if (!URL.canParse(address)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

function withoutTrailing(address: string): string {
  const opening = address.split('(').length;
  let closing = address.split(')').length;
  let end = address.length;
  for (; TRAILING.test(address.charAt(end - 1)); end--) {
    if (address[end - 1] !== ')') continue;
    // A bracket that was opened within the address belongs to it, as in many an encyclopedia.
    if (opening >= closing) break;
    closing--;
  }
  return address.slice(0, end);
}
