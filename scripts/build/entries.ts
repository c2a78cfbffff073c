import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The programs of `dist/server`, by the name of their file there. */
export const SERVER_ENTRIES: Readonly<Record<string, string>> = {
  index: 'server/index.ts',
  'store-worker': 'server/core/db/embedded/worker.ts',
  store: 'server/core/db/embedded/main.ts',
  admin: 'server/admin.ts',
  backup: 'server/backup.ts',
  restore: 'server/restore.ts',
};

/** The script tag's script; fetches the chat when the page is at rest. */
export const LOADER_ENTRY = 'widget/loader.ts';

/** What the chat says, a file for each language. */
export function wordsEntry(language: string): string {
  return `widget/words/${language}.ts`;
}

/** What it says besides, once there is a conversation, a form or a fault. */
export function moreWordsEntry(language: string): string {
  return `widget/words/${language}/more.ts`;
}

/** The chat itself. */
export const CHAT_ENTRY = 'widget/main.tsx';

/** The agents' console and the page that holds it. */
export const CONSOLE_ENTRY = 'console/main.tsx';
export const CONSOLE_PAGE = 'console/index.html';

/** Address under which `dist/public/assets` is served; its names carry a hash of their content. */
export const ASSETS_ADDRESS = '/assets';

/** How a build is made: small and for everyone, or quick and for the developer who waits for it. */
export type BuildMode = 'production' | 'development';

/** Everything that is built. */
export const ALL_ENTRIES: readonly string[] = [
  ...Object.values(SERVER_ENTRIES),
  LOADER_ENTRY,
  CHAT_ENTRY,
  CONSOLE_ENTRY,
  CONSOLE_PAGE,
];

/** Whether an entry is there to be built. */
export function exists(root: string, entry: string): boolean {
  return existsSync(join(root, entry));
}

/** The line that says what was left out. */
export function skipNote(entry: string): string {
  return `skipped: ${entry} does not exist yet`;
}
