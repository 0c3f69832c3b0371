import pg from 'pg';

/** The head of what Postgres copies in binary: its signature, flags, and the length of what else is in the head. */
const HEAD_BYTES = 19;
const SIGNATURE = 'PGCOPY\n';

/**
 * `copy … to stdout (format binary)`: rows as bytes, which an ordinary answer can bring as text alone, twice as long and
 * to be read digit by digit. Such a statement takes no values: what it depends on is set before (`set_config`) and read in
 * it (`current_setting`).
 * Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
 */
export class CopyOut extends pg.Query {
  private failure: unknown;

  /** @param onRow with the fields of a row, whose bytes stay only until it returns */
  private constructor(
    text: string,
    private readonly onRow: (fields: readonly Buffer[]) => void,
    done: (failure: unknown) => void,
  ) {
    super(text, (error) => done(error ?? this.failure));
  }

  static run(client: pg.ClientBase, text: string, onRow: (fields: readonly Buffer[]) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      client.query(new CopyOut(text, onRow, (failure) => (failure === undefined ? resolve() : reject(failure))));
    });
  }

  /** One message for each row; the head comes with the first. The connection cannot be told of a failure: all rows come. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    const isHead = chunk.toString('latin1', 0, SIGNATURE.length) === SIGNATURE;
    const fields = fieldsOf(isHead ? chunk.subarray(HEAD_BYTES) : chunk);
    if (fields === null || this.failure !== undefined) return;
    try {
      this.onRow(fields);
    } catch (error) {
      this.failure = error;
    }
  }
}

/** @returns null of what ends it */
function fieldsOf(row: Buffer): Buffer[] | null {
  const count = row.length < 2 ? -1 : row.readInt16BE(0);
  if (count < 0) return null;
  const fields: Buffer[] = [];
  for (let at = 2; fields.length < count; ) {
    const end = at + 4 + Math.max(row.readInt32BE(at), 0);
    fields.push(row.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
