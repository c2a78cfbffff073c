/**
 * Whether the person who runs the tests chose to go without those that need something this machine lacks:
 * `describe.skipIf(isSkipped('browser'))(…)`. What is skipped is counted in the last line of `npm test`.
 */
export function isSkipped(need: 'browser' | 'redis' | 'haproxy' | 'nginx' | 'firefox'): boolean {
  return (process.env.TEST_SKIP ?? '').split(',').some((name) => name.trim() === need);
}
