import { basename } from 'node:path';
import type { CalendarDefinition, LocalIntervals } from '../calendar/definition.js';
import { StartRefusal } from '../platform/input/refusal.js';
import type { Remark } from './conclusion.js';
import type { Place } from './dates.js';
import type { LeadTable, TableRow } from './row.js';

/** The Monday of the demo's week. On its Thursday, Ascension Day, Berlin is closed and New York is not. */
export const WEEK_BEGINS = Date.parse('2026-05-11T00:00:00Z');

/** The shares of leads that a simulated rep answers in time, late and never. */
export interface Temper {
  readonly quick: number;
  readonly late: number;
  readonly never: number;
}

export interface DemoRep {
  readonly name: string;
  readonly office: 'New York' | 'Berlin';
  readonly calendar: string;
  readonly manager?: string;
  readonly temper: Temper;
  /** For a demo of ordinary size; see `capacityOf`. */
  readonly capacity: Readonly<Record<string, number>>;
}

export interface DemoAbsence {
  readonly rep: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly openLeads: 'keep' | 'reassignUntouched' | 'reassignAll';
  /** When the organisation learns of it; known before the week by default. */
  readonly reportedAt?: string;
}

const RELIABLE: Temper = { quick: 0.9, late: 0.08, never: 0.02 };
const BUSY: Temper = { quick: 0.72, late: 0.2, never: 0.08 };
const CARELESS: Temper = { quick: 0.5, late: 0.3, never: 0.2 };

const ZONES = { 'New York': 'America/New_York', Berlin: 'Europe/Berlin' } as const;

const everyWeekday = (day: LocalIntervals) => ({ mon: day, tue: day, wed: day, thu: day, fri: day });
const plain = { holidays: [], overrides: {}, breaks: {} };

export const CALENDARS: Readonly<Record<string, CalendarDefinition>> = {
  'New York': {
    ...plain,
    timeZone: ZONES['New York'],
    hours: everyWeekday([['09:00', '17:30']]),
    holidayRegion: 'US-NY',
  },
  Berlin: {
    ...plain,
    timeZone: ZONES.Berlin,
    hours: {
      ...everyWeekday([
        ['09:00', '12:30'],
        ['13:15', '18:00'],
      ]),
      fri: [['09:00', '15:30']],
    },
    holidayRegion: 'DE-BE',
    breaks: { '2026-05-12': [['16:00', '17:00']] },
  },
  'Early shift': {
    ...plain,
    timeZone: 'owner',
    hours: { ...everyWeekday([['07:00', '15:30']]), sat: [['09:00', '13:00']] },
  },
  'World desk': {
    ...plain,
    timeZone: 'UTC',
    hours: { ...everyWeekday([['06:00', '21:30']]), sat: [['07:00', '17:00']] },
  },
};

/** The head of sales, who also owns the queue. */
export const HEAD = 'Hanna Vogt';

const rep = (
  name: string,
  office: DemoRep['office'],
  temper: Temper,
  more: Partial<Pick<DemoRep, 'calendar' | 'manager' | 'capacity'>> = {},
): DemoRep => ({ name, office, temper, calendar: office, capacity: { open: 60, untouched: 8 }, ...more });

/** Managers precede those who report to them. */
export const REPS: readonly DemoRep[] = [
  rep(HEAD, 'Berlin', RELIABLE, { capacity: { open: 15, untouched: 2 } }),
  rep('Grace Okafor', 'New York', RELIABLE, { manager: HEAD, capacity: { open: 20, untouched: 3 } }),
  rep('Marcus Bell', 'New York', BUSY, { manager: 'Grace Okafor' }),
  rep('Priya Raman', 'New York', RELIABLE, { manager: 'Grace Okafor', calendar: 'Early shift' }),
  rep('Diego Santos', 'New York', CARELESS, { manager: 'Grace Okafor' }),
  rep('Chloe Tran', 'New York', BUSY, {
    manager: 'Grace Okafor',
    calendar: 'Early shift',
    capacity: { open: 30, untouched: 4, perDay: 12 },
  }),
  rep('Jonas Weber', 'Berlin', RELIABLE, { manager: HEAD }),
  rep('Lena Fischer', 'Berlin', BUSY, { manager: HEAD, calendar: 'Early shift' }),
  rep('Amir Haddad', 'Berlin', BUSY, { manager: HEAD }),
  rep('Sofia Rossi', 'Berlin', CARELESS, {
    manager: HEAD,
    calendar: 'Early shift',
    capacity: { open: 40, untouched: 5, perWeek: 60 },
  }),
];

/**
 * Returns a rep's capacity, scaled for a larger demo. A larger demo drops the limits per day and week: counting them
 * for every lead dealt took a quarter of Postgres's time with 9,240 leads.
 */
