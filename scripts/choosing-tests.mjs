// Which test files a run of `npm test` takes: pure functions of the names and texts of files.
import { importedBy } from './imports.mjs';

const IS_TEST = /[.-]spec\.ts$/;
/** Tests that need a browser or kill processes, which take as long as all others. */
const OF_REST = /\.(?:browser|process)-spec\.ts$/;

const globsOf = (kinds) => kinds.map((kind) => `<rootDir>/test/**/*.${kind}.ts`);
const MOST = globsOf(['spec', 'db-spec', 'e2e-spec']);
const REST = globsOf(['browser-spec', 'process-spec']);
export const GLOBS = { most: MOST, rest: REST, all: [...MOST, ...REST] };

const KINDS = {
  most: (path) => !OF_REST.test(path),
  rest: (path) => OF_REST.test(path),
  all: () => true,
};

/** What runs or sets up every test, so that a change reaches all of them. */
const OF_EVERY_TEST =
  /^(?:package(?:-lock)?\.json|jest\.config\.js|tsconfig\.json|\.swcrc|test\/support\/runner\/|scripts\/(?:build|build-tests)\.mjs)/;

/** What a file needs without naming it: a copy of the migrated database. */
const NEEDS = { 'test/support/postgres.ts': ['migrations'] };

/** What names paths: tests that read files or start programs. Elsewhere the same words mean other things. */
const IS_OF_TESTS = /^(?:test|scripts)\//;
const READS_FILES = /\b(?:readdir|readFile|spawn|execFile)/;
const QUOTED = /['"`]((?:[\w.-]+\/)*[\w.-]+)\/?['"`]/g;
const IMPORT_OF_TYPES = /^import type [^;]*;/gm;

/**
 * @param {string[]} paths all files of the project, from its root
 * @param {{ kinds: 'most' | 'rest' | 'all', patterns: string[] }} asked a pattern that matches no test of these kinds
 * chooses among all others, so that a file can be run by its name alone
 * @returns {string[]} the chosen test files
 */
export function testsAskedFor(paths, { kinds, patterns }) {
  const all = paths.filter((path) => IS_TEST.test(path));
  const ofKinds = all.filter(KINDS[kinds]);
  if (patterns.length === 0) return ofKinds;
  const chosen = patterns.flatMap((pattern) => {
    const matching = (path) => new RegExp(pattern, 'i').test(path);
    const found = ofKinds.filter(matching);
    return found.length > 0 ? found : all.filter(matching);
  });
  return [...new Set(chosen)];
}

/**
 * Follows imports, and the paths of files and folders that sources name.
 * @param {ReadonlyMap<string, string>} sources the texts of all sources by path
 * @param {string[]} changed paths of changed files, which may be gone
 * @returns {Set<string>} all sources whose work a change may alter
 */
export function reachedBy(sources, changed) {
  if (changed.some((path) => OF_EVERY_TEST.test(path))) return new Set(sources.keys());
  const users = usersOf(sources);
  const reached = new Set();
  const reach = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    users.get(path)?.forEach(reach);
  };
  for (const path of changed) for (const part of [path, ...foldersOf(path)]) (users.get(part) ?? []).forEach(reach);
  changed.filter((path) => sources.has(path)).forEach(reach);
  return reached;
}

/** Returns who uses each file and folder. */
function usersOf(sources) {
  const users = new Map();
  for (const [path, text] of sources) {
    const used = [...importedBy(path, text.replace(IMPORT_OF_TYPES, '')), ...(NEEDS[path] ?? [])];
    if (IS_OF_TESTS.test(path) && READS_FILES.test(text))
      used.push(...[...text.matchAll(QUOTED)].map(([, name]) => name));
    for (const each of used) users.set(each, (users.get(each) ?? new Set()).add(path));
  }
  return users;
}

/** Returns the folders above a file. */
function foldersOf(path) {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}
