import { type Answer, answer } from '../core/http/route.ts';
import { SANDBOX_POLICY } from '../core/http/security-headers.ts';
import type { AttachmentBytes, ByteRange } from './bytes.ts';
import type { AttachmentDocument } from './model.ts';
import { disposition } from './name.ts';
import { isPictureType } from './picture.ts';

/** What an address gives is always the same; whoever may have it keeps it for an hour. */
const KEPT = 'private, max-age=3600, immutable';

/** The file, or the part of it that was asked for (RFC 9110 section 14). Only pictures that we drew are shown in a page. */
export function serveFile(
  bytes: AttachmentBytes,
  document: AttachmentDocument,
  range: string | null,
): Answer {
  const { size, type, name, fileId } = document;
  const asked = readRange(range, size);
  if (asked === 'unsatisfiable') {
    return answer({ status: 416, headers: { 'Content-Range': `bytes */${size}` } });
  }
  const part = asked ?? { first: 0, last: size - 1 };
  return answer({
    status: asked === null ? 200 : 206,
    headers: {
      ...headersOf(type, disposition(isPictureType(type) ? 'inline' : 'attachment', name)),
      'Accept-Ranges': 'bytes',
      'Content-Length': String(part.last - part.first + 1),
      ...(asked !== null && { 'Content-Range': `bytes ${part.first}-${part.last}/${size}` }),
    },
    stream: () => bytes.read(fileId, part),
  });
}

/** The small picture. */
export function serveThumbnail(
  bytes: AttachmentBytes,
  {
    stored,
    size,
    name,
    thumbnailId,
  }: AttachmentDocument & { thumbnailId: NonNullable<AttachmentDocument['thumbnailId']> },
): Answer {
  const length = stored - size;
  return answer({
    status: 200,
    headers: {
      ...headersOf('image/webp', disposition('inline', `${name}.webp`)),
      'Content-Length': String(length),
    },
    stream: () => bytes.read(thumbnailId, { first: 0, last: length - 1 }),
  });
}

function headersOf(type: string, contentDisposition: string) {
  return {
    'Content-Type': type,
    'Content-Disposition': contentDisposition,
    'Content-Security-Policy': SANDBOX_POLICY,
    'Cache-Control': KEPT,
  };
}

/** One range of bytes; null for the whole: none is asked for, several are, or it is not understood. */
function readRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const [, from = '', to = ''] = match;
  if (from === '') {
    const last = Number(to);
    return last === 0 ? 'unsatisfiable' : { first: Math.max(0, size - last), last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== '' && Number(to) < first) return null;
  return first >= size ? 'unsatisfiable' : { first, last };
}
