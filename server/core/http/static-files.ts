import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};
/** Formats that are compressed already. */
const PACKED = new Set(['.png', '.woff2']);
/** Names that the build made from the content: under one name there is ever one content. */
const HASHED_NAME = /-[A-Z0-9]{8}\.[a-z0-9.]+$/;
/** The best that does not make the first visitor wait: 11 takes ten times as long for two hundredths less. */
const BROTLI_QUALITY = 9;

interface StoredFile {
  plain: Buffer;
  brotli: Buffer | null;
  gzip: Buffer | null;
  etag: string;
  mediaType: string;
  hashedName: boolean;
}

/** Where the build puts what browsers load, seen from the sources as well as from the built server. */
export function builtFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.endsWith(join('dist', 'server')) ? join(here, '../public') : join(here, '../../../dist/public');
}

/**
 * The files of a folder, as they were at the start, in memory and compressed once. Only names found in the folder
 * are served, so no path leads out of it.
 */
export class StaticFiles {
  readonly #files = new Map<string, () => Promise<StoredFile>>();

  constructor(folder: string) {
    for (const path of filesUnder(folder)) {
      let stored: Promise<StoredFile> | undefined;
      this.#files.set(relative(folder, path).split(sep).join('/'), () => {
        stored ??= load(path);
        return stored;
      });
    }
  }

  /** A file's content; null where there is no such file. */
  async text(name: string): Promise<string | null> {
    const file = await this.#files.get(name)?.();
    return file?.plain.toString('utf8') ?? null;
  }

  /**
   * Sends a file; answers 304 where the browser has it.
   * @param name relative to the folder, such as `assets/chat-ABCDEFGH.js`
   * @param headers over the file's own
   * @returns false where there is no such file
   */
  async send(
    name: string,
    request: Request,
    response: Response,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const file = await this.#files.get(name)?.();
    if (file === undefined) return false;
    const encoding = chosenEncoding(request, file);
    response.vary('Accept-Encoding');
    response.set({
      'Content-Type': file.mediaType,
      // `no-cache` asks each time whether it has changed, which costs a 304.
      'Cache-Control': file.hashedName ? 'public, max-age=31536000, immutable' : 'no-cache',
      ETag: `"${file.etag}-${encoding}"`,
      ...headers,
    });
    if (request.fresh) {
      response.status(304).end();
      return true;
    }
    const bytes = file[encoding] ?? file.plain;
    if (encoding !== 'plain') response.set('Content-Encoding', encoding === 'brotli' ? 'br' : 'gzip');
    response.set('Content-Length', String(bytes.byteLength));
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return true;
  }
}

/** Asked one by one: browsers name gzip before Brotli, which is smaller. */
function chosenEncoding(request: Request, file: StoredFile): 'brotli' | 'gzip' | 'plain' {
  if (file.brotli !== null && request.acceptsEncodings('br') !== false) return 'brotli';
  return file.gzip !== null && request.acceptsEncodings('gzip') !== false ? 'gzip' : 'plain';
}

async function load(path: string): Promise<StoredFile> {
  const plain = await readFile(path);
  const extension = extname(path);
  const [brotli, zipped] = PACKED.has(extension)
    ? [null, null]
    : await Promise.all([
        compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
        compressGzip(plain, { level: 9 }),
      ]);
  return {
    plain,
    brotli,
    gzip: zipped,
    etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream',
    hashedName: HASHED_NAME.test(path),
  };
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    // Not built yet: there is nothing to serve, and every file is answered as not found.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
