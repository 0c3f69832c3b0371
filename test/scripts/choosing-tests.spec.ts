import { describe, expect, it } from '@jest/globals';
import { reachedBy, testsAskedFor } from '../../scripts/choosing-tests.mjs';

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
    ['nothing for a pattern that matches no test', 'all', ['test/console/line'], []],
  ])('%s', (_, kinds, patterns, taken) => {
    expect(testsAskedFor(PATHS, { kinds, patterns })).toEqual(taken);
  });
});

describe('a change reaches', () => {
  const SOURCES = new Map([
    ['src/sla/due.ts', `import { sum } from './sum.js';\nimport type { Policy } from './policy.js';`],
    ['src/sla/sum.ts', ''],
    ['src/sla/policy.ts', 'export interface Policy {}'],
    ['src/late.ts', `const late = () => import('./sla/due.js');\nconst about = 'docs';`],
    ['test/sla/due.spec.ts', `import {\n  due,\n} from '../../src/sla/due.js';`],
    ['test/sla/round.spec.ts', `import '../../src/sla/sum.js';`],
    ['test/late.spec.ts', `import { late } from '../src/late.js';`],
    ['test/docs/links.spec.ts', `for (const name of readdirSync('docs')) {}`],
    ['test/run.process-spec.ts', `spawn('node', ['scripts/run.mjs']);`],
    ['scripts/run.mjs', `import { part } from './part.mjs';`],
    ['scripts/part.mjs', ''],
    ['test/support/postgres.ts', ''],
    ['test/lead.e2e-spec.ts', `import { freshDatabase } from './support/postgres.js';`],
  ]);
  const testsReachedBy = (...changed: string[]) =>
    [...reachedBy(SOURCES, changed)].filter((path) => path.includes('spec.ts')).sort();

  it.each<[string, string, string[]]>([
    ['what imports it, through others too', 'src/sla/due.ts', ['test/late.spec.ts', 'test/sla/due.spec.ts']],
    ['also if it is gone', 'src/sla/gone.ts', []],
    ['nothing that imports its types alone, which the compiler checks', 'src/sla/policy.ts', []],
    ['a test that changed', 'test/sla/round.spec.ts', ['test/sla/round.spec.ts']],
    ['tests that read its folder', 'docs/words/first.md', ['test/docs/links.spec.ts']],
    ['tests that start a program that imports it', 'scripts/part.mjs', ['test/run.process-spec.ts']],
    ['whoever copies the migrated database', 'migrations/0001.ts', ['test/lead.e2e-spec.ts']],
    ['nothing if nothing names it', 'CHANGELOG.md', []],
  ])('%s', (_, changed, tests) => {
    expect(testsReachedBy(changed)).toEqual(tests);
  });

  it('everything that one of several changes reaches', () => {
    expect(testsReachedBy('test/sla/round.spec.ts', 'docs/api.md')).toEqual([
      'test/docs/links.spec.ts',
      'test/sla/round.spec.ts',
    ]);
  });

  it.each(['package-lock.json', 'test/support/runner/runtime.cjs', 'scripts/build.mjs'])(
    'every test, if it is %s, by which all of them run',
    (changed) => {
      expect(testsReachedBy(changed)).toHaveLength(6);
    },
  );
});
