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
    // Browsers, proxies and processes on two cores lose seconds to each other.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // On two cores: most of what they do is to wait for each other.
    maxWorkers: 3,
    // Each file starts what it needs and ends it: reading the server's modules once is half a minute, not five.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...REAL_PROGRAMS],
        },
      },
      {
        extends: true,
        // A second try is told at the end.
        test: { name: 'programs', include: REAL_PROGRAMS, retry: 1 },
      },
    ],
  },
});
