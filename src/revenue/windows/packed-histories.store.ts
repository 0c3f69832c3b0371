import type { Tx } from '../../platform/sql/database.js';
import { UUID_BYTES, uuidText } from '../../platform/values/ids.js';
import type { ArrChanges } from './account-histories.js';

/** In how many parts histories come at least, because Postgres limits the length of a value. */
const PARTS = 16;
const SIZE_BYTES = 4;

/** A value in a statement that takes no parameters; the planner knows it, as it does not know a parameter. */
export function literal(value: string, type: 'date' | 'timestamptz' | 'uuid' | 'uuid[]'): string {
  return `'${value.replaceAll("'", "''")}'::${type}`;
}

/** @param ids well-formed */
export function literalIds(ids: readonly string[]): string {
  return literal(`{${ids.join(',')}}`, 'uuid[]');
}

/** Histories of lines, to be read in one go. */
interface PackedHistories {
  /** Begins the statement. */
  readonly with?: string;
  /** SQL for the id of what they are added up for. */
  readonly of: string;
  /** SQL for another id of the same. */
  readonly besides?: string;
  /** SQL for the values that several have in common, each a text or null: their group, and others. */
  readonly common: readonly [group: string, ...others: string[]];
  /** SQL from which come `line.currency` and `line.steps`. */
  readonly from: string;
}

/**
 * Reads the histories of lines, packed together where they have the same values: a row for each would take several times
 * as long.
 * @param onHistory receives the other values of `common` with each history, and its other id; `accountId` is what it is
 * added up for
 */
export async function readPacked(
  tx: Tx,
  { with: begun = '', of, besides = of, common, from }: PackedHistories,
  onHistory: (history: ArrChanges, others: readonly (string | null)[], besides: string) => void,
): Promise<void> {
  // A null and an empty text come as the same bytes.
  const values = common.map((sql) => `coalesce('=' || ${sql}, '')`);
  const statement = `copy (${begun} select ${[...values, 'line.currency'].join(', ')},
      string_agg(uuid_send(${of}), ''), ${besides === of ? 'null' : `string_agg(uuid_send(${besides}), '')`}, string_agg(int4send(octet_length(line.steps)), ''), string_agg(line.steps, '')
    from ${from}
   group by get_byte(uuid_send(${of}), ${UUID_BYTES - 1}) % ${PARTS}, ${[...values.keys(), values.length].map((place) => place + 1).join(', ')}
  ) to stdout (format binary)`;
  tx.send(
    tx.query(
      `select set_config('report.' || name, current_setting('enable_' || name), true),
              set_config('enable_' || name, setting, true)
         from (values ('seqscan', 'on'), ('sort', 'off')) as of (name, setting)`,
    ),
  );
  // Sent at once, so that no other read in the transaction changes the settings in between.
  const copied = tx.copy(statement, (fields) => {
    const [group = null, ...texts] = fields.slice(0, common.length).map(textOf);
    const [ofCurrency, ids, others, sizes, steps] = fields.slice(common.length) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    const [currency, bytes] = [ofCurrency.toString(), Buffer.from(steps)];
    for (let index = 0, to = 0; index * UUID_BYTES < ids.length; index += 1) {
      const from = to;
      to += sizes.readInt32BE(index * SIZE_BYTES);
      const accountId = uuidText(ids, index * UUID_BYTES);
      const other = besides === of ? accountId : uuidText(others, index * UUID_BYTES);
      onHistory({ accountId, group, currency, bytes, from, to }, texts, other);
    }
  });
  tx.send(
    tx.query(
      `select set_config('enable_' || name, current_setting('report.' || name), true)
         from (values ('seqscan'), ('sort')) as of (name)`,
    ),
  );
  await copied;
}

function textOf(bytes: Buffer): string | null {
  return bytes.length === 0 ? null : bytes.toString('utf8', 1);
}
