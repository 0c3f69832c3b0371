// Tests that the program works without a satellite (docs/adr/0071): a copy of the tree, without the folder of the
// satellite and of those that import it, and without the wiring and the tests that need them, type-checks, starts on an
// empty database, and passes the remaining tests.
//   npm run without -- feedback         one satellite, with all remaining tests
//   npm run without -- --quick feedback with a few of them
//   npm run without -- --quick --today  the one whose turn it is today
//   npm run without -- --all            each in turn
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importedBy, targetOf } from './imports.mjs';
import { globsOf, isOfRun } from './test-kinds.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['src', 'test', 'bench', 'examples', 'clients', 'migrations', 'scripts'];

/** Files that assemble the program: lines that name a removed satellite are removed. */
const WIRING = ['src/app.module.ts', 'src/main.ts', 'test/support/application.ts'];
/** Replacements for files that the wiring cannot do without. */
const STAND_INS = {
  reference: {
    // The API document, without pages.
    'src/documentation.ts': `
import type { INestApplication } from '@nestjs/common';
import { SCOPES } from './auth/scope.js';
import { apiDocument } from './platform/openapi/openapi.js';
export class Documentation {
  constructor(private readonly app: INestApplication) {}
  find(path: string) {
    if (path !== '/openapi.json') return undefined;
    const document = apiDocument(this.app, { introduction: '', groups: [], scopes: SCOPES });
    return { type: 'application/json', text: JSON.stringify(document) };
  }
  all() {
    return new Map();
  }
}`,
  },
  verification: {
    'test/support/invariants.ts': `
export async function requireWhole(_snapshots: unknown): Promise<void> {}
export async function requireWholeAt(_url: string): Promise<void> {}`,
  },
};
/** Tests of the program as a whole, such as its documentation and examples, which need every satellite. */
const OF_THE_WHOLE = [
  ...[
    'clients',
    'demo',
    'docs',
    'examples',
    'model',
    'scripts',
    'auth/routes',
    'direction',
    'engine/worker',
    'events/schemas',
  ],
  ...[
    'platform/api-',
    'platform/fuzz',
    'platform/generated',
    'platform/migrations',
    'platform/openapi',
    'platform/tables',
    'deliveries/notification-words',
  ],
  ...[
    'erasure/subject-access',
    'reference/pages',
    'setup/problems',
    'journeys/first-month',
    'journeys/random-story',
    'journeys/ten-days',
    'erasure/catalogue',
    'engine/what-waits',
  ],
];
/** Tests of a start, the life of a lead, configuration and the engine. */
const QUICK = [
  'test/journeys/life-of-a-lead',
  'test/journeys/first-touch',
  'test/engine/jobs',
  'test/people/reps',
  'test/sla/policies',
];

