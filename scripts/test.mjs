// Runs tests by jest, with its options and patterns of paths.
//   npm test                          all but those that need a browser or kill processes
//   npm run test:rest                 those
//   npm run test:all                  all
//   npm test -- test/sla              those of a folder
//   npm test -- --changed             those that changes since the last commit reach, by imports
//   npm test -- --changed=main        those that changes since main reach
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildArgv, run } from 'jest';
import { GLOBS, reachedBy, testsAskedFor } from './choosing-tests.mjs';

const SOURCES = ['src', 'test', 'bench', 'examples', 'clients', 'migrations', 'scripts'];
const IS_SOURCE = /\.(?:ts|tsx|mjs|cjs)$/;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const { given, kinds, base } = readArguments(process.argv.slice(2));
const { _: patterns } = await buildArgv(given);
await runChosen(patterns.map((pattern) => relative('', resolve(pattern))));

async function runChosen(patterns) {
  if (base === undefined && patterns.length === 0) return run([...given, ...GLOBS[kinds].map(asOption)]);
  const asked = testsAskedFor(filesIn('test'), { kinds, patterns });
  const reached = base === undefined ? null : reachedSince(base);
  const chosen = asked.filter((path) => reached?.has(path) ?? true);
  if (reached !== null && chosen.length === 0) return console.log('No test is reached by what has changed.');
  return run([...given, ...chosen.map((path) => asOption(`<rootDir>/${path}`))]);
}

function asOption(glob) {
  return `--testMatch=${glob}`;
}

/** Takes out the options that jest does not know. */
function readArguments(args) {
  const kinds = /^--kinds=(most|rest|all)$/;
  const changed = /^--changed(?:=(.+))?$/;
  const [base] = args.map((each) => changed.exec(each)).filter(Boolean);
  return {
    given: args.filter((each) => !kinds.test(each) && !changed.test(each)),
    kinds: args.map((each) => kinds.exec(each)?.[1]).findLast(Boolean) ?? 'most',
    base: base && (base[1] ?? 'HEAD'),
  };
}

/** @returns {Set<string>} the sources that changes since a commit reach, whether they are committed or not */
function reachedSince(commit) {
  const [from] = git('merge-base', commit, 'HEAD');
  const changed = [
    ...git('diff', '--name-only', '--no-renames', from),
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
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter(Boolean);
}
