import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ZodType, z } from 'zod';
import { Password } from '../shared/agents.ts';
import { Email } from '../shared/contacts.ts';
import { isProxyName } from './core/http/proxies.ts';
import { LOG_LEVELS, type LogLevel } from './core/log.ts';

/** One environment variable: everything there is to say about it. */
interface Setting<T> {
  /** What counts where the variable is not set; null for nothing. */
  default: string | null;
  /** The default in words, where it follows from something else. */
  defaultShown?: string;
  /** What it does, in a sentence or two. */
  meaning: string;
  parser: ZodType<T>;
}

const SECRET_KEY_MIN_CHARACTERS = 32;

/** Every setting there is; the README's table is made from this one. Nothing else reads the environment. */
export const SETTINGS = {
  PORT: setting({
    default: '3000',
    meaning: 'Port to listen on. 0 takes a free one; the ready line names it.',
    parser: z
      .string()
      .regex(/^\d{1,5}$/, 'This is not a port number.')
      .transform(Number)
      .refine((port) => port <= 65_535, 'A port is at most 65535.'),
  }),
  HOST: setting({
    default: '127.0.0.1',
    meaning: 'Address to listen on. 0.0.0.0 for every network; put a proxy that speaks HTTPS in front.',
    parser: z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'This is not an address or a host name.'),
  }),
  PUBLIC_URL: setting({
    default: null,
    defaultShown: 'http://localhost:PORT',
    meaning: 'Where browsers reach the server. Every link that leaves the server is built from it.',
    parser: z.string().transform(toOrigin),
  }),
  DATA_DIR: setting({
    default: './data',
    meaning: 'Folder for the embedded store and `secret.key`. One process at a time.',
    parser: z.string().transform((path) => resolve(path)),
  }),
  MONGODB_URL: setting({
    default: null,
    meaning: 'A MongoDB with the name of the database. Not set: the embedded store in `DATA_DIR`.',
    parser: z
      .string()
      .regex(
        /^mongodb(\+srv)?:\/\/[^/]+\/[^/?]+/,
        'It looks like mongodb://host:27017/parley, with a database.',
      ),
  }),
  REDIS_URL: setting({
    default: null,
    meaning:
      'A Redis through which several nodes tell each other what happens, such as redis://host:6379. Needs `MONGODB_URL` and `SECRET_KEY`, the same for all nodes. Not set: one node.',
    parser: z.string().regex(/^rediss?:\/\/[^/]+/, 'It looks like redis://host:6379.'),
  }),
  NODE_NAME: setting({
    default: null,
    defaultShown: 'made at each start',
    meaning:
      'What proxies call this node, another for each: letters, digits, - and _. The ids of its sessions begin with it, so that a proxy can keep a visitor who polls at one node.',
    parser: z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, 'It is made of at most 32 letters, digits, - and _.'),
  }),
  SECRET_KEY: setting({
    default: null,
    defaultShown: 'kept in DATA_DIR',
    meaning:
      'Key under which sessions and one-time links are stored, at least 32 characters. Changing it signs everybody out and gives every site another secret for `identify`. Not set: made once and kept in `DATA_DIR/secret.key`.',
    parser: z
      .string()
      .min(SECRET_KEY_MIN_CHARACTERS, `It needs at least ${SECRET_KEY_MIN_CHARACTERS} characters.`),
  }),
  ADMIN_EMAIL: setting({
    default: null,
    meaning:
      'With `ADMIN_PASSWORD`: makes the first admin and a first site when there is no agent yet. Without them the start prints a one-time set-up link.',
    parser: Email,
  }),
  ADMIN_PASSWORD: setting({
    default: null,
    meaning: 'Password of the first admin, at least 12 characters.',
    parser: Password,
  }),
  TRUST_PROXY: setting({
    default: null,
    meaning:
      'Proxies whose `X-Forwarded-For` counts: addresses, ranges such as 10.0.0.0/8, or loopback, linklocal, uniquelocal; separated by commas.',
    parser: z
      .string()
      .transform((list) => list.split(',').map((name) => name.trim()))
      .refine(
        (names) => names.every(isProxyName),
        'Each one is an address, a range or one of the three names.',
      ),
  }),
  ATTACHMENT_MAX_MB: setting({
    default: '20',
    meaning: 'How large a file may be that somebody attaches, in MB of 1,048,576 bytes.',
    parser: wholeNumber(1, 1_000),
  }),
  ATTACHMENTS_MAX_GB: setting({
    default: '20',
    meaning: 'How much room the files of one site may take in the store, in GB of 1,073,741,824 bytes.',
    parser: wholeNumber(1, 100_000),
  }),
  LOG_LEVEL: setting({
    default: 'info',
    meaning: `The least important level that is logged: ${LOG_LEVELS.join(', ')}. JSON lines, readable on a terminal.`,
    parser: z.enum(LOG_LEVELS, `It is one of ${LOG_LEVELS.join(', ')}.`),
  }),
};

type SettingName = keyof typeof SETTINGS;
type Values = {
  [Name in SettingName]: (typeof SETTINGS)[Name] extends Setting<infer T> ? T | undefined : never;
};

/** What the server was told. Read `publicUrl`, `ownOrigins` and `port` when they are needed: they settle on listening. */
export interface Config {
  host: string;
  port: number;
  /** Scheme, host and port, without a slash at the end. */
  publicUrl: string;
  /** Origins of our own pages: that of `publicUrl`, and where none was given the names of this machine. */
  ownOrigins: string[];
  publicUrlGiven: boolean;
  /** Absolute. */
  dataDir: string;
  /** Null for the embedded store. */
  mongodbUrl: string | null;
  /** Null for one node. */
  redisUrl: string | null;
  nodeName: string;
  secretKey: string;
  admin: { email: string; password: string } | null;
  /** Proxies whose forwarded headers count. */
  trustProxy: string[];
  /** Of one file, in bytes. */
  attachmentMaxBytes: number;
  /** Of all files of one site, in bytes. */
  siteAttachmentsMaxBytes: number;
  logLevel: LogLevel;
}

