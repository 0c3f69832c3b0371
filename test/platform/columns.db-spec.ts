import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsFor, inputRows, namesOf, valuesOf } from '../../src/platform/sql/columns.js';
import { Database } from '../../src/platform/sql/database.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { runs } from '../support/runs.js';

interface Row {
  readonly id: string | null;
  readonly text: string | null;
  readonly count: number | null;
  readonly share: number | null;
  readonly isSo: boolean | null;
  readonly at: number | null;
  readonly json: object | null;
  readonly jsonb: object | null;
}

const { uuid, text, int, float8, boolean, instant, json, jsonb } = columnsFor<Row>();
const COLUMNS = [
  uuid('id', (row) => row.id),
  text('text', (row) => row.text),
  int('count', (row) => row.count),
  float8('share', (row) => row.share),
  boolean('"isSo"', (row) => row.isSo),
  instant('at', (row) => row.at),
  json('json', (row) => row.json),
  jsonb('jsonb', (row) => row.jsonb),
];

/** Postgres stores any text without the character NUL. */
const storable = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
const documents = fc.dictionary(storable, fc.oneof(storable, fc.integer(), fc.boolean(), fc.constant(null)));
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { freq: 4 });
const rows: fc.Arbitrary<Row[]> = fc.array(
  fc.record({
    id: orNull(fc.uuid()),
    text: orNull(storable),
    count: orNull(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    share: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
    isSo: orNull(fc.boolean()),
    at: orNull(fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(9999, 11, 31) })),
    json: orNull(documents),
    jsonb: orNull(documents),
  }),
  { maxLength: 40 },
);

describe('rows sent as columns', () => {
  let fresh: FreshDatabase;
  let database: Database;

  beforeAll(async () => {
    fresh = await freshDatabase();
    database = await Database.open(fresh.url);
  });

  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  const sendBack = async (given: readonly Row[]) =>
    (await database.query<Row>(`select ${namesOf(COLUMNS)} from ${inputRows(COLUMNS)}`, valuesOf(given, COLUMNS))).rows;

  it('arrive in Postgres unchanged and in order', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        expect(await sendBack(given)).toEqual(given);
      }),
      { numRuns: runs(40, 200) },
    );
  });

  it('come back as the same instants from a session in any time zone', async () => {
    const url = new URL(fresh.url);
    url.searchParams.set('options', '-c timezone=Asia/Kolkata');
    const elsewhere = await Database.open(url.href);
    const at = Date.parse('2026-03-01T18:45:00.070Z');
    const { rows } = await elsewhere.query<{ at: number }>('select $1::timestamptz as at', [
      new Date(at).toISOString(),
    ]);
    await elsewhere.close();
    expect(rows).toEqual([{ at }]);
  });

  it('accept ids in capitals', async () => {
    const row = { id: '0197F3A0-0000-7000-8000-00000000ABCD' } as Row;
    expect((await sendBack([{ ...EMPTY, ...row }]))[0]!.id).toBe('0197f3a0-0000-7000-8000-00000000abcd');
  });

  it('refuse a malformed id rather than store another', () => {
    expect(() => valuesOf([{ ...EMPTY, id: 'abc' }], COLUMNS)).toThrow('"abc" is no UUID');
  });
});

const EMPTY: Row = { id: null, text: null, count: null, share: null, isSo: null, at: null, json: null, jsonb: null };
