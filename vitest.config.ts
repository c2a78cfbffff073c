import { configDefaults, defineConfig } from 'vitest/config';
import { outsideReporter } from './scripts/test/failed-outside.ts';
import { REAL_PROGRAMS_INCLUDE } from './scripts/test/second-try.ts';

/** Where `npm test` wants the report that it counts. */
const reportFile = process.env.TEST_REPORT_FILE;

export default defineConfig({
  test: {
    reporters: ['default', ...(reportFile ? ['json', outsideReporter(reportFile)] : [])],
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
          exclude: [...configDefaults.exclude, ...REAL_PROGRAMS_INCLUDE],
        },
      },
      {
        extends: true,
        test: { name: 'programs', include: REAL_PROGRAMS_INCLUDE },
      },
    ],
  },
});
