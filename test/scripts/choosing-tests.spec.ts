import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { choiceLine, READERS, reachedBy, STARTERS, testsAskedFor } from '../../scripts/choosing-tests.mjs';
import { kindOf } from '../../scripts/test-kinds.mjs';

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));

describe('a run takes', () => {
  const PATHS = [
    'test/sla/due.spec.ts',
    'test/sla/holds.e2e-spec.ts',
    'test/sla/nodes.process-spec.ts',
    'test/console/floor.browser-spec.ts',
    'test/console/sessions.e2e-spec.ts',
    'test/console/line.ts',
  ];
  const MOST = ['test/sla/due.spec.ts', 'test/sla/holds.e2e-spec.ts', 'test/console/sessions.e2e-spec.ts'];
  const REST = ['test/sla/nodes.process-spec.ts', 'test/console/floor.browser-spec.ts'];

  it.each<[string, 'most' | 'rest' | 'all', string[], string[]]>([
    ['all tests but those that need a browser or kill processes', 'most', [], MOST],
    ['only those', 'rest', [], REST],
    ['all tests', 'all', [], PATHS.slice(0, 5)],
    ['those of a folder, without the rest', 'most', ['test/console'], ['test/console/sessions.e2e-spec.ts']],
    ['the rest of a folder', 'rest', ['test/console'], ['test/console/floor.browser-spec.ts']],
    ['a file of the rest that is named', 'most', ['test/console/floor.browser-spec.ts'], [REST[1]!]],
    ['a file of the rest, beside a folder', 'most', ['test/sla/nodes', 'test/console'], [REST[0]!, MOST[2]!]],
    ['each file once', 'most', ['test/sla/due', 'test/sla'], MOST.slice(0, 2)],
  ])('%s', (_, run, patterns, taken) => {
    expect(testsAskedFor(PATHS, { run, patterns })).toEqual(taken);
  });

  it.each([
    [
      'matches no test, beside one that does',
      ['test/sla', 'test/console/line'],
      'No test file matches test/console/line',
    ],
    ['is no regular expression', ['['], '[ is no regular expression'],
  ])('no pattern that %s', (_, patterns, message) => {
    expect(() => testsAskedFor(PATHS, { run: 'all', patterns })).toThrow(message);
  });

  it('every test file: each is of a kind', () => {
    expect(filesOf('test').filter((path) => /spec\.\w+$/.test(path) && kindOf(path) === undefined)).toEqual([]);
  });
});

it.each([
  [{ reached: 38, asked: 527, ofRest: 0 }, '38 of 527 test files are reached.'],
  [
    { reached: 1, asked: 527, ofRest: 12 },
    '1 of 527 test files is reached. 12 more need a browser or kill processes: npm run test:rest -- --changed',
  ],
  [
    { reached: 0, asked: 527, ofRest: 1 },
    '0 of 527 test files are reached. 1 more needs a browser or kills processes: npm run test:rest -- --changed',
  ],
])('a run says what it takes and leaves out: %j', (chosen, line) => {
  expect(choiceLine({ ...chosen, restCommand: 'npm run test:rest -- --changed' })).toBe(line);
});

describe('a change reaches', () => {
  const SOURCES = new Map([
    ['src/sla/due.ts', `import { sum } from './sum.js';\nimport type { Policy } from './policy.js';`],
    ['src/sla/sum.ts', ''],
    ['src/sla/policy.ts', 'export interface Policy {}'],
    ['src/late.ts', `const late = () => import('./sla/due.js');`],
    ['test/sla/due.spec.ts', `import {\n  due,\n} from '../../src/sla/due.js';`],
    ['test/sla/round.spec.ts', `import '../../src/sla/sum.js';`],
    ['test/gone.spec.ts', `import '../src/gone.js';`],
    ['test/late.spec.ts', `import { late } from '../src/late.js';`],
    ['test/reference/pages.e2e-spec.ts', ''],
    ['test/verification/program.process-spec.ts', ''],
    ['scripts/verify.mjs', `import { part } from './part.mjs';`],
    ['scripts/part.mjs', ''],
    ['test/support/postgres.ts', ''],
    ['test/lead.e2e-spec.ts', `import { freshDatabase } from './support/postgres.js';`],
  ]);
  const testsReachedBy = (...changed: string[]) =>
    [...reachedBy(SOURCES, changed)].filter((path) => path.includes('spec.ts')).sort();

  it.each<[string, string, string[]]>([
    ['what imports it, through others too', 'src/sla/due.ts', ['test/late.spec.ts', 'test/sla/due.spec.ts']],
    ['what imports it, also if it is gone', 'src/gone.ts', ['test/gone.spec.ts']],
    ['nothing that imports its types alone, which the compiler checks', 'src/sla/policy.ts', []],
    ['a test that changed', 'test/sla/round.spec.ts', ['test/sla/round.spec.ts']],
    ['tests that read its folder', 'docs/words/first.md', ['test/reference/pages.e2e-spec.ts']],
    ['tests that start a program that imports it', 'scripts/part.mjs', ['test/verification/program.process-spec.ts']],
    ['whoever copies the migrated database', 'migrations/0001.ts', ['test/lead.e2e-spec.ts']],
    ['nothing if nothing reads it', 'LICENSE', []],
  ])('%s', (_, changed, tests) => {
    expect(testsReachedBy(changed)).toEqual(tests);
  });

  it('everything that one of several changes reaches', () => {
    expect(testsReachedBy('test/sla/round.spec.ts', 'docs/api.md')).toEqual([
      'test/reference/pages.e2e-spec.ts',
      'test/sla/round.spec.ts',
    ]);
  });

  it.each(['package-lock.json', 'test/support/runner/runtime.cjs', 'scripts/build.mjs'])(
    'every test, if it is %s, by which all of them run',
    (changed) => {
      expect(testsReachedBy(changed)).toHaveLength(7);
    },
  );
});

describe('the tables of what is read and started', () => {
  const texts = new Map(
    ['scripts', 'test']
      .flatMap(filesOf)
      .filter((path) => /\.(?:ts|mjs)$/.test(path))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
  const READS = /(?:readFileSync|readdirSync)\('(\.?\w[\w./-]*)'|'(scripts\/[\w-]+\.mjs)'/g;

  it('name only tests that exist', () => {
    const users = [...Object.values(READERS), ...Object.values(STARTERS)].flat();
    expect(users.filter((user) => ![...texts.keys()].some((path) => path.startsWith(user)))).toEqual([]);
  });

  it('have what tests read and start', () => {
    const missing: string[] = [];
    for (const [path, text] of texts) {
      if (!path.startsWith('test/') || path.endsWith('choosing-tests.spec.ts')) continue;
      for (const [, file, script] of text.matchAll(READS)) {
        const read = file ?? script!;
        if (!existsSync(read)) continue;
        const changed = statSync(read).isDirectory() ? `${read}/any` : read;
        if (!reachedBy(texts, [changed]).has(path)) missing.push(`${path} reads ${read}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
