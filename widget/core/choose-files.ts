import { ATTACHMENTS_MAX } from '../../shared/limits.ts';
import type { OutgoingFile } from './uploads.ts';

interface Chosen {
  files: OutgoingFile[];
  /** What is wrong with those that were not taken, in words; empty where all were. */
  fault: string;
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
  const faults: string[] = [];
  const fitting = more.filter(({ name, size }) => {
    if (size > 0 && size <= maxBytes) return true;
    faults.push(
      size === 0
        ? `${name} is empty.`
        : `${name} is larger than ${sizeWords(maxBytes)}. Share a link to it instead.`,
    );
    return false;
  });
  const room = ATTACHMENTS_MAX - before.length;
  if (fitting.length > room)
    faults.push(`A message takes ${ATTACHMENTS_MAX} files. Send the others in the next one.`);
  const taken = fitting
    .slice(0, room)
    .map((blob) => ({ clientId: newClientId(), name: blob.name || 'file', size: blob.size, blob }));
  return { files: [...before, ...taken], fault: faults.join(' ') };
}

/** A size as people say it. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  if (kilobytes < 1_000) return `${Math.max(1, Math.round(kilobytes))} KB`;
  const megabytes = kilobytes / 1024;
  return `${megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes)} MB`;
}

/** The box of a picture, in pixels: known before it is there. */
export function boxOf(picture: { width: number; height: number }, widest: number, highest: number) {
  const scale = Math.min(1, widest / picture.width, highest / picture.height);
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  };
}
