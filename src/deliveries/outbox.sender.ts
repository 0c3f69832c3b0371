import { Logger } from '@nestjs/common';
import type { TimeSource } from '../platform/running/time-source.js';
import type { Database } from '../platform/sql/database.js';
import type { Row, Table } from '../platform/sql/table.js';
import type { Outbox, TakenRow } from './outbox.store.js';
import type { Busy, Sender, SendTask, UnwrittenRows } from './senders.service.js';

/** A row that was read: how it is sent, and how its outcome is stored. */
export interface OutgoingRow<Outcome> {
  /** @returns null if there is no outcome to store: the row is gone, or another node has taken it */
  send(): Promise<Outcome | null>;
  settle(outcome: Outcome): Promise<void>;
}

export abstract class OutboxSender<Declared extends Table, Outcome> implements Sender {
  abstract readonly channel: Sender['channel'];
  abstract readonly unwritten: UnwrittenRows;
  readonly waits: string;
  protected abstract readonly atOnce: number;
  protected abstract readonly takenForMs: number;
  /** The longest duration of sending, if it is more than one request. */
  protected readonly withinMs?: number;
  private readonly logger = new Logger('outbox');

  constructor(
    protected readonly database: Database,
    private readonly outbox: Outbox<Declared>,
    protected readonly time: TimeSource,
  ) {
    this.waits = outbox.waits;
  }

  async take(busy: Busy): Promise<readonly SendTask[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.outbox.take(tx, now, now + this.takenForMs, busy, this.atOnce),
    );
    if (taken.length === 0) return [];
    const outgoingOf = await this.readAll(taken);
    const { withinMs } = this;
    return taken.map((each) => ({
      target: this.outbox.targetOf(each),
      takenUntil: each.takenUntil,
      ...(withinMs !== undefined && { withinMs }),
      send: () => this.send(each, outgoingOf),
    }));
  }

  /** Reads the present content of all rows at once. */
  protected abstract read(
    taken: readonly TakenRow<Row<Declared>>[],
  ): Promise<(each: TakenRow<Row<Declared>>) => OutgoingRow<Outcome>>;

  /** Stores that a row could not be read or sent because of a fault in Touchline. */
  protected abstract fail(each: TakenRow<Row<Declared>>): Promise<void>;

  protected abstract nameOf(each: TakenRow<Row<Declared>>): string;

  /** If reading them together fails, reads each by itself, so that one unreadable row does not delay the others. */
  private async readAll(taken: readonly TakenRow<Row<Declared>>[]): Promise<OutgoingOf<Declared, Outcome>> {
    try {
      const outgoingOf = await this.read(taken);
      return async (each) => outgoingOf(each);
    } catch (error) {
      this.logger.warn(`Could not read ${taken.length} together: ${kindOf(error)}`);
      return async (each) => (await this.read([each]))(each);
    }
  }

  /** A fault in Touchline is stored as a failed attempt, so the row is given up after three days like any other. */
  private async send(each: TakenRow<Row<Declared>>, outgoingOf: OutgoingOf<Declared, Outcome>): Promise<void> {
    try {
      const outgoing = await outgoingOf(each);
      const outcome = await outgoing.send();
      if (outcome !== null) await outgoing.settle(outcome);
    } catch (error) {
      this.logger.error(`Could not send ${this.nameOf(each)}: ${kindOf(error)}`);
      await this.fail(each);
    }
  }
}

/** Returns what is to be sent for a row. */
type OutgoingOf<Declared extends Table, Outcome> = (each: TakenRow<Row<Declared>>) => Promise<OutgoingRow<Outcome>>;

/** Only the name of an error is logged, because its message may contain personal data. */
function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
