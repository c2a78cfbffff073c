// The import rules of the house. `scripts/check/import-rules.ts` runs them; `dependency-cruiser` alone does too.
// Test files are free to look inside anything: they are what holds the doors closed.

/** Code that runs for users. */
const PRODUCT = '^(server|widget|console|shared)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'features-meet-at-their-index',
      comment: 'A feature never imports the inside of another one, only its index.ts.',
      severity: 'error',
      from: { path: '^server/([^/]+)/', pathNot: '^server/core/' },
      to: { path: '^server/(?!core/)[^/]+/(?!index\\.ts$)', pathNot: '^server/$1/' },
    },
    {
      name: 'core-knows-no-feature',
      comment: 'server/core is plumbing; what it needs to know is handed to it.',
      severity: 'error',
      from: { path: '^server/core/' },
      to: { path: ['^server/(?!core/)[^/]+/', '^server/(app|index|admin|backup|restore)\\.ts$'] },
    },
    {
      name: 'shared-stands-alone',
      comment: 'What both sides agree on depends on neither.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(server|widget|console|scripts|tests)/' },
    },
    {
      name: 'shared-knows-no-node',
      comment: 'shared runs in the page too.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-imports-no-screen',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(widget|console|scripts|tests)/' },
    },
    {
      name: 'widget-imports-shared-only',
      severity: 'error',
      from: { path: '^widget/' },
      to: { path: '^(server|console|scripts|tests)/' },
    },
    {
      name: 'console-imports-shared-and-the-client',
      comment:
        'The console talks to the server with the widget’s client (widget/core) and shares no screen with it but the choice of emoji.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: ['^(server|scripts|tests)/', '^widget/(?!core/|emoji/)'] },
    },
    {
      name: 'product-without-development-packages',
      comment: '`npm ci --omit=dev` must leave everything that runs. Types are gone by then.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    },
    {
      name: 'nothing-unknown',
      comment: 'A package that package.json does not name, or a file that is not there.',
      severity: 'error',
      from: { path: PRODUCT },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types count as imports: who knows another’s types depends on it.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