/** The environment is not fit to start with; `faults` names all that is wrong, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/**
 * Reads every setting; makes `DATA_DIR/secret.key` where a key is needed and none is given.
 * @throws ConfigError naming every fault at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const faults: string[] = [];
  const values = readValues(environment, faults);
  faults.push(...faultsTogether(environment));
  if (faults.length > 0) throw new ConfigError(faults);
  const dataDir = required(values.DATA_DIR);
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = values;
  const config: Config = {
    host: required(values.HOST),
    port: required(values.PORT),
    publicUrl: values.PUBLIC_URL ?? '',
    ownOrigins: values.PUBLIC_URL === undefined ? [] : [values.PUBLIC_URL],
    publicUrlGiven: values.PUBLIC_URL !== undefined,
    dataDir,
    mongodbUrl: values.MONGODB_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    nodeName: values.NODE_NAME ?? `node-${randomBytes(4).toString('hex')}`,
    secretKey: values.SECRET_KEY ?? keptSecretKey(dataDir),
    admin: email !== undefined && password !== undefined ? { email, password } : null,
    trustProxy: values.TRUST_PROXY ?? [],
    attachmentMaxBytes: required(values.ATTACHMENT_MAX_MB) * 1024 ** 2,
    siteAttachmentsMaxBytes: required(values.ATTACHMENTS_MAX_GB) * 1024 ** 3,
    logLevel: required(values.LOG_LEVEL),
  };
  settlePort(config, config.port);
  return config;
}

/**
 * Reads where everything is kept, and nothing else: makes no key, so that an empty folder stays empty.
 * @throws ConfigError naming every fault at once
 */
export function readPlaces(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Pick<Config, 'dataDir' | 'mongodbUrl'> {
  const faults: string[] = [];
  const { DATA_DIR, MONGODB_URL } = environment;
  const values = readValues({ DATA_DIR, MONGODB_URL }, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return { dataDir: required(values.DATA_DIR), mongodbUrl: values.MONGODB_URL ?? null };
}

/** Takes in the port that the server listens on: with `PORT=0` nobody knows it before, nor the addresses with it. */
export function settlePort(config: Config, port: number): void {
  config.port = port;
  if (config.publicUrlGiven) return;
  config.publicUrl = `http://localhost:${port}`;
  // Nobody said how the server is called, so each name of this machine will do.
  config.ownOrigins = [config.publicUrl, `http://127.0.0.1:${port}`, `http://[::1]:${port}`];
}

function setting<T>(definition: Setting<T>): Setting<T> {
  return definition;
}

function wholeNumber(min: number, max: number): ZodType<number> {
  const message = `It is a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((number) => number >= min && number <= max, message);
}

function readValues(environment: Readonly<Record<string, string | undefined>>, faults: string[]): Values {
  const entries = Object.entries(SETTINGS).map(([name, { default: standard, parser }]) => {
    // Compose files and units pass what is not filled in as an empty text.
    const given = environment[name]?.trim() || standard;
    if (given === null) return [name, undefined];
    const parsed = (parser as ZodType<unknown>).safeParse(given);
    if (parsed.success) return [name, parsed.data];
    for (const issue of parsed.error.issues) faults.push(`${name}: ${issue.message}`);
    return [name, undefined];
  });
  return Object.fromEntries(entries) as Values;
}

function faultsTogether(environment: Readonly<Record<string, string | undefined>>): string[] {
  const isGiven = (name: SettingName) => Boolean(environment[name]?.trim());
  const faults: string[] = [];
  if (isGiven('REDIS_URL')) {
    if (!isGiven('MONGODB_URL'))
      faults.push('REDIS_URL: several nodes need one MongoDB. Set MONGODB_URL too.');
    if (!isGiven('SECRET_KEY'))
      faults.push('SECRET_KEY: several nodes need the same key. Set it with REDIS_URL.');
  }
  if (isGiven('ADMIN_EMAIL') && !isGiven('ADMIN_PASSWORD'))
    faults.push('ADMIN_PASSWORD: it is needed with ADMIN_EMAIL.');
  if (isGiven('ADMIN_PASSWORD') && !isGiven('ADMIN_EMAIL'))
    faults.push('ADMIN_EMAIL: it is needed with ADMIN_PASSWORD.');
  return faults;
}

function toOrigin(text: string, context: z.RefinementCtx): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    [url.origin, `${url.origin}/`].includes(url.href)
  )
    return url.origin;
  context.addIssue({ code: 'custom', message: 'It looks like https://chat.example.com, without a path.' });
  return z.NEVER;
}

/** Made once. Linking it into place lets exactly one of two processes that start together win. */
function keptSecretKey(dataDir: string): string {
  const path = join(dataDir, 'secret.key');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const kept = readKey(path);
    if (kept !== null) return kept;
    const fresh = `${path}.${randomUUID()}`;
    writeFileSync(fresh, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    try {
      linkSync(fresh, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh, { force: true });
    }
    return readKey(path) ?? '';
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`DATA_DIR: ${path} cannot be kept there (${(error as Error).message}).`]);
  }
}

function readKey(path: string): string | null {
  try {
    const key = readFileSync(path, 'utf8').trim();
    if (key.length >= SECRET_KEY_MIN_CHARACTERS) return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  throw new ConfigError([
    `DATA_DIR: ${path} holds no key. Remove it to have a new one made; everybody signs in again.`,
  ]);
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a setting with a default has no value');
  return value;
}
