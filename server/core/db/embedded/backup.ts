import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, link, mkdir, open as openFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { open } from 'lmdb';
import { Catalog, keysUnder } from './storage/catalog.ts';
import { checkFormat } from './storage/format.ts';
import { KeyValueStore } from './storage/key-value.ts';

/** The file that holds everything, in a data folder and in a backup. */
const STORE_FILE = 'store.mdb';
/** Says what bytes it must have, as `sha256sum -c` reads it: LMDB takes the process down with a damaged file. */
const CHECKSUM_FILE = `${STORE_FILE}.sha256`;
const KEY_FILE = 'secret.key';
/** What is not whole yet is called so. */
const UNFINISHED = '.part';

/** What a store holds, by collection. */
export type DocumentCounts = Record<string, number>;

/**
 * Copies the store of a data folder as it is at one moment, also while a server works with it: LMDB shows a reader
 * the state of one commit for as long as it reads, and lets the writer go on. What nothing uses is left out.
 * @param folder made by this; the copy stands in it under its name only when it is whole
 * @returns what the copy holds
 * @throws Error with what to do, where there is no store, the folder is taken, or the disk is full
 */
export async function backupStore(dataDir: string, folder: string): Promise<DocumentCounts> {
  const source = join(dataDir, STORE_FILE);
  if (!existsSync(source)) throw new Error(`There is no store in ${dataDir}. Set DATA_DIR to its folder.`);
  await requireEmpty(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `${STORE_FILE}${UNFINISHED}`);
  const database = open({
    path: source,
    noSubdir: true,
    encoding: 'binary',
    keyEncoding: 'binary',
    maxDbs: 1,
    readOnly: true,
  });
  try {
    await database.backup(copy, true);
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
  } finally {
    await database.close();
  }
  const counts = await inspectStore(copy);
  await writeFile(join(folder, CHECKSUM_FILE), `${await checksumOf(copy)}  ${STORE_FILE}\n`, { mode: 0o600 });
  await copyKey(dataDir, folder);
  await settle(copy, join(folder, STORE_FILE));
  return counts;
}

/**
 * Puts a backup into a data folder that holds no store.
 * @returns what it holds
 * @throws Error with what to do, where either folder is not what it should be
 */
export async function restoreStore(folder: string, dataDir: string): Promise<DocumentCounts> {
  const target = join(dataDir, STORE_FILE);
  if (existsSync(target)) {
    throw new Error(`${dataDir} holds a store already. Move it away, or set DATA_DIR to another folder.`);
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const copy = `${target}${UNFINISHED}`;
  try {
    const expected = await checksumIn(folder);
    await copyFile(join(folder, STORE_FILE), copy);
    if ((await checksumOf(copy)) !== expected)
      throw new Error(`The backup in ${folder} is damaged: its bytes are not those that were saved.`);
    const counts = await inspectStore(copy);
    await settle(copy, target);
    await copyKey(folder, dataDir);
    return counts;
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
  }
}

/**
 * What a backup's file must hash to; it tells one backup from another.
 * @throws Error where the folder holds no backup
 */
export async function checksumIn(folder: string): Promise<string> {
  const isBackup = [STORE_FILE, CHECKSUM_FILE].every((name) => existsSync(join(folder, name)));
  if (isBackup) return (await readFile(join(folder, CHECKSUM_FILE), 'utf8')).split(' ', 1).join('');
  throw new Error(
    `There is no backup in ${folder}: that is a folder with ${STORE_FILE} and ${CHECKSUM_FILE}.`,
  );
}

async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** @throws Error where the file cannot be read, or is of a newer format */
async function inspectStore(file: string): Promise<DocumentCounts> {
  const store = new KeyValueStore(file);
  try {
    checkFormat(store);
    const collections = new Catalog(store).all();
    return Object.fromEntries(collections.map(({ name, prefix }) => [name, store.count(keysUnder(prefix))]));
  } finally {
    await store.close();
    await rm(`${file}-lock`, { force: true });
  }
}

/** Gives a whole file its name, once its bytes are on the disk; never over another file of that name. */
async function settle(file: string, name: string): Promise<void> {
  await flush(file);
  await link(file, name);
  await rm(file);
  await flush(dirname(name));
}

async function flush(path: string): Promise<void> {
  const file = await openFile(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without its key a store's sessions and one-time links count for nothing. */
async function copyKey(from: string, to: string): Promise<void> {
  const key = join(from, KEY_FILE);
  if (existsSync(key)) await copyFile(key, join(to, KEY_FILE));
}

async function requireEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new Error(`${folder} is not empty. Name a new folder for the backup.`);
  }
}
