import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TABLES } from './support/tables.js';

const src = 'src';

/** The layers of ground and core, from the bottom up: a folder imports only from those before it. */
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
  // core: its rules
  'calendar',
  'contact',
  'conditions',
  'people',
  'disposition',
  'sla',
  'clocks',
  'routing',
  // core: its state
  'directory',
  'leads',
  // core: its changes
  'lifecycle',
  // core: its entrances
  'admin',
  'desk',
  'engine',
  // what satellites share
  'forms',
  'figures',
] as const;

/**
 * The satellites, with the others that each imports. All import ground and core, which import none of them. The lists
 * should only shrink: of two satellites that import each other, one is to offer an extension point and the other to
 * fill it.
 */
const SATELLITES: Readonly<Record<string, readonly string[]>> = {
  deliveries: [],
  summaries: ['deliveries', 'reporting'],
  sources: ['deliveries', 'erasure'],
  feedback: [],
  reporting: [],
  rehearsal: [],
  records: ['deliveries'],
  handoffs: ['deals', 'deliveries', 'records'],
  deals: ['deliveries'],
  crm: ['deals', 'deliveries', 'handoffs', 'records', 'revenue'],
  revenue: ['deals'],
  imports: ['deals', 'deliveries', 'erasure', 'revenue'],
  waves: [],
  erasure: [],
  verification: [],
  reference: [],
  setup: [],
  console: [],
};

/** These assemble the program or use it from outside, and no other file imports them. */
const ENTRIES = [
  'main.ts',
  'program.ts',
  'verify.ts',
  'migrate.ts',
  'typeorm-commands.ts',
  'application.ts',
  'app.module.ts',
  'core.module.ts',
  'documentation.ts',
  'demo',
];

/** Folders with one entry file, whose other files are private. */
const ONE_DOOR: Readonly<Record<string, string>> = { 'embedded-postgres': 'embedded-postgres/embedded-postgres.ts' };

interface Import {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly target: string;
}

const folderOf = (path: string) => path.split('/')[0]!;

function importsOf(file: string): Import[] {
  const lines = readFileSync(join(src, file), 'utf8').split('\n');
  return lines.flatMap((text, index) =>
    [...text.matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map((match) => {
      const target = posix.normalize(posix.join(posix.dirname(file), match[1]!)).replace(/\.js$/, '.ts');
      return { file, line: index + 1, from: folderOf(file), to: folderOf(target), target };
    }),
  );
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'));
/** The console's browser app. */
const WEB = 'console/web/';
const imports = files
  .filter((file) => !file.startsWith(WEB))
  .flatMap(importsOf)
  .filter(({ from, to, target }) => from !== to && !target.startsWith('../migrations/'));
const floors: readonly string[] = FLOORS;

/** Returns the source without its comments. */
const codeOf = (file: string) => readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

/** Returns the tables that satellites write. */
function tablesOfSatellites(): ReadonlySet<string> {
  const written = files
    .filter((file) => folderOf(file) in SATELLITES)
    .flatMap((file) => [
      ...codeOf(file).matchAll(
        /(?:insert into|delete from|update|insertInto\('|table\(')\s*([a-z_]+)\b(?! lock| of\b)/g,
      ),
    ])
    .map(([, table]) => table!);
  return new Set(written.filter((table) => TABLES.has(table)));
}

function maySee({ from, to }: Import): boolean {
  const floor = floors.indexOf(from);
  if (floor >= 0) return floors.slice(0, floor).includes(to);
  return floors.includes(to) || SATELLITES[from]!.includes(to);
}

describe('the folders of the program', () => {
  it('each have their place', () => {
    const known = [...FLOORS, ...Object.keys(SATELLITES), ...ENTRIES];
    expect(files.map(folderOf).filter((folder) => !known.includes(folder))).toEqual([]);
    const isThere = (folder: string) => files.some((path) => path.startsWith(`${folder}/`));
    expect([...FLOORS, ...Object.keys(SATELLITES)].filter((folder) => !isThere(folder))).toEqual([]);
  });

  it('import downwards in ground and core, and only what is listed among satellites', () => {
    const wrong = imports
      .filter(({ from }) => !ENTRIES.includes(from))
      .filter((each) => !maySee(each))
      .map(({ file, line, target }) => `src/${file}:${line} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('import nothing into the console’s browser app but the client of the API', () => {
    const targets = readdirSync(`${src}/${WEB}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) => importsOf(`${WEB}${path.replaceAll('\\', '/')}`).map(({ target }) => target));
    expect(targets).not.toEqual([]);
    expect(targets.filter((path) => !path.startsWith(WEB) && !path.startsWith('../clients/typescript/'))).toEqual([]);
  });

  it('list no import that no longer exists', () => {
    const satellites = Object.entries(SATELLITES).flatMap(([from, others]) =>
      others.filter((to) => !imports.some((each) => each.from === from && each.to === to)).map((to) => [from, to]),
    );
    expect(satellites).toEqual([]);
  });

  it('read no table of a satellite in ground and core', () => {
    const ofSatellites = tablesOfSatellites();
    expect(ofSatellites).toContain('handoff_receiver');
    const read = files
      .filter((file) => floors.includes(folderOf(file)))
      .map((file) => {
        const named = [...codeOf(file).matchAll(/\b(?:from|join|into|update)\s+([a-z_]+)\b/g)].map(
          ([, table]) => table!,
        );
        return [file, [...new Set(named)].filter((table) => ofSatellites.has(table)).sort()] as const;
      })
      .filter(([, tables]) => tables.length > 0);
    expect(read).toEqual([]);
  });

  it('are imported only by their entry file if they have one', () => {
    const past = imports
      .filter(({ to, target }) => ONE_DOOR[to] !== undefined && target !== ONE_DOOR[to])
      .map(({ file, line, target }) => `src/${file}:${line} imports ${target} past the door`);
    expect(past).toEqual([]);
  });
});
