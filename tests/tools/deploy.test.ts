import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { runProgram } from '../../scripts/run-program.ts';
import { SERVER_FLAGS } from '../../scripts/server-flags.ts';
import { readConfig, SETTINGS } from '../../server/config.ts';
import { eventually } from '../support/eventually.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The instructions of the Dockerfile, each with the rest of its line. */
const instructions = read('Dockerfile')
  .split('\n')
  .flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [{ name, rest }];
  });
const all = (wanted: string): string[] =>
  instructions.filter(({ name }) => name === wanted).map(({ rest }) => rest);

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-image-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('the Dockerfile', () => {
  it('runs Node as npm start does', () => {
    const [command] = all('CMD').map((rest) => JSON.parse(rest) as string[]);
    expect(command).toEqual(['node', ...SERVER_FLAGS, 'dist/server/index.js']);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    // There it is said once the program runs.
    const flags = SERVER_FLAGS.filter((flag) => flag !== '--enable-source-maps').join(' ');
    for (const name of ['start', 'store']) expect(scripts[name]).toContain(`node ${flags} scripts/start.mjs`);
  });

  it('copies what there is and what .dockerignore lets through', () => {
    const sources = all('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    const allowed = read('.dockerignore').split('\n');
    for (const source of sources) {
      expect(existsSync(join(root, source)), source).toBe(true);
      expect(allowed).toContain(`!${source}`);
    }
  });

  it('sets nothing that the server does not read', () => {
    const names = all('ENV').flatMap((rest) => [...rest.matchAll(/(\w+)=/g)].map(([, name]) => name));
    expect(names.filter((name) => name !== 'NODE_ENV' && !Object.hasOwn(SETTINGS, name ?? ''))).toEqual([]);
  });

  it('runs what the engines of package.json allow', () => {
    const { engines, scripts } = JSON.parse(read('package.json'));
    expect(engines.node).toBe('>=20.19');
    for (const image of all('FROM')) expect(image).toMatch(/^node:20-bookworm-slim/);
    for (const [, script] of all('RUN')
      .join('\n')
      .matchAll(/npm run (\S+)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });

  it('builds from what it copies, and what is left of that starts', async () => {
    const build = temporaryFolder();
    for (const rest of all('COPY').filter((each) => !each.startsWith('--from'))) {
      for (const source of rest.split(' ').slice(0, -1)) {
        cpSync(join(root, source), join(build, source), { recursive: true });
      }
    }
    symlinkSync(join(root, 'node_modules'), join(build, 'node_modules'));
    const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
    expect(await runProgram(process.execPath, [tsx, 'scripts/build.ts'], build)).toMatchObject({ code: 0 });

    const image = temporaryFolder();
    symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'));
    for (const name of ['package.json', 'dist'])
      cpSync(join(build, name), join(image, name), { recursive: true });
    mkdirSync(join(image, 'data'));
    const [program, ...args] = JSON.parse(all('CMD').at(-1) ?? '[]') as string[];
    expect(program).toBe('node');
    const child = spawn(process.execPath, args, {
      cwd: image,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', DATA_DIR: join(image, 'data') },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        said += part.toString();
      });
    }
    await eventually(() => expect(said).toContain('Parley is ready'), { timeoutMs: 60_000 });
    const url = /ready at (http:\/\/localhost:\d+)/.exec(said)?.[1];
    expect((await fetch(`${url}/widget.js`)).status).toBe(200);
  }, 180_000);
});

interface Service {
  image?: string;
  build?: string;
  environment?: Record<string, string>;
  networks?: { default: { ipv4_address: string } };
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'), { merge: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  const { services } = compose;
  const nodes = Object.entries(services).filter(([, { build }]) => build !== undefined);
  const haproxy = read('deploy/haproxy.cfg');

  /** As compose fills a variable in: with its default, or with a key where it has to be given. */
  const filled = (text: string): string =>
    text.replace(/\$\{(\w+)(?::-([^}]*)|:\?[^}]*)\}/g, (_all, _name, standard?: string) =>
      standard === undefined ? 'k'.repeat(64) : standard,
    );

  it('gives two nodes settings that the server takes', () => {
    expect(nodes.map(([name]) => name)).toEqual(['node-a', 'node-b']);
    for (const [name, { environment = {} }] of nodes) {
      expect(Object.keys(environment).filter((key) => !Object.hasOwn(SETTINGS, key))).toEqual([]);
      const given = Object.fromEntries(Object.entries(environment).map(([key, text]) => [key, filled(text)]));
      const config = readConfig({ DATA_DIR: temporaryFolder(), ...given });
      expect(config).toMatchObject({ nodeName: name, redisUrl: 'redis://redis:6379' });
      expect(config.mongodbUrl).toContain('replicaSet=rs0');
    }
  });

  it('names services, volumes and files that there are', () => {
    for (const { depends_on = {}, volumes = [] } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(Object.keys(services)).toContain(name);
        const isChecked = services[name]?.healthcheck !== undefined || services[name]?.build !== undefined;
        expect([condition, isChecked]).toEqual(['service_healthy', true]);
      }
      for (const [from = ''] of volumes.map((volume) => volume.split(':'))) {
        if (from.startsWith('.')) expect(existsSync(join(root, from)), from).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(from);
      }
    }
  });

  it('puts the proxy in front of the nodes under the names it has for them', () => {
    const { environment = {} } = services.proxy ?? {};
    for (const variable of Object.keys(environment)) expect(haproxy).toContain(`presetenv ${variable} `);
    for (const [name, { networks }] of nodes) {
      const variable = `PARLEY_${name.toUpperCase().replace('-', '_')}`;
      expect(haproxy).toContain(`server ${name} "\${${variable}}"`);
      expect(environment[variable]).toBe(`${networks?.default.ipv4_address}:3000`);
    }
  });
});
