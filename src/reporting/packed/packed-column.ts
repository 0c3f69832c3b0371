import { endianness } from 'node:os';
import type { LeadClockKind } from '../../clocks/clock.js';
import { END_DIMENSIONS, VALUE_DIMENSIONS } from '../../figures/dimension.js';

/** Bytes per number: 2 and 4 for integers, 8 for a double. */
type Width = 2 | 4 | 8;

interface PackedColumn {
  /** A number for each row, at least -1. */
  readonly sql: string;
  /** The widths to use; the second one if a number of the day does not fit the first. */
  readonly widths: readonly [Width] | readonly [Width, Width];
}

const small = (sql: string): PackedColumn => ({ sql, widths: [2] });
const whole = (sql: string): PackedColumn => ({ sql, widths: [2, 4] });
/** Milliseconds; 0 for none. */
const span = (sql: string): PackedColumn => ({ sql: `coalesce(${sql}, 0)`, widths: [4, 8] });

/** Packed codes of the kinds of promises. Codes are stored, so they never change. */
export const CODE_OF_KIND = {
  firstTouch: 0,
  leadResponse: 1,
  followUp: 2,
  decide: 3,
  nurtureWake: 4,
  recycle: 5,
  accept: 6,
} as const satisfies Record<LeadClockKind, number>;
const KIND_CASES = Object.entries(CODE_OF_KIND).map(([kind, code]) => `when '${kind}' then ${code}`);

const codes = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, whole(name)])) as Record<Name, PackedColumn>;

const COMMON = {
  ...codes(VALUE_DIMENSIONS),
  minute: small('received_minute % 1440'),
  cycle: whole('cycle'),
};

export const PACKED = {
  response: {
    ...COMMON,
    outcome: small('outcome'),
    attempts: small('attempts'),
    bucket: small('coalesce(bucket, -1)'),
    workingBucket: small('coalesce(working_bucket, -1)'),
    elapsedMs: span('elapsed_ms'),
    workingMs: span('working_ms'),
    beforeMs: span('before_ms'),
    ownerMs: span('owner_ms'),
    offMs: span('off_ms'),
    pausedMs: span('paused_ms'),
  },
  promise: {
    ...COMMON,
    kind: small(`case kind ${KIND_CASES.join(' ')} end`),
    step: whole('step'),
    verdict: small('verdict'),
    reached: small('reached::int'),
  },
  conclusion: {
    ...COMMON,
    ...codes(END_DIMENSIONS),
    ending: small('ending'),
  },
} as const satisfies Record<string, Readonly<Record<string, PackedColumn>>>;

export type PackedFact = keyof typeof PACKED;

/** Only responses have parts. */
export function partSql(fact: PackedFact): string {
  return fact === 'response' ? 'part' : '0';
}

/** All values are equal, so one is written, as a double. */
const ALIKE = 0;

const LARGEST = { 2: 2 ** 15 - 1, 4: 2 ** 31 - 1, 8: Number.MAX_SAFE_INTEGER } as const;
const SEND: Readonly<Record<Width, (sql: string) => string>> = {
  2: (sql) => `int2send(least(${sql}, ${LARGEST[2]})::int2)`,
  4: (sql) => `int4send(least(${sql}, ${LARGEST[4]})::int4)`,
  8: (sql) => `float8send(${sql})`,
};

/** SQL over a group of rows: a byte for the width, then all numbers in the order of the rows. */
function packedSql({ sql, widths: [first, second] }: PackedColumn): string {
  const written = (width: Width) => `'\\x0${width}'::bytea || string_agg(${SEND[width](sql)}, '')`;
  const apart =
    second === undefined
      ? written(first)
      : `case when max(${sql}) <= ${LARGEST[first]} then ${written(first)} else ${written(second)} end`;
  return `case when min(${sql}) = max(${sql}) then '\\x0${ALIKE}'::bytea || float8send(max(${sql})) else ${apart} end`;
}

/** Packs facts by day and column: `select part, test, day, rows, name, data`. @param from a table of the fact */
export function packedDaysSql(fact: PackedFact, columns: readonly string[], from: string): string {
  const known: Readonly<Record<string, PackedColumn>> = PACKED[fact];
  const packed = columns.map((name) => `${packedSql(known[name]!)} as "${name}"`);
  const names = columns.map((name) => `('${name}', "${name}")`);
  return `select part, test, day, rows, name, data
    from (select ${partSql(fact)} as part, test, received_minute / 1440 as day, count(*)::int as rows, ${packed.join(', ')}
            from ${from}
           group by 1, 2, 3) as made
   cross join lateral (values ${names.join(', ')}) as packed (name, data)`;
}

/** Numbers are packed big-endian. */
const IS_TURNED = endianness() === 'LE';

/** The values of one column of a day; its buffers are reused for the next column. */
export class UnpackedColumn {
  private bytes = new ArrayBuffer(0);
  private length = 0;
  private width: Width | typeof ALIKE = ALIKE;
  private alike = 0;
  private whole = new Int32Array(0);
  private floating = new Float64Array(0);

  /** @param data as packed; copied, so the caller may reuse it */
  set(data: Buffer): void {
    this.width = data[0] as Width | typeof ALIKE;
    if (this.width === ALIKE) {
      this.alike = data.readDoubleBE(1);
      return;
    }
    this.length = data.length - 1;
    if (this.bytes.byteLength < this.length) this.bytes = new ArrayBuffer(this.length * 2);
    const packed = Buffer.from(this.bytes, 0, this.length);
    data.copy(packed, 0, 1);
    if (IS_TURNED) TURN[this.width](packed);
  }

  /** @throws Error if the number of packed values differs */
  numbers(rows: number): Int32Array {
    if (this.whole.length < rows) this.whole = new Int32Array(rows * 2);
    return this.into(this.whole.subarray(0, rows));
  }

  /** @throws Error if the number of packed values differs */
  spans(rows: number): Float64Array {
    if (this.floating.length < rows) this.floating = new Float64Array(rows * 2);
    return this.into(this.floating.subarray(0, rows));
  }

  private into<Values extends Int32Array | Float64Array>(values: Values): Values {
    const { width, bytes, length } = this;
    if (width === ALIKE) return values.fill(this.alike) as Values;
    if (length !== values.length * width)
      throw new Error(`${length / width} numbers were packed of ${values.length} rows`);
    values.set(new NUMBERS[width](bytes, 0, values.length));
    return values;
  }
}

const NUMBERS = { 2: Int16Array, 4: Int32Array, 8: Float64Array } as const;
const TURN: Readonly<Record<Width, (bytes: Buffer) => void>> = {
  2: (bytes) => bytes.swap16(),
  4: (bytes) => bytes.swap32(),
  8: (bytes) => bytes.swap64(),
};
