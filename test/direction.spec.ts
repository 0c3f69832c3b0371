import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TABLES } from './support/tables.js';

const src = 'src';

/** The floors of ground and core, from the bottom up: a folder imports from those before it, and from nowhere else. */
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
  // what is known
  'directory',
  'leads',
  // what changes it
  'lifecycle',
  // its doors
  'admin',
  'desk',
  'engine',
] as const;

/**
 * The satellites, and which others each imports. All of them import ground and core, which import none of them. A list that
 * gets shorter: two that import each other are to become one that offers a place, and one that fills it.
 */
const SATELLITES: Readonly<Record<string, readonly string[]>> = {
  deliveries: ['feedback', 'handoffs', 'reporting'],
  feedback: [],
  reporting: [],
  rehearsal: [],
  records: ['deliveries', 'handoffs'],
  handoffs: ['crm', 'deals', 'records', 'reporting'],
  deals: ['handoffs'],
  crm: ['deals', 'deliveries', 'handoffs', 'records'],
  erasure: ['crm', 'deals', 'feedback', 'handoffs', 'records'],
  verification: ['deals'],
  reference: [],
  setup: ['crm', 'deliveries', 'feedback', 'handoffs', 'records', 'reference'],
};

/** Where the core still names a satellite. */
const NAMED_BY_THE_CORE: Readonly<Record<string, readonly string[]>> = {
  // What comes of a job depends on its kind.
  'admin/jobs/job.schema.ts': ['rehearsal'],
};

/** Where SQL of the core names the table of a satellite, which no import shows. */
const READ_BY_THE_CORE: Readonly<Record<string, readonly string[]>> = {
  // Nobody is told by another way where there is none.
  'notifications/notification.store.ts': ['message_way'],
  // What would miss a rep, a team or a pool keeps it from being deleted.
  'admin/people/rep.kind.ts': [
    'account',
    'deal',
    'handoff',
    'handoff_blocker',
    'handoff_kind',
    'handoff_question',
    'handoff_receiver',
  ],
  'admin/people/team.kind.ts': ['channel', 'handoff_kind'],
  'admin/people/pinned-versions.ts': ['handoff', 'handoff_kind', 'handoff_kind_form'],
  'admin/routing/pool.kind.ts': ['channel'],
};

/** They put the program together, or play with it from outside, and nobody imports them. */
const ENTRIES = [
  'main.ts',
  'program.ts',
  'verify.ts',
  'migrate.ts',
  'application.ts',
  'app.module.ts',
  'documentation.ts',
  'demo',
];

/** A folder with one door: what is behind it is its own business. */
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
const imports = files
  .flatMap(importsOf)
  .filter(({ from, to, target }) => from !== to && !target.startsWith('../migrations/'));
const floors: readonly string[] = FLOORS;

/** Without what is said about it. */
const codeOf = (file: string) => readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

/** The tables that a satellite writes. */
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

function maySee({ file, from, to }: Import): boolean {
  const floor = floors.indexOf(from);
  if (floor >= 0) return floors.slice(0, floor).includes(to) || (NAMED_BY_THE_CORE[file]?.includes(to) ?? false);
  return floors.includes(to) || SATELLITES[from]!.includes(to);
}

describe('the folders of the program', () => {
  it('each have their place', () => {
    const known = [...FLOORS, ...Object.keys(SATELLITES), ...ENTRIES];
    expect(files.map(folderOf).filter((folder) => !known.includes(folder))).toEqual([]);
    const isThere = (folder: string) => files.some((path) => path.startsWith(`${folder}/`));
    expect([...FLOORS, ...Object.keys(SATELLITES)].filter((folder) => !isThere(folder))).toEqual([]);
  });

  it('import downwards in ground and core, and what is listed among satellites', () => {
    const wrong = imports
      .filter(({ from }) => !ENTRIES.includes(from))
      .filter((each) => !maySee(each))
      .map(({ file, line, target }) => `src/${file}:${line} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('list no import that is not there any more', () => {
    const satellites = Object.entries(SATELLITES).flatMap(([from, others]) =>
      others.filter((to) => !imports.some((each) => each.from === from && each.to === to)).map((to) => [from, to]),
    );
    const core = Object.entries(NAMED_BY_THE_CORE).flatMap(([file, others]) =>
      others.filter((to) => !imports.some((each) => each.file === file && each.to === to)).map((to) => [file, to]),
    );
    expect([...satellites, ...core]).toEqual([]);
  });

  it('read no table of a satellite in ground and core but what is listed', () => {
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
    expect(Object.fromEntries(read)).toEqual(READ_BY_THE_CORE);
  });

  it('are entered by their one door where they have one', () => {
    const past = imports
      .filter(({ to, target }) => ONE_DOOR[to] !== undefined && target !== ONE_DOOR[to])
      .map(({ file, line, target }) => `src/${file}:${line} imports ${target} past the door`);
    expect(past).toEqual([]);
  });
});