/** A method of a class, with its comment. */
const METHOD =
  /(?: {2}\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)? {2}(?:async )?(\w+)\([^\n]*\{\n(?: {4}[^\n]*\n|\n)* {2}\}\n\n?/g;

const satellites = readSatellites();
const names = Object.keys(satellites);
const { flags, asked } = readArguments(process.argv.slice(2));
let failed = 0;
for (const name of asked) failed += await without(name);
process.exit(failed === 0 ? 0 : 1);

async function without(name) {
  const startedMs = performance.now();
  const gone = [...new Set([name, ...standingOn(name)])];
  const copy = mkdtempSync(join(tmpdir(), `without-${name}-`));
  try {
    for (const folder of SOURCES)
      cpSync(join(root, folder), join(copy, folder), {
        recursive: true,
        filter: (path) => !path.includes('node_modules'),
      });
    for (const entry of readdirSync(root, { withFileTypes: true }))
      if (entry.isFile()) cpSync(join(root, entry.name), join(copy, entry.name));
    for (const folder of ['docs', 'public', 'templates', 'demo', '.swcrc'])
      if (existsSync(join(root, folder))) cpSync(join(root, folder), join(copy, folder), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const left = takeOut(copy, gone);
    const tests = testsWithout(copy, left, gone);
    const chosen = flags.has('--quick') ? tests.filter((path) => QUICK.some((each) => path.startsWith(each))) : tests;
    if (chosen.length === 0) throw new Error('no test is left');
    keepOnly(copy, chosen);
    run(
      copy,
      'node_modules/typescript/bin/tsc',
      '--noEmit',
      '--noUnusedLocals',
      'false',
      '--noUnusedParameters',
      'false',
    );
    run(
      copy,
      '--single-threaded-gc',
      '--max-semi-space-size=128',
      'node_modules/jest/bin/jest.js',
      '--silent',
      ...globsOf('all').map((glob) => `--testMatch=${glob}`),
      ...chosen.map(exactly),
    );
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    console.log(
      `Without ${gone.join(', ')}: type-checks, starts, and passes ${chosen.length} of ${left.all} test files (${seconds} s).`,
    );
    return 0;
  } catch (error) {
    console.error(`Without ${gone.join(', ')}: ${error.message}`);
    return 1;
  } finally {
    if (!flags.has('--keep')) rmSync(copy, { recursive: true, force: true });
    else console.log(`Kept in ${copy}`);
  }
}

/** Returns the satellites that import it, directly or through others. */
function standingOn(name) {
  const direct = names.filter((each) => satellites[each].includes(name));
  return direct.flatMap((each) => [each, ...standingOn(each)]);
}

/**
 * Removes satellites, their lines in the wiring, and everything else that imports them. @returns what else was removed
 */
function takeOut(copy, gone) {
  for (const name of gone) rmSync(join(copy, 'src', name), { recursive: true, force: true });
  for (const name of gone) {
    for (const [path, text] of Object.entries(STAND_INS[name] ?? {})) writeFileSync(join(copy, path), `${text}\n`);
  }
  const methods = WIRING.flatMap((path) => cutLines(copy, path));
  const files = filesIn(copy);
  const all = files.filter((path) => isOfRun(path, 'all')).length;
  let present = new Set(files);
  for (;;) {
    const broken = [...present].filter((path) => importsOf(copy, path).some((target) => !present.has(target)));
    if (broken.length === 0) break;
    for (const path of broken) {
      if (
        path.startsWith('src/') &&
        !path.startsWith('src/demo/') &&
        path !== 'src/verify.ts' &&
        path !== 'src/documentation.ts'
      )
        throw new Error(`${path} imports ${importsOf(copy, path).find((target) => !present.has(target))}`);
      rmSync(join(copy, path));
    }
    present = new Set([...present].filter((path) => !broken.includes(path)));
  }
  return { methods, all };
}

/**
 * Removes from a file what needs missing files: imports, statements and entries of one line, spreads, methods.
 * @returns the names of those methods
 */
function cutLines(copy, path) {
  const names = [];
  let text = readFileSync(join(copy, path), 'utf8').replace(
    /^import (?:type )?\{([^}]*)\} from '(\.[^']+)';\n/gm,
    (line, imported, from) => {
      if (existsSync(join(copy, targetOf(path, from)))) return line;
      names.push(...imported.match(/\w+(?=\s*(?:,|$))/g));
      return '';
    },
  );
  if (names.length === 0) return [];
  const methods = [];
  for (let needed = names; needed.length > 0; ) {
    const uses = new RegExp(`\\b(?:${needed.join('|')})\\b`);
    const cut = [];
    text = text.replace(METHOD, (method, name) => {
      if (name === 'constructor' || !uses.test(method.replace(/\/\*\*[\s\S]*?\*\//, ''))) return method;
      cut.push(name);
      return '';
    });
    methods.push(...cut);
    needed = cut.map((name) => `this\\.${name}`);
  }
  if (methods.length > 0) {
    const calls = new RegExp(`^ *(?:await )?\\w+\\.(?:${methods.join('|')})\\([^\\n]*\\);\\n`, 'gm');
    text = text.replace(calls, '');
  }
  const any = names.join('|');
  text = text.replace(new RegExp(`^ +await [^\\n]*\\b(?:${any})\\b[^\\n]*;\\n`, 'gm'), '');
  text = text.replace(new RegExp(`^ *(?:${any}),\\n`, 'gm'), '').replace(new RegExp(`\\.{3}(?:${any}),? ?`, 'g'), '');
  writeFileSync(join(copy, path), text);
  return methods;
}

/** Returns the tests that need nothing that was removed: no import, no method, no path of the API. */
function testsWithout(copy, { methods }, gone) {
  const paths = pathsGone(copy, gone).map(
    (path) => `${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '[^/\\s]+')}(?![\\w-])`,
  );
  const uses = [...paths, ...methods.map((name) => `\\.${name}\\(`)];
  const needs = uses.length === 0 ? /(?!)/ : new RegExp(uses.join('|'));
  const files = filesIn(copy).filter((path) => path.startsWith('test/'));
  const texts = new Map(files.map((path) => [path, readFileSync(join(copy, path), 'utf8')]));
  const isFree = (path, seen = new Set()) => {
    if (seen.has(path) || WIRING.includes(path) || !texts.has(path)) return true;
    seen.add(path);
    return !needs.test(texts.get(path)) && importsOf(copy, path).every((target) => isFree(target, seen));
  };
  return files
    .filter((path) => isOfRun(path, 'all'))
    .filter((path) => !gone.some((name) => path.startsWith(`test/${name}/`)))
    .filter(
      (path) => !OF_THE_WHOLE.some((each) => path.startsWith(`test/${each}`)) && !path.endsWith('.process-spec.ts'),
    )
    .filter((path) => isFree(path))
    .sort();
}

/** Removes all other tests, and what only they need. */
function keepOnly(copy, tests) {
  const needed = new Set();
  const need = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    importsOf(copy, path).forEach(need);
  };
  tests.forEach(need);
  // The console is built on the client.
  filesIn(copy)
    .filter((path) => path.startsWith('src/'))
    .forEach(need);
  for (const path of filesIn(copy)) {
    const isOfTests = /^(?:test|bench|examples|clients)\//.test(path) && !path.startsWith('test/support/runs');
    if (isOfTests && !needed.has(path)) rmSync(join(copy, path));
  }
}

/** Returns the paths that the API no longer has. */
function pathsGone(copy, gone) {
  if (gone.includes('reference')) return ['/docs', '/openapi.json', '/problems'];
  const documentOf = (folder) => {
    run(folder, 'scripts/openapi.mjs');
    return Object.keys(JSON.parse(readFileSync(join(folder, 'dist', 'openapi.json'), 'utf8')).paths);
  };
  const there = new Set(documentOf(copy));
  return documentOf(root).filter((path) => !there.has(path));
}

function filesIn(copy) {
  return SOURCES.flatMap((folder) =>
    readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  ).filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
}

/** Returns the files of the project that a file imports. */
function importsOf(copy, path) {
  return importedBy(path, readFileSync(join(copy, path), 'utf8')).filter((target) => existsSync(join(root, target)));
}

/** Reads the satellites from test/direction.spec.ts, with the others that each imports. */
function readSatellites() {
  const text = readFileSync(join(root, 'test', 'direction.spec.ts'), 'utf8');
  const [, list] = /const SATELLITES[^{]*= \{\n([^}]*)\n\};/.exec(text);
  return Object.fromEntries(
    [...list.matchAll(/^ {2}(\w+): \[([^\]]*)\]/gm)].map(([, name, others]) => [
      name,
      [...others.matchAll(/'(\w+)'/g)].map(([, other]) => other),
    ]),
  );
}

function readArguments(given) {
  const flags = new Set(given.filter((each) => each.startsWith('--')));
  const named = given.filter((each) => !each.startsWith('--'));
  const unknown = named.filter((each) => !names.includes(each));
  const today = flags.has('--today') ? [names[Math.floor(Date.now() / 86_400_000) % names.length]] : [];
  const asked = flags.has('--all') ? names : [...named, ...today];
  if (unknown.length > 0 || asked.length === 0) {
    console.error(
      `Name satellites to leave out, or --all or --today, with --quick for a few tests: ${names.join(', ')}`,
    );
    process.exit(2);
  }
  return { flags, asked };
}

/** Runs Node in a folder. @throws Error with its last output if it fails */
function run(folder, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${args.find((each) => !each.startsWith('--'))} failed\n${`${stdout}${stderr}`.slice(-6_000)}`);
}

/** Returns a pattern for jest that matches a path. */
function exactly(path) {
  return path.replace(/[.]/g, '\\.');
}
