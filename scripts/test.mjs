// Runs tests by jest, with its options and patterns of paths.
//   npm test                          all but those that need a browser or kill processes
//   npm run test:rest                 those
//   npm run test:all                  all
//   npm test -- test/sla              those of a folder
//   npm test -- --changed             those that changes since the last commit reach, by imports and a table
//   npm test -- --changed=main        those that changes since main reach
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildArgv, run } from 'jest';
import { choiceLine, reachedBy, testsAskedFor } from './choosing-tests.mjs';
import { globsOf, RUNS } from './test-kinds.mjs';

const SOURCES = ['src', 'test', 'bench', 'examples', 'clients', 'migrations', 'scripts'];
const IS_SOURCE = /\.(?:ts|tsx|mjs|cjs)$/;
const KINDS = '--kinds=';
const CHANGED = /^--changed(?:=(.*))?$/;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const chosen = await choose(process.argv.slice(2)).catch(({ message }) => {
  console.error(message);
  process.exit(1);
});
if (chosen.globs.length > 0) await run([...chosen.given, ...chosen.globs.map((glob) => `--testMatch=${glob}`)]);

/**
 * @returns {Promise<{ given: string[], globs: string[] }>} the arguments for jest, and what it runs
 * @throws {Error} if an argument cannot be meant
 */
async function choose(args) {
  const given = args.filter((each) => !each.startsWith(KINDS) && !CHANGED.test(each));
  const { _: written, coverage } = await buildArgv(given);
  if (coverage) throw new Error('--coverage measures nothing here, because Node itself loads the tests.');
  const kinds = args.findLast((each) => each.startsWith(KINDS))?.slice(KINDS.length) ?? 'most';
  if (!RUNS.includes(kinds)) throw new Error(`${KINDS}${kinds} is unknown: expected one of ${RUNS.join(', ')}.`);
  const changed = args.find((each) => CHANGED.test(each));
  if (changed === undefined && written.length === 0) return { given, globs: globsOf(kinds) };
  const reached = changed && reachedSince(commitOf(changed, args));

  const tests = filesIn('test');
  const patterns = written.map((each) => relative('', resolve(String(each))));
  const asked = testsAskedFor(tests, { run: kinds, patterns });
  const taken = asked.filter((path) => reached?.has(path) ?? true);
  if (reached) {
    const all = kinds === 'most' ? testsAskedFor(tests, { run: 'all', patterns }) : asked;
    const ofRest = all.filter((path) => reached.has(path) && !asked.includes(path)).length;
    const quoted = written.map((each) => (/^[\w./-]+$/.test(each) ? each : `'${each}'`));
    const restCommand = ['npm run test:rest --', changed, ...quoted].join(' ');
    console.log(choiceLine({ reached: taken.length, asked: asked.length, ofRest, restCommand }));
  }
  return { given, globs: taken.map((path) => `<rootDir>/${path}`) };
}

/** @returns {string} the commit from which the present differs by the changes that count */
function commitOf(changed, args) {
  const [, commit = 'HEAD'] = CHANGED.exec(changed);
  const next = args[args.indexOf(changed) + 1];
  if (changed === '--changed' && next !== undefined && !existsSync(next) && baseOf(next) !== undefined)
    throw new Error(`${next} is read as a part of a path: expected --changed=${next}.`);
  const base = baseOf(commit);
  if (base === undefined) throw new Error(`${changed} names no commit: expected a branch or a commit of this history.`);
  return base;
}

/** @returns {string | undefined} the latest common commit, undefined if there is none */
function baseOf(commit) {
  try {
    return git('merge-base', '--', commit, 'HEAD')[0];
  } catch {
    return undefined;
  }
}

/** @returns {Set<string>} the sources that changes since a commit reach, whether they are committed or not */
function reachedSince(commit) {
  const changed = [
    ...git('diff', '--name-only', '--no-renames', commit),
    ...git('ls-files', '--others', '--exclude-standard'),
  ];
  const paths = SOURCES.flatMap(filesIn).filter((path) => IS_SOURCE.test(path));
  return reachedBy(new Map(paths.map((path) => [path, readFileSync(path, 'utf8')])), changed);
}

/** Returns the paths of all files in a folder. */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => join(parentPath, name));
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter(Boolean);
}
