import { Injectable } from '@nestjs/common';
import { OutboxSender, type OutgoingRow } from '../../deliveries/outbox.sender.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { RecordOutcome } from '../../records/record.js';
import { RECORDS, type TakenRecord, UNWRITTEN_RECORDS } from '../../records/record.store.js';
import type { RECORD } from '../../records/record.table.js';
import { RecordMaker } from '../../records/record-maker.service.js';
import { RecordOutcomes } from './record-outcomes.service.js';
import { type ReadRecord, RecordReading } from './record-reading.service.js';

const BROKEN = 'It could not be made: the fault is in Touchline.';
/** The version if no form was sent. */
const NOT_SENT = 0;

@Injectable()
export class RecordsSender extends OutboxSender<typeof RECORD, RecordOutcome> {
  readonly channel = 'record';
  readonly unwritten = { what: 'record', sql: UNWRITTEN_RECORDS };
  /** Some tools allow no more than five requests at once. */
  protected readonly atOnce = 4;
  protected readonly takenForMs = 2 * MS_PER_MINUTE;
  /** A token, a search, the request and a look at its result take at most twenty seconds each. */
  protected override readonly withinMs = 80 * MS_PER_SECOND;

  constructor(
    database: Database,
    time: TimeSource,
    private readonly reading: RecordReading,
    private readonly maker: RecordMaker,
    private readonly outcomes: RecordOutcomes,
  ) {
    super(database, RECORDS, time);
  }

  protected async read(taken: readonly TakenRecord[]): Promise<(record: TakenRecord) => OutgoingRow<RecordOutcome>> {
    const readOf = await this.reading.read(taken);
    return (record) => {
      const read = readOf(record);
      return {
        send: () => this.make(record, read),
        settle: (outcome) => this.outcomes.settle(record, outcome, read.subject.handoff.formVersion),
      };
    };
  }

  protected fail(record: TakenRecord): Promise<void> {
    return this.outcomes.settle(record, { is: 'broken', why: BROKEN }, NOT_SENT);
  }

  protected nameOf({ id }: TakenRecord): string {
    return `the record ${id}`;
  }

  /**
   * Makes a record, except for a cancelled handoff. Its `askedAt` stays in that case, as an earlier request may have
   * made it.
   */
  private async make(record: TakenRecord, { subject, row, facts }: ReadRecord): Promise<RecordOutcome | null> {
    if (subject.handoff.state === 'cancelled')
      return { is: 'refused', why: 'The handoff was called off.', askedAt: record.askedAt };
    return this.maker.make(record, row, facts);
  }
}
