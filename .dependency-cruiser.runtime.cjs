// The import rules about what reaches the page: here imports of types, which the build drops, do not count.
const { options } = require('./.dependency-cruiser.cjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-schemas-in-the-page',
      comment: 'The widget takes types from shared; the schemas’ code would be most of its bytes.',
      severity: 'error',
      from: { path: '^widget/' },
      to: { path: 'node_modules/zod/', reachable: true },
    },
  ],
  options: {
    ...options,
    tsPreCompilationDeps: false,
    // Drops exactly what esbuild drops: `import { type A }` stays an import, `import type { A }` does not.
    tsConfig: { fileName: 'tsconfig.base.json' },
  },
};
