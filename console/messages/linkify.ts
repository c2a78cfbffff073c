export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const LINK = /https?:\/\/[^\s<>"']+/gi;

/** Finds the web addresses in a text. Only http and https: nothing else becomes a link. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const found = trimEnd(match[0]);
    if (!URL.canParse(found)) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'link', text: found, href: found });
    from = match.index + found.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** What closes a sentence around an address does not belong to it; a bracket opened inside does. */
function trimEnd(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address[end - 1] ?? '';
    const opened = address.slice(0, end - 1).includes('(');
    if (!/[.,;:!?\])}]/.test(last) || (last === ')' && opened)) return address.slice(0, end);
    end--;
  }
}
