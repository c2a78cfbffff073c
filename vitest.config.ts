import { configDefaults, defineConfig } from 'vitest/config';
import { SecondTries } from './scripts/test/second-tries.ts';

/** Tests that drive programs other than this one. */
const REAL_PROGRAMS = [
  'tests/browser/**/*.test.ts',
  'tests/nodes/**/*.test.ts',
  'tests/chaos/**/*.test.ts',
  'tests/jobs/processes.test.ts',
];

/** Where `npm test` wants the report that it counts. */
const reportFile = process.env.TEST_REPORT_FILE;

export default defineConfig({
  test: {
    reporters: ['default', new SecondTries(), ...(reportFile ? ['json'] : [])],
    ...(reportFile && { outputFile: reportFile }),
    hookTimeout: 30_000,
    maxWorkers: 2,
    // Each file starts what it needs and ends it: reading the server's modules once is half a minute, not five.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...REAL_PROGRAMS],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        // Browsers, proxies and processes on two cores lose seconds to each other. A second try is told at the end.
        test: { name: 'programs', include: REAL_PROGRAMS, testTimeout: 60_000, retry: 1 },
      },
    ],
  },
});
