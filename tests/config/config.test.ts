import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, SETTINGS, settlePort } from '../../server/config.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-config-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig({ DATA_DIR: dataDir, ...environment });
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have defaults that start on a laptop', () => {
    const config = readConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      mongodbUrl: null,
      admin: null,
      trustProxy: [],
      logLevel: 'info',
    });
  });

  it('are explained, every one', () => {
    for (const setting of Object.values(SETTINGS)) expect(setting.meaning).toMatch(/^[A-Z].+\.$/s);
  });

  it('count as not set when they are empty', () => {
    expect(readConfig({ DATA_DIR: dataDir, PORT: '', PUBLIC_URL: ' ' }).port).toBe(3000);
  });

  it('are refused all at once', () => {
    const faults = faultsOf({
      PORT: 'http',
      HOST: 'a b',
      PUBLIC_URL: 'https://chat.example.com/path',
      MONGODB_URL: 'mongodb://host',
      REDIS_URL: 'host:6379',
      ADMIN_EMAIL: 'nobody',
      ADMIN_PASSWORD: 'short',
      TRUST_PROXY: '10.0.0.0/8, everybody',
      LOG_LEVEL: 'loud',
    });
    const named = new Set(faults.map((fault) => fault.split(':')[0]));
    expect([...named].sort()).toEqual(
      [
        'ADMIN_EMAIL',
        'ADMIN_PASSWORD',
        'HOST',
        'LOG_LEVEL',
        'MONGODB_URL',
        'PORT',
        'PUBLIC_URL',
        'REDIS_URL',
        'SECRET_KEY',
        'TRUST_PROXY',
      ].sort(),
    );
  });

  it.each([
    [{ PORT: '65536' }, /at most 65535/],
    [{ PUBLIC_URL: 'chat.example.com' }, /looks like https/],
    [{ PUBLIC_URL: 'ftp://chat.example.com' }, /looks like https/],
    [{ PUBLIC_URL: 'https://user:secret@chat.example.com' }, /looks like https/],
    [{ REDIS_URL: 'redis://host' }, /Set MONGODB_URL too/],
    [{ REDIS_URL: 'redis://host' }, /SECRET_KEY/],
    [{ REDIS_URL: 'host:6379', MONGODB_URL: 'mongodb://host/parley' }, /looks like redis/],
    [{ SECRET_KEY: 'short' }, /at least 32/],
    [{ ADMIN_EMAIL: 'ana@parley.example' }, /ADMIN_PASSWORD/],
    [{ ADMIN_PASSWORD: 'a long enough password' }, /ADMIN_EMAIL/],
    [{ ADMIN_EMAIL: 'ana@parley.example', ADMIN_PASSWORD: 'too short' }, /12/],
    [{ TRUST_PROXY: '10.0.0.0/33' }, /range/],
  ])('%o is refused', (environment, reason) => {
    expect(faultsOf(environment).join('\n')).toMatch(reason);
  });

  it('do not repeat a password that is wrong', () => {
    expect(faultsOf({ ADMIN_EMAIL: 'ana@parley.example', ADMIN_PASSWORD: 'hunter2' }).join()).not.toContain(
      'hunter2',
    );
  });
});

describe('the public address', () => {
  it('is taken without its slash', () => {
    const config = readConfig({ DATA_DIR: dataDir, PUBLIC_URL: 'https://Chat.Example.com/' });
    expect(config.publicUrl).toBe('https://chat.example.com');
    expect(config.ownOrigins).toEqual(['https://chat.example.com']);
  });

  it('follows the port that the system chose', () => {
    const config = readConfig({ DATA_DIR: dataDir, PORT: '0' });
    settlePort(config, 4711);
    expect(config.publicUrl).toBe('http://localhost:4711');
    expect(config.ownOrigins).toContain('http://127.0.0.1:4711');
  });

  it('stays where it was given', () => {
    const config = readConfig({ DATA_DIR: dataDir, PORT: '0', PUBLIC_URL: 'https://chat.example.com' });
    settlePort(config, 4711);
    expect(config.publicUrl).toBe('https://chat.example.com');
    expect(config.ownOrigins).toEqual(['https://chat.example.com']);
  });
});

describe('the secret key', () => {
  it('is made once and readable by nobody else', () => {
    const { secretKey } = readConfig({ DATA_DIR: dataDir });
    expect(secretKey).toMatch(/^[\w-]{43}$/);
    expect(readConfig({ DATA_DIR: dataDir }).secretKey).toBe(secretKey);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('is not made where one is given', () => {
    const given = 'k'.repeat(40);
    expect(readConfig({ DATA_DIR: dataDir, SECRET_KEY: given }).secretKey).toBe(given);
    expect(() => readFileSync(join(dataDir, 'secret.key'))).toThrow(/ENOENT/);
  });

  it('is not replaced silently where the file is damaged', () => {
    writeFileSync(join(dataDir, 'secret.key'), 'x');
    expect(faultsOf({}).join()).toMatch(/holds no key/);
  });

  it('says so where the folder cannot be written', () => {
    writeFileSync(join(dataDir, 'file'), '');
    expect(faultsOf({ DATA_DIR: join(dataDir, 'file', 'below') }).join()).toMatch(/^DATA_DIR: /);
  });
});

it('a wrong setting ends the process with 78 and names every fault', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', resolve('server/index.ts')], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: 'x', LOG_LEVEL: 'y' },
  });
  let said = '';
  child.stderr.on('data', (part: Buffer) => {
    said += part.toString('utf8');
  });
  expect(await new Promise((done) => child.once('exit', done))).toBe(78);
  expect(said).toMatch(/PORT: .*\n.*LOG_LEVEL: /);
});
