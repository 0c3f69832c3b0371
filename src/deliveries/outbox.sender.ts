import { Logger } from '@nestjs/common';
import type { Database } from '../platform/database.js';
import type { Row, Table } from '../platform/table.js';
import type { TimeSource } from '../platform/time-source.js';
import type { Outbox, Taken } from './outbox.store.js';
import type { Busy, Sender, Sending, Unwritten } from './senders.service.js';

/** One row on its way: how it is sent, and where its outcome is stored. */
export interface Going<Outcome> {
  /** What it is, for the log. */
  readonly what: string;
  readonly target: string;
  /** @returns null where nothing is to be stored: the row is gone, or another node has taken it */
  send(): Promise<Outcome | null>;
  settle(outcome: Outcome): Promise<void>;
}

/** Sends what waits in an outbox. */
export abstract class OutboxSender<Declared extends Table, Outcome> implements Sender {
  abstract readonly channel: Sender['channel'];
  abstract readonly unwritten: Unwritten;
  readonly waits: string;
  protected abstract readonly atOnce: number;
  protected abstract readonly takenForMs: number;
  /** How long sending takes at most, where that is not one request. */
  protected readonly withinMs?: number;
  /** The outcome of a row whose sending threw: the fault is in Touchline. */
  protected abstract readonly broken: Outcome;
  private readonly logger = new Logger('outbox');

  constructor(
    protected readonly database: Database,
    private readonly outbox: Outbox<Declared>,
    protected readonly time: TimeSource,
  ) {
    this.waits = outbox.waits;
  }

  async take(busy: Busy): Promise<readonly Sending[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.outbox.take(tx, now, now + this.takenForMs, busy, this.atOnce),
    );
    if (taken.length === 0) return [];
    const goingOf = await this.read(taken);
    return taken.map((each) => {
      const going = goingOf(each);
      const { withinMs } = this;
      const { target } = going;
      return {
        target,
        takenUntil: each.takenUntil,
        ...(withinMs !== undefined && { withinMs }),
        send: () => this.send(going),
      };
    });
  }

  /** Reads what is to be sent, as it is now, for all rows at once. */
  protected abstract read(
    taken: readonly Taken<Row<Declared>>[],
  ): Promise<(each: Taken<Row<Declared>>) => Going<Outcome>>;

  /** A failure of the program is stored too: its row is given up after three days like any other. */
  private async send(going: Going<Outcome>): Promise<void> {
    try {
      const outcome = await going.send();
      if (outcome !== null) await going.settle(outcome);
    } catch (error) {
      // Its message may hold personal data, so only its name is logged.
      const name = error instanceof Error ? error.name : typeof error;
      this.logger.error(`Could not send ${going.what}: ${name}`);
      await going.settle(this.broken);
    }
  }
}
