import { existsSync, readFileSync } from 'node:fs';

/** Something outside of npm that some tests use. */
export type Need = { name: string; binary: string; package: string };

/** What the tests use today. */
export const NEEDS: readonly Need[] = [
  { name: 'browser', binary: '/usr/bin/chromium', package: 'chromium' },
  { name: 'redis', binary: '/usr/bin/redis-server', package: 'redis-server' },
  { name: 'haproxy', binary: '/usr/sbin/haproxy', package: 'haproxy' },
  { name: 'nginx', binary: '/usr/sbin/nginx', package: 'nginx-light' },
];

/** What not every system has: its tests are skipped where it cannot be had, and counted. Not wanted without `with`. */
export const EXTRAS: readonly (Need & { with: string })[] = [
  // No test needs it: where it is, they use it in place of the whole Chromium, which takes minutes longer.
  {
    name: 'headless-shell',
    binary: '/usr/lib/chromium/chromium-headless-shell',
    package: 'chromium-headless-shell',
    with: 'browser',
  },
  { name: 'firefox', binary: '/usr/bin/firefox-esr', package: 'firefox-esr', with: 'browser' },
];

/** What `TEST_SKIP` may name. */
const SKIPPABLE = [...NEEDS, ...EXTRAS].map((need) => need.name);

/**
 * Reads `TEST_SKIP`.
 *
 * @param value names with commas between them, or nothing
 * @throws Error naming what it may hold
 */
export function readSkips(value: string | undefined): string[] {
  const names = (value ?? '').split(',').map((name) => name.trim());
  const skips = names.filter((name) => name !== '');
  const unknown = skips.filter((name) => !SKIPPABLE.includes(name));
  if (unknown.length === 0) return skips;
  throw new Error(`TEST_SKIP names ${unknown.join(', ')}; it may hold ${SKIPPABLE.join(',')}`);
}

/** The needs that are neither there nor to be skipped. */
export function missingNeeds(
  needs: readonly Need[],
  skips: readonly string[],
  isThere: (binary: string) => boolean = existsSync,
): Need[] {
  return needs.filter((need) => !skips.includes(need.name) && !isThere(need.binary));
}

/** The extras that are wanted and not there. */
export function missingExtras(
  extras: typeof EXTRAS,
  skips: readonly string[],
  isThere?: (binary: string) => boolean,
): Need[] {
  const wanted = extras.filter((extra) => !skips.includes(extra.with));
  return missingNeeds(wanted, skips, isThere);
}

/** What to do about missing needs, for a person who may not install packages by themselves from here. */
export function explainMissing(missing: readonly Need[]): string {
  return [
    `The tests need ${missing.map((need) => need.package).join(' and ')}, which this machine lacks.`,
    `Install: apt-get install -y --no-install-recommends ${missing.map((need) => need.package).join(' ')}`,
    `Or go on without the tests that use it: TEST_SKIP=${missing.map((need) => need.name).join(',')} npm test`,
  ].join('\n');
}

/** Whether packages can be installed with apt-get: Debian or Ubuntu, and root. */
export function mayInstall(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return isDebianLike(readFileSync('/etc/os-release', 'utf8'));
}

/** @param osRelease content of /etc/os-release */
export function isDebianLike(osRelease: string): boolean {
  const names = /^(?:ID|ID_LIKE)=(.*)$/gm;
  const words = [...osRelease.matchAll(names)].flatMap(([, value]) => (value ?? '').match(/[\w-]+/g) ?? []);
  return words.some((word) => word === 'debian' || word === 'ubuntu');
}
