import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const src = 'src';

/** The floors of the house, from the ground up: a folder imports from those before it, and from nowhere else. */
const FLOORS = [
  // ground
  'platform',
  'vocabulary',
  'embedded-postgres',
  'events',
  'auth',
  'notifications',
  'documents',
  'jobs',
  'configuration',
  // rules
  'calendar',
  'contact',
  'conditions',
  'people',
  'disposition',
  'sla',
  'clocks',
  'routing',
  'reporting',
  'feedback',
  'deliveries',
  'handoffs',
  'records',
  'crm',
  // what is known
  'directory',
  'leads',
  'deals',
  'erasure',
  // what changes it
  'lifecycle',
  'playing',
  'backtest',
  // doors
  'admin',
  'desk',
  'engine',
  // top
  'reference',
  'setup',
  'verification',
] as const;

/** They put the program together, or play with it from outside, and nobody imports them. */
const ENTRIES = [
  'main.ts',
  'program.ts',
  'verify.ts',
  'migrate.ts',
  'application.ts',
  'app.module.ts',
  'documentation.ts',
  'entities.ts',
  'demo',
];

/** A folder with one door: what is behind it is its own business. */
const ONE_DOOR: Readonly<Record<string, string>> = { 'embedded-postgres': 'embedded-postgres/embedded-postgres.ts' };

interface Import {
  /** `file:line` */
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly target: string;
}

const folderOf = (path: string) => path.split('/')[0]!;

function importsOf(path: string): Import[] {
  const lines = readFileSync(join(src, path), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    [...line.matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map((match) => {
      const target = posix.normalize(posix.join(posix.dirname(path), match[1]!)).replace(/\.js$/, '.ts');
      return { at: `src/${path}:${index + 1}`, from: folderOf(path), to: folderOf(target), target };
    }),
  );
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
const imports = files.flatMap(importsOf);

describe('the folders of the program', () => {
  it('each have their place in the order', () => {
    const unplaced = new Set(files.map(folderOf).filter((folder) => ![...FLOORS, ...ENTRIES].includes(folder)));
    expect([...unplaced]).toEqual([]);
    expect(FLOORS.filter((folder) => !files.some((path) => path.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('import downwards only', () => {
    const order: readonly string[] = FLOORS;
    const upwards = imports
      .filter(({ from }) => order.includes(from))
      .filter(({ from, to, target }) => !target.startsWith('../migrations/') && order.indexOf(to) > order.indexOf(from))
      .map(({ at, to }) => `${at} imports ${to}/, which is above it`);
    const outside = imports
      .filter(({ from }) => order.includes(from))
      .filter(({ to, target }) => !order.includes(to) && !target.startsWith('../migrations/'))
      .map(({ at, target }) => `${at} imports ${target}, which no folder may`);
    expect([...upwards, ...outside]).toEqual([]);
  });

  it('are entered by their one door where they have one', () => {
    const past = imports
      .filter(({ from, to, target }) => from !== to && ONE_DOOR[to] !== undefined && target !== ONE_DOOR[to])
      .map(({ at, target }) => `${at} imports ${target} past the door`);
    expect(past).toEqual([]);
  });
});
