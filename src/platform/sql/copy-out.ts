import pg from 'pg';

/**
 * Length of the header of Postgres's binary copy format: its signature, flags, and the length of the header's
 * extension.
 */
const HEAD_BYTES = 19;
const SIGNATURE = 'PGCOPY\n';

/**
 * Runs `copy … to stdout (format binary)`, which returns rows as bytes. An ordinary query can return them only as text,
 * which is twice as long and parsed digit by digit. Such a statement has no parameters: they are set before
 * (`set_config`) and read in it (`current_setting`).
 * Source: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
 */
export class CopyOut extends pg.Query {
  private failure: unknown;

  /** @param onRow receives the fields of a row, whose bytes are valid only until it returns */
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

  /**
   * Handles a message, which holds one row; the header comes with the first. A failure cannot stop the copy, so the
   * remaining rows arrive and are skipped.
   */
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

/** @returns null for the trailer that ends the copy */
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
