/** A mail as far as its words go. */
export interface MailText {
  /** Without `Re:` and the name of the list; may be empty. */
  subject: string;
  /** The plain text, decoded. */
  body: string;
}

/** Parts within parts; deeper ones are not written by people. */
const MAX_DEPTH = 4;

interface Part {
  headers: ReadonlyMap<string, string>;
  content: string;
}

/**
 * Reads subject and plain text of a raw mail (RFC 5322, RFC 2045).
 * @returns null where there is no plain text, or where bytes of it were lost before it came to us
 */
export function readMail(raw: string): MailText | null {
  const mail = toPart(raw.replace(/\r\n/g, '\n').replace(/^From .*\n/, ''));
  const body = plainText(mail, 0);
  const subject = decodeWords(mail.headers.get('subject') ?? '');
  if (body === null || /\ufffd/.test(body + subject)) return null;
  return { subject: plainSubject(subject), body };
}

function toPart(text: string): Part {
  const [, head = '', content = ''] = /^([\s\S]*?\n)?\n([\s\S]*)$/.exec(text) ?? [];
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, content };
}

function plainText(part: Part, depth: number): string | null {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = parameter(type, 'boundary');
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < MAX_DEPTH) {
    for (const inner of part.content.split(`--${boundary}`).slice(1)) {
      if (inner.startsWith('--')) break;
      const text = plainText(toPart(inner.replace(/^[ \t]*\n/, '')), depth + 1);
      if (text !== null) return text;
    }
    return null;
  }
  if (!/^text(\/plain)?\s*(;|$)/i.test(type)) return null;
  return decodeContent(part, parameter(type, 'charset'));
}

function decodeContent({ headers, content }: Part, charset: string | undefined): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return decodeBytes(Buffer.from(content, 'base64'), charset);
    case 'quoted-printable':
      return decodeBytes(quotedPrintable(content), charset);
    default:
      // What is not ASCII any more has been decoded by whoever collected the mails.
      return isAscii(content) ? decodeBytes(Buffer.from(content, 'latin1'), charset) : content;
  }
}

function parameter(header: string, name: string): string | undefined {
  const found = new RegExp(`[;\\s]${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
}

function quotedPrintable(text: string): Buffer {
  const bytes = text
    .replace(/=[ \t]*\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decodeBytes(bytes: Uint8Array, charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'windows-1252').decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes); // a charset that nobody has heard of
  }
}

/** Decodes the encoded words of a header (RFC 2047). */
function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([^?\s]+)\?([BQ])\?([^?\s]*)\?=/gi, (_, charset: string, encoding: string, word: string) => {
      const bytes =
        encoding.toUpperCase() === 'B'
          ? Buffer.from(word, 'base64')
          : quotedPrintable(word.replace(/_/g, ' '));
      return decodeBytes(bytes, charset);
    });
}

function plainSubject(subject: string): string {
  return subject
    .replace(/^(\s*(re|fwd?|aw|antwort)\s*(\[\d+\])?\s*:|\s*\[[^\]]{1,40}\])+/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}
