// The kinds of test files, by the end of their names: the only list of them.

/**
 * `run` is the run that takes them: the rest needs a browser or kills processes, and takes as long as all others.
 * `setUpMs` and `msPerByte` estimate a file that has not run yet, measured on two cores: small ones set up too.
 * @typedef {{ run: 'most' | 'rest', setUpMs: number, msPerByte: number, mostlyWaits?: true }} Kind
 * @type {Record<string, Kind>}
 */
const KINDS = {
  spec: { run: 'most', setUpMs: 100, msPerByte: 0.04 },
  'db-spec': { run: 'most', setUpMs: 1_500, msPerByte: 0.1 },
  'e2e-spec': { run: 'most', setUpMs: 1_500, msPerByte: 0.1 },
  'browser-spec': { run: 'rest', setUpMs: 10_000, msPerByte: 1 },
  'process-spec': { run: 'rest', setUpMs: 10_000, msPerByte: 1, mostlyWaits: true },
};

/** What `npm test` takes by default, `npm run test:rest` and `npm run test:all`. */
export const RUNS = ['most', 'rest', 'all'];

/** @param {string} path @returns {Kind | undefined} undefined if it is no test */
export function kindOf(path) {
  return KINDS[/\.([\w-]*spec)\.ts$/.exec(path)?.[1]];
}

export function isOfRun(path, run) {
  const kind = kindOf(path);
  return kind !== undefined && (run === 'all' || run === kind.run);
}

/** @param {'most' | 'rest' | 'all'} run */
export function globsOf(run) {
  return Object.entries(KINDS)
    .filter(([, kind]) => run === 'all' || run === kind.run)
    .map(([name]) => `<rootDir>/test/**/*.${name}.ts`);
}
