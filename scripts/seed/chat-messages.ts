/** Longest message that is made of a paragraph; what is longer is cut at a sentence. */
const MESSAGE_MAX_CHARACTERS = 2_000;
/** A line at least this long was broken by a mail program and goes on in the next one. */
const WRAPPED_MIN_CHARACTERS = 45;

const QUOTED = /^\s{0,3}([>|:}]|[A-Za-z]{1,3}>)/;
const ATTRIBUTION =
  /\b(wrote|writes|said|schrieb|sent)\s*:?\s*$|^(from|to|cc|date|sent|subject|message-id):/i;
/** From here on nobody speaks any more: signatures, footers of lists, advertisements. */
const FOOTER =
  /^(-- ?$|_{5,}|-{8,}|={8,}|\*{8,}|-+ ?(original|forwarded) message|begin pgp|-{5}begin|https?:\/\/\S*mailman\/listinfo|to unsubscribe|yahoo! groups sponsor)/i;
/** At least one word; a line of signs is no message. */
const SPOKEN = /\p{L}{2,}/u;

/**
 * Makes chat messages of a mail's text: one a paragraph, without quotes, signature and footers, lines joined
 * where a mail program broke them.
 */
export function chatMessages(body: string): string[] {
  const spoken: string[] = [];
  for (const line of body.split('\n')) {
    const trimmed = line.trimEnd();
    if (FOOTER.test(trimmed)) break;
    // A quote parts what stands around it.
    spoken.push(QUOTED.test(trimmed) || ATTRIBUTION.test(trimmed) ? '' : trimmed);
  }
  return spoken
    .join('\n')
    .split(/\n\s*\n/)
    .map((paragraph) => shorten(joinLines(paragraph)))
    .filter((text) => SPOKEN.test(text));
}

function joinLines(paragraph: string): string {
  const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
  let text = '';
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    const goesOn =
      before !== undefined && before.length >= WRAPPED_MIN_CHARACTERS && !/^\s*([-*•]|\d+[.)])\s/.test(line);
    text += before === undefined ? '' : goesOn ? ' ' : '\n';
    text += goesOn ? line.trim() : line.trimEnd();
  });
  // Old mails hold page feeds and bells.
  return text
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/\t/g, ' ')
    .trim();
}

function shorten(text: string): string {
  if (text.length <= MESSAGE_MAX_CHARACTERS) return text;
  const cut = text.slice(0, MESSAGE_MAX_CHARACTERS);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  return (
    end > MESSAGE_MAX_CHARACTERS / 2 ? cut.slice(0, end + 1) : cut.replace(/[\ud800-\udbff]$/, '')
  ).trim();
}
