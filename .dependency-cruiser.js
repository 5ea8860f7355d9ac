// The layers of the code, checked by `npm run layers`: imports run one way, from the top of each list to
// its bottom, `import type` included, and there are no circles.

const WORKER_LAYERS = [
  ['index.ts'],
  ['handle-request.ts'],
  ['calls'],
  ['response'],
  ['accounts', 'metering', 'stream'],
  ['azure'],
  ['context.ts'],
  ['config', 'entra', 'request'],
  ['access', 'operations'],
  ['models', 'http', 'held-bytes.ts', 'page-modules.ts'],
  ['traits'],
  ['contract'],
  ['formats', 'shared-timer.ts'],
];

const INFRA_LAYERS = [
  ['index.ts'],
  ['earlier-version.ts', 'parse-settings.ts', 'stack-config.ts'],
  ['outputs', 'cloudflare', 'azure', 'entra', 'bundle'],
  ['bindings', 'warnings'],
  ['misplaced-settings.ts', 'own-state.ts', 'users-file.ts'],
  ['rules'],
  ['azure-models'],
  ['settings', 'run-error.ts', 'to-object.ts'],
];

const PAGE_LAYERS = [
  ['main.tsx'],
  ['app.tsx'],
  ['views'],
  ['parts'],
  ['session'],
  ['clients', 'generate'],
  ['api'],
  ['format'],
  ['texts'],
];

/** The top folders and what each may import from others. Tests and examples may import everything. */
const ROOMS = {
  worker: [],
  // It keeps its code for years, so it knows the protocol and nothing else.
  ledger: ['worker/contract/ledger.ts$'],
  'azure-stand-in': [],
  // It names the Worker's variables.
  'command-line': ['worker/'],
  infra: ['worker/contract/'],
  local: ['azure-stand-in/', 'command-line/', 'infra/', 'worker/'],
  // It runs the bundle with the code that `npm start` uses.
  container: ['command-line/', 'infra/', 'local/workerd/', 'worker/'],
  migrate: ['command-line/', 'infra/', 'worker/'],
  rehearsal: ['azure-stand-in/', 'command-line/', 'local/', 'pulumi-cli/', 'worker/'],
  'pulumi-cli': ['command-line/'],
  'worker-check': ['command-line/', 'pulumi-cli/'],
  doctor: [
    ...['command-line/', 'infra/', 'local/stack/', 'pulumi-cli/', 'worker/'],
    ...['rehearsal/doctor-file.ts', 'worker-check/cloudflare-api.ts'],
  ],
  docs: ['doctor/', 'infra/', 'worker/'],
  // Browsers run it.
  page: [],
};

const TOP_FOLDERS = [...Object.keys(ROOMS), 'examples', 'test'];

/** A rule for each layer: nothing in it imports from a layer above. */
function oneWay(room, layers) {
  return layers.slice(1).map((layer, index) => ({
    name: `${room}-${layer.join('-')}-imports-downwards`,
    severity: 'error',
    from: { path: pathsOf(room, layer) },
    to: { path: pathsOf(room, layers.slice(0, index + 1).flat()) },
  }));
}

function pathsOf(room, names) {
  return names.map((name) => `^${room}/${/\.tsx?$/.test(name) ? name : `${name}/`}`);
}

function closedRoom([room, allowed]) {
  return {
    name: `${room}-is-closed`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: {
      path: `^(${TOP_FOLDERS.join('|')})/`,
      pathNot: [`^${room}/`, ...allowed.map((path) => `^${path}`)],
    },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-missing-files',
      severity: 'error',
      from: {},
      // Text modules exist only beside the uploaded script.
      to: {
        couldNotResolve: true,
        pathNot: ['^cloudflare:', '^\\./page[a-z-]*\\.(html|css|js)$'],
      },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    ...oneWay('worker', WORKER_LAYERS),
    ...oneWay('infra', INFRA_LAYERS),
    ...oneWay('page', PAGE_LAYERS),
    ...Object.entries(ROOMS).map(closedRoom),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
