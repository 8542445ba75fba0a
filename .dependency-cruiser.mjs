// Who may import what. Dependencies point one way: contracts ← platform ← services.
// Each rule is proved by scripts/checks/boundaries.test.ts, which breaks it.

/** Tests, and what exists only for tests or for writing migrations, may bring in the world outside. */
const tests = ['[.]test[.]tsx?$', '/tests/', '/testing/', '/conformance[.]ts$', '/database/authoring/'];

/** The folders of the worker that know nothing of one another; they meet in turns/. */
const leaves = '(prompt|vendors|output|outlets|importers|skills)';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'contracts-import-only-zod',
      comment: 'What crosses a process must be readable anywhere, a browser included.',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: tests },
      to: { pathNot: ['^packages/contracts/', 'node_modules/zod/'] },
    },
    {
      name: 'words-import-only-contracts',
      comment: 'A sentence depends on nothing but the facts that it tells.',
      severity: 'error',
      from: { path: '^packages/words/', pathNot: tests },
      to: { path: '^(packages|services)/', pathNot: '^packages/(words|contracts)/' },
    },
    {
      name: 'the-gateway-writes-no-sentences',
      comment: 'It answers with codes and facts; who talks to people has the words.',
      severity: 'error',
      from: { path: '^services/api-gateway/' },
      to: { path: '^packages/words/' },
    },
    {
      name: 'platform-imports-only-contracts',
      comment: 'How a process runs depends on no service and on nothing that only runs here.',
      severity: 'error',
      from: { path: '^packages/platform/', pathNot: tests },
      to: { path: '^(packages|services)/', pathNot: '^packages/(platform|contracts)/' },
    },
    {
      name: 'local-packages-stand-alone',
      comment: 'They imitate the world outside, which shares no code with us.',
      severity: 'error',
      from: { path: '^packages/(local-[^/]+)/', pathNot: tests },
      to: { path: '^(packages|services)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'only-startup-journeys-and-scripts-import-local-packages',
      comment: 'A service reaches the world outside by an address, never by an import.',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: ['^packages/(local-[^/]+|startup|journeys)/', ...tests] },
      to: { path: '^packages/local-' },
    },
    {
      name: 'services-never-import-each-other',
      comment: 'They meet in contracts.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-startup-journeys-and-scripts-import-services',
      severity: 'error',
      from: { pathNot: ['^services/', '^packages/(startup|journeys)/', '^scripts/'] },
      to: { path: '^services/' },
    },
    {
      name: 'only-journeys-and-scripts-import-startup',
      comment: 'It starts the services; whatever it starts must not know it.',
      severity: 'error',
      from: { pathNot: ['^packages/(startup|journeys)/', '^scripts/'] },
      to: { path: '^packages/startup/' },
    },
    {
      name: 'nothing-imports-journeys',
      severity: 'error',
      from: { pathNot: ['^packages/journeys/', '^scripts/'] },
      to: { path: '^packages/journeys/' },
    },
    {
      name: 'worker-leaves-never-meet',
      comment: 'They are put together in turns/ and nowhere else.',
      severity: 'error',
      from: { path: `^services/ai-worker/src/${leaves}/` },
      to: { path: `^services/ai-worker/src/${leaves}/`, pathNot: '^services/ai-worker/src/$1/' },
    },
    {
      name: 'memory-never-imports-turns',
      comment: 'Turns keep and find memories; memory knows nothing of them.',
      severity: 'error',
      from: { path: '^services/api-gateway/src/memory/' },
      to: { path: '^services/api-gateway/src/turns/' },
    },
    {
      name: 'plain-rows-go-through-prisma',
      comment: 'SQL by hand stands in turns/ and memory/, and where a comment says why. docs/adr/0005 has the figures.',
      severity: 'error',
      from: {
        path: '^services/api-gateway/src/',
        pathNot: [
          '^services/api-gateway/src/(database|turns|memory|messages|leases|listeners|usage)/',
          '^services/api-gateway/src/(start|characters/(access|list-characters)|server-characters/is-heard-in|memories/forget|posts/[^/]+|settings/tiers|users/users|wallet/caps)[.]ts$',
          ...tests,
        ],
      },
      to: { path: '^services/api-gateway/src/database/query[.]ts$' },
    },
    {
      name: 'only-the-gateway-imports-prisma',
      comment: 'It owns all state.',
      severity: 'error',
      from: { pathNot: '^services/api-gateway/' },
      to: { path: ['node_modules/(@prisma|prisma)/', '^services/api-gateway/src/generated/'] },
    },
    {
      name: 'only-the-worker-imports-openai',
      comment: 'Vendor traffic stays in one place.',
      severity: 'error',
      from: { pathNot: ['^services/ai-worker/', '^packages/journeys/', ...tests] },
      to: { path: 'node_modules/openai/' },
    },
    {
      name: 'only-bot-client-imports-discord-js',
      comment: 'It is the one place that listens to Discord.',
      severity: 'error',
      from: { pathNot: ['^services/bot-client/', '^packages/journeys/', ...tests] },
      to: { path: 'node_modules/discord[.]js/' },
    },
    {
      name: 'tests-stay-out-of-what-runs',
      severity: 'error',
      from: { pathNot: [...tests, '^packages/journeys/', '^scripts/'] },
      to: {
        path: ['^(packages|services)/.*([.]test[.]tsx?$|/tests/|/testing/|/conformance[.]ts$|/database/authoring/)'],
      },
    },
    {
      name: 'what-runs-needs-no-dev-dependency',
      comment: 'Production installs only "dependencies".',
      severity: 'error',
      from: { path: '^(packages/(contracts|platform|words)|services/[^/]+)/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-is-found',
      comment: 'What cannot be found cannot be judged.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/', '/dist/'] },
    // Imports of types count: they point somewhere too.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