export function capacityOf({ capacity }: DemoRep, scale: number): Readonly<Record<string, number>> {
  const limits = Object.entries(capacity).filter(([kind]) => scale === 1 || !kind.startsWith('per'));
  return Object.fromEntries(limits.map(([kind, most]) => [kind, Math.ceil(most * scale)]));
}

export const placeOf = ({ office }: DemoRep): Place => ({ name: office, timeZone: ZONES[office] });

export const HEADQUARTERS: Place = { name: 'Berlin', timeZone: ZONES.Berlin };

export const ABSENCES: readonly DemoAbsence[] = [
  {
    rep: 'Amir Haddad',
    from: '2026-05-10T22:00:00Z',
    to: '2026-05-12T22:00:00Z',
    reason: 'Holiday',
    openLeads: 'keep',
  },
  {
    rep: 'Chloe Tran',
    from: '2026-05-15T04:00:00Z',
    to: '2026-05-16T04:00:00Z',
    reason: 'A long weekend',
    openLeads: 'reassignUntouched',
  },
  {
    rep: 'Diego Santos',
    from: '2026-05-14T14:00:00Z',
    to: '2026-05-14T16:00:00Z',
    reason: 'At the dentist',
    openLeads: 'keep',
  },
  {
    rep: 'Jonas Weber',
    from: '2026-05-12T09:00:00Z',
    to: '2026-05-13T22:00:00Z',
    reason: 'Sick',
    openLeads: 'reassignAll',
    reportedAt: '2026-05-12T09:20:00Z',
  },
];

/** A rep in a training: no new leads for an hour and a half, while running clocks continue. */
export const UNAVAILABLE = {
  rep: 'Marcus Bell',
  at: Date.parse('2026-05-13T16:00:00Z'),
  until: '2026-05-13T17:30:00.000Z',
};

export interface Join {
  /** Prefix of the file's columns, followed by a dot. */
  readonly name: string;
  readonly file: string;
  /** The column that refers to a row of the other file. */
  readonly column: string;
  /** The column of the other file that identifies its rows. */
  readonly key: string;
}

/**
 * Adds to each row the columns of the matching row of the other file, or empty ones if there is none.
 * @throws StartRefusal if one of the two columns is missing, or a column name occurs twice
 */
export function joinRows(one: LeadTable, other: LeadTable, join: Join, files: { leads: string }): LeadTable {
  requireColumn(one, join.column, files.leads);
  requireColumn(other, join.key, join.file);
  const { byKey, remarks } = keyed(other, join);
  const named = (cells: TableRow) =>
    Object.fromEntries(other.header.map((column) => [`${join.name}.${column}`, cells[column] ?? '']));
  const nothing = named({});
  const rows = one.rows.map(({ row, cells }) => {
    const key = cells[join.column]!.trim();
    const found = byKey.get(key);
    if (found === undefined && key !== '') remarks.push(missing(row, key, join, files));
    return { row, cells: { ...cells, ...(found === undefined ? nothing : named(found)) } };
  });
  const added = other.header.map((column) => `${join.name}.${column}`);
  const twice = added.find((column) => one.header.includes(column));
  if (twice !== undefined)
    throw new StartRefusal(`${files.leads} has a column called "${twice}" of its own: give the join another name.`);
  return { header: [...one.header, ...added], rows, remarks: [...one.remarks, ...other.remarks, ...remarks] };
}

function keyed(other: LeadTable, { file, key }: Join): { byKey: Map<string, TableRow>; remarks: Remark[] } {
  const byKey = new Map<string, TableRow>();
  const rows = new Map<string, number>();
  const remarks: Remark[] = [];
  for (const { row, cells } of other.rows) {
    const value = cells[key]!.trim();
    if (value === '') continue;
    const earlier = rows.get(value);
    if (earlier !== undefined) {
      const text = `, ${key}: "${value}" is the same as in row ${earlier}, which counts; this one is left out.`;
      remarks.push({ file: basename(file), row, kind: `repeated ${key}`, text });
      continue;
    }
    byKey.set(value, cells);
    rows.set(value, row);
  }
  return { byKey, remarks };
}

function missing(
  row: number,
  key: string,
  { column, key: there, file, name }: Join,
  { leads }: { leads: string },
): Remark {
  const text = `, ${column}: ${basename(file)} has no row whose ${there} is "${key}"; the columns of ${name} are empty.`;
  return { file: basename(leads), row, kind: `unmatched ${column}`, text };
}

function requireColumn({ header }: LeadTable, column: string, file: string): void {
  if (!header.includes(column)) throw new StartRefusal(`${file} has no column called "${column}" to join by.`);
}
