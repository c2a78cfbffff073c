import { ATTACHMENTS_MAX } from '../../shared/limits.ts';
import type { OutgoingFile } from './uploads.ts';

/** Why a file was not taken. */
export type FileFault = { kind: 'empty' | 'too_large'; name: string } | { kind: 'too_many' };

interface Chosen {
  files: readonly OutgoingFile[];
  /** What is wrong with those that were not taken. */
  faults: readonly FileFault[];
}

/**
 * Takes files to those that are chosen already, as far as they may be sent.
 * @param maxBytes of one file
 */
export function chooseFiles(
  before: readonly OutgoingFile[],
  more: readonly File[],
  maxBytes: number,
  newClientId: () => string,
): Chosen {
  const faults: FileFault[] = [];
  const fitting = more.filter(({ name, size }) => {
    if (size > 0 && size <= maxBytes) return true;
    faults.push({ kind: size === 0 ? 'empty' : 'too_large', name });
    return false;
  });
  const room = ATTACHMENTS_MAX - before.length;
  if (fitting.length > room) faults.push({ kind: 'too_many' });
  const taken = fitting
    .slice(0, room)
    .map((blob) => ({ clientId: newClientId(), name: blob.name || 'file', size: blob.size, blob }));
  return { files: [...before, ...taken], faults };
}

/** A size as people say it, such as `1.4 MB`. */
export function sizeWords(bytes: number, language = 'en'): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  const isSmall = kilobytes < 1_000;
  const size = isSmall ? kilobytes : bytes / 1024 ** 2;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
}

/** The box of a picture, in pixels: known before it is there. */
export function boxOf(picture: { width: number; height: number }, widest: number, highest: number) {
  const scale = Math.min(1, widest / picture.width, highest / picture.height);
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
