import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SIGNING } from '../../console/sites/signing.ts';
import { verifyToken } from '../../server/identity/index.ts';
import { connectVisitor } from '../support/clients.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { RECORDED_SECRET, RECORDED_SIGNING } from './recorded-signing.ts';

const NAME = 'Zoë "Z" O’Hara';
const EMAIL = 'zoe@shop.example';

/** How each function is called. */
const CALLS = {
  node: {
    command: 'node',
    file: 'sign.mjs',
    before: '',
    call: `console.log(chatToken({ id: 17, name: process.argv[2], email: process.argv[3] }));`,
  },
  php: {
    command: 'php',
    file: 'sign.php',
    before: '<?php\n',
    call: `echo chat_token('17', $argv[1], $argv[2]);`,
  },
  python: {
    command: 'python3',
    file: 'sign.py',
    before: '',
    call: 'import sys\nprint(chat_token(17, sys.argv[1], sys.argv[2]))',
  },
  ruby: {
    command: 'ruby',
    file: 'sign.rb',
    before: '',
    call: 'puts chat_token(id: 17, name: ARGV[0], email: ARGV[1])',
  },
} as const;

type Language = keyof typeof SIGNING;
const LANGUAGES = Object.keys(SIGNING) as Language[];

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parley-signing-'));
  server = await startServer();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server?.close();
});

/** Runs a language's function as a company would: with the secret in the environment. */
function sign(language: Language, secret: string): string {
  const { command, file, before, call } = CALLS[language];
  const path = join(folder, file);
  writeFileSync(path, `${before}${SIGNING[language]}\n${call}\n`);
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PARLEY_SECRET: secret, LC_ALL: 'C.UTF-8' };
  return execFileSync(command, [path, NAME, EMAIL], { env, encoding: 'utf8' }).trim();
}

describe('the function for', () => {
  /** Only Node is sure to be on a machine; what the others give is recorded. */
  const there = LANGUAGES.filter(
    (language) => spawnSync(CALLS[language].command, ['--version']).status === 0,
  );

  it.each(there)('%s signs a token that the server takes, with name and address', async (language) => {
    const { secret } = await server.app.identityKeys.secretOf(server.site().id);
    const token = sign(language, secret);
    const visitor = await connectVisitor(server.url, server.site().key, { identity: { id: '17', token } });
    visitor.close();
    expect(visitor.welcome.identityRefused).toBeUndefined();
    expect(visitor.welcome.contact).toEqual({ name: NAME, email: EMAIL });
  });

  it.each(LANGUAGES)('%s is the one that gave the recorded token', async (language) => {
    const { text, token, at } = RECORDED_SIGNING[language];
    const digest = createHash('sha256').update(SIGNING[language]).digest('hex');
    expect(digest, 'changed: run it with its interpreter, and record text, token and time anew').toBe(text);
    const verified = await verifyToken(token, {
      id: '17',
      siteKey: 'site_AAAAAAAAAAAA',
      secrets: [{ generation: 1, secret: RECORDED_SECRET }],
      now: at,
    });
    expect(verified.details).toEqual({ name: NAME, email: EMAIL });
  });
});
