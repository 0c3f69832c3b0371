// Which test files a run of `npm test` takes: pure functions of the names and texts of files.
import { importedBy } from './imports.mjs';
import { isOfRun } from './test-kinds.mjs';

/** What runs or sets up every test, so that a change reaches all of them. */
const OF_EVERY_TEST =
  /^(?:package(?:-lock)?\.json|jest\.config\.js|tsconfig\.json|\.swcrc|test\/support\/runner\/|scripts\/(?:build|build-tests)\.mjs)/;

/** Files that are read, and by whom: both by the beginnings of their paths. */
export const READERS = {
  // The documents name files of all folders.
  '': ['test/docs/documents.ts'],
  '.npmrc': ['test/scripts/complete-lock'],
  'CONTRIBUTING.md': ['test/purity'],
  'clients/': ['test/clients/', 'test/support/generated-client.ts'],
  'demo/': ['test/demo/'],
  'docs/': ['test/clients/', 'test/docs/', 'test/platform/openapi', 'test/reference/', 'test/scripts/bundle'],
  'docs/adr/0022': ['test/reporting/untouched'],
  'docs/api-examples.json': ['test/platform/api-examples'],
  'docs/api.md': ['test/feedback/sent-by'],
  'docs/crm.md': ['test/crm/facts-from-tools'],
  'docs/install.md': ['test/platform/environment'],
  'docs/problems.md': ['test/setup/problems'],
  'docs/tour.md': ['test/support/tour.ts'],
  'migrations/': ['test/platform/migrat', 'test/stack', 'test/support/tables.ts'],
  'public/': [
    'test/auth/routes',
    'test/deliveries/links',
    'test/handoffs/pages',
    'test/platform/stored-files',
    'test/reference/',
    'test/scripts/bundle',
  ],
  'scripts/': ['test/scripts/'],
  'src/': [
    'test/direction',
    'test/locks',
    'test/one-store',
    'test/purity',
    'test/scripts/without',
    'test/setup/problems',
    'test/stack',
    'test/support/declared-tables.ts',
  ],
  'templates/': ['test/deliveries/', 'test/support/mail-server.ts', 'test/support/slack-server.ts'],
  'templates/pages/': ['test/handoffs/'],
  'test/': ['test/scripts/choosing-tests'],
  'test/feedback/payloads/': ['test/feedback/maya.ts'],
};

/** Programs that are built or started, with what they import, and by whom: both by the beginnings of their paths. */
export const STARTERS = {
  'examples/': ['test/support/feedback-job.ts'],
  // Tests copy the migrated database.
  'migrations/': ['test/support/postgres.ts', 'test/support/program.ts'],
  'scripts/data-source.mjs': ['test/platform/migrate.'],
  'scripts/migrate.mjs': ['test/platform/migrate.'],
  'scripts/verify.mjs': ['test/verification/program'],
  'src/': ['test/scripts/bundle', 'test/support/program.ts'],
  'src/console/web/': ['test/console/'],
  'src/sources/web/': ['test/sources/in-script'],
  'test/support/locks-folders.mjs': ['test/embedded-postgres/folder-lock'],
  'test/support/owns-postgres.mjs': ['test/support/postgres-owner.ts'],
};

const IMPORT_OF_TYPES = /^import type [^;]*;/gm;

/**
 * @param {string[]} paths all files of the project, from its root
 * @param {{ run: 'most' | 'rest' | 'all', patterns: string[] }} asked a pattern that matches no test of this run
 * chooses among all others, so that a file can be run by its name alone
 * @returns {string[]} the chosen test files
 * @throws {Error} if a pattern chooses none
 */
export function testsAskedFor(paths, { run, patterns }) {
  const all = paths.filter((path) => isOfRun(path, 'all'));
  const ofRun = all.filter((path) => isOfRun(path, run));
  if (patterns.length === 0) return ofRun;
  const chosen = patterns.flatMap((pattern) => {
    const expression = expressionOf(pattern);
    const matching = (path) => expression.test(path);
    const found = ofRun.some(matching) ? ofRun.filter(matching) : all.filter(matching);
    if (found.length === 0) throw new Error(`No test file matches ${pattern}: expected a part of a path, as test/sla.`);
    return found;
  });
  return [...new Set(chosen)];
}

function expressionOf(pattern) {
  try {
    return new RegExp(pattern, 'i');
  } catch {
    throw new Error(`${pattern} is no regular expression: expected a part of a path, as test/sla.`);
  }
}

/**
 * Follows imports, and what is read or started without them.
 * @param {ReadonlyMap<string, string>} sources the texts of all sources by path
 * @param {string[]} changed paths of changed files, which may be gone
 * @returns {Set<string>} all sources whose work a change may alter
 */
export function reachedBy(sources, changed) {
  if (changed.some((path) => OF_EVERY_TEST.test(path))) return new Set(sources.keys());
  const importers = importersIn(sources);
  const paths = [...sources.keys()];
  const readers = usersIn(READERS, paths);
  const starters = usersIn(STARTERS, paths);
  const reached = new Set();
  const reach = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    importers.get(path)?.forEach(reach);
    starters(path).forEach(reach);
  };
  changed.flatMap((path) => [path, ...readers(path)]).forEach(reach);
  return reached;
}

function importersIn(sources) {
  const importers = new Map();
  for (const [path, text] of sources) {
    for (const each of importedBy(path, text.replace(IMPORT_OF_TYPES, '')))
      importers.set(each, (importers.get(each) ?? new Set()).add(path));
  }
  return importers;
}

/** @returns {(path: string) => string[]} who uses a file, by one of the tables */
function usersIn(table, paths) {
  const users = Object.entries(table).map(([used, by]) => ({
    used,
    by: paths.filter((path) => by.some((user) => path.startsWith(user))),
  }));
  return (path) => users.flatMap(({ used, by }) => (path.startsWith(used) ? by : []));
}

/**
 * @param {{ reached: number, asked: number, ofRest: number, restCommand: string }} chosen numbers of test files
 * @returns {string} what a run takes of the tests that were asked for, and what it leaves out
 */
export function choiceLine({ reached, asked, ofRest, restCommand }) {
  const line = `${reached} of ${asked} test files ${reached === 1 ? 'is' : 'are'} reached.`;
  if (ofRest === 0) return line;
  return `${line} ${ofRest} more ${ofRest === 1 ? 'needs a browser or kills' : 'need a browser or kill'} processes: ${restCommand}`;
}
