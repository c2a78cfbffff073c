import type { Attachment } from './attachments.ts';

/** What stands for a message of a file alone, so that each screen can say it in its own words. */
export interface FileHint {
  name: string;
  /** Shown as such rather than by its name. */
  picture: boolean;
}

/** Of the first file; undefined where there is none. */
export function fileHint([first]: readonly Pick<Attachment, 'name' | 'width'>[]): FileHint | undefined {
  return first && { name: first.name, picture: first.width !== undefined };
}
