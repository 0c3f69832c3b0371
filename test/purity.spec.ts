import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const src = 'src';

/** The parts of a file's name that give it a role; a name with none of them holds a rule and is pure. */
const ROLES = [
  'controller',
  'service',
  'store',
  'table',
  'dto',
  'module',
  'kind',
  'sweep',
  'worker',
  'sender',
  'guard',
  'interceptor',
  'filter',
];
const ROLE = new RegExp(`\\.(${ROLES.join('|')})\\.ts$`);
/** Folders that deal with the outside world: the machine, the terminal, the wiring. */
const SHELLS = /^(platform|embedded-postgres|demo)\//;
/** Files that read files beside them when the program starts. */
const WIRING = new Set([
  'main.ts',
  'program.ts',
  'verify.ts',
  'migrate.ts',
  'application.ts',
  'documentation.ts',
  'app.module.ts',
  'core.module.ts',
]);

/** What pure files must not use: the framework, the database, time and chance. */
const FORBIDDEN: readonly [what: string, pattern: RegExp][] = [
  ['the framework', /^import (?!type)[^;]*from '(@nestjs|fastify|rxjs)/m],
  ['the database', /^import (?!type)[^;]*from 'pg/m],
  [
    'a file with a role',
    /^import (?!type)[^;]*from '[^']*\.(controller|service|store|entity|module|sweep|worker|sender|guard|interceptor|filter)\.js'/m,
  ],
  ['the time', /Date\.now\(|new Date\(\)|performance\.now\(|DateTime\.(now|local|utc)\(\)/],
  ['chance', /Math\.random|randomBytes|randomUUID|platform\/values\/(ids|chance)\.js/],
  ['the environment', /process\.env/],
];

function pureFiles(): string[] {
  return (
    readdirSync(src, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.ts') && !ROLE.test(path) && !SHELLS.test(path) && !WIRING.has(path))
      // What runs in browsers is a program of its own.
      .filter((path) => !/^(console|sources)\/web\//.test(path))
  );
}

describe('a file without a role in its name', () => {
  const files = pureFiles();

  it('exists many times', () => expect(files.length).toBeGreaterThan(50));

  it.each(files)('%s is pure', (path) => {
    // Type imports do not exist at run time.
    const code = readFileSync(join(src, path), 'utf8').replace(/\btype \w+,?/g, '');
    const touched = FORBIDDEN.filter(([, pattern]) => pattern.test(withoutEmptyImports(code))).map(([what]) => what);
    expect({ file: relative(src, join(src, path)), touched }).toEqual({ file: path, touched: [] });
  });
});

it.each(ROLES)('the role %s is documented for contributors', (role) => {
  expect(readFileSync('CONTRIBUTING.md', 'utf8')).toContain(`\`x.${role}.ts\``);
});

describe('the environment', () => {
  it('is read in one place', () => {
    const readers = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.ts') && readFileSync(join(src, path), 'utf8').includes('process.env'));
    expect(readers).toEqual(['platform/running/environment.ts']);
  });
});

function withoutEmptyImports(code: string): string {
  return code.replace(/^import \{\s*\} from '[^']*';$/gm, '');
}
