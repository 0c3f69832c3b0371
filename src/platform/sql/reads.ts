import { OverloadError } from '../input/refusal.js';
import { Lane } from './lane.js';
import type { Result, Tx } from './sql.js';

/** Beyond this number of waiting callers, another one would give up before its turn. */
const WAITING_MAX = 100;
const STATEMENT_ENDED = '57014';
const NO_CONNECTION_FREE = 'timeout exceeded when trying to connect';

/** The lane of requests that only read. Excess load is refused, not queued: it comes again, and no data is lost. */
export class Reads extends Lane {
  /** @throws OverloadError */
  override query<Row>(text: string, values: readonly unknown[] = [], name?: string): Promise<Result<Row>> {
    return this.answered(() => super.query<Row>(text, values, name));
  }

  /**
   * Reads in several statements, all as of the first of them.
   * @throws OverloadError
   */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.answered(() =>
      this.transaction(async (tx) => {
        tx.send(tx.query('set transaction isolation level repeatable read, read only'));
        return work(tx);
      }),
    );
  }

  private async answered<T>(read: () => Promise<T>): Promise<T> {
    if (this.pool.waitingCount >= WAITING_MAX) throw tooMany();
    try {
      return await read();
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      if (code === STATEMENT_ENDED)
        throw new OverloadError('It takes too long to read this just now. Ask for less, or again in a moment.');
      if (message === NO_CONNECTION_FREE) throw tooMany();
      throw error;
    }
  }
}

function tooMany(): OverloadError {
  return new OverloadError('More is being read than this node can serve just now.');
}
