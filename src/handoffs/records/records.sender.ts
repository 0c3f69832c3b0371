import { Injectable, Logger } from '@nestjs/common';
import type { Busy, Sender, Sending } from '../../deliveries/senders.service.js';
import { Database } from '../../platform/database.js';
import { MS_PER_MINUTE } from '../../platform/duration.js';
import { TimeSource } from '../../platform/time-source.js';
import type { Outcome } from '../../records/record.js';
import { RECORDS_WAIT, RecordStore, type TakenRecord, UNWRITTEN_RECORDS } from '../../records/record.store.js';
import { RecordMaker } from '../../records/record-maker.service.js';
import { RecordOutcomes } from './record-outcomes.service.js';
import { type ReadRecord, RecordReading } from './record-reading.service.js';

/** So many by one connector at once from this node: some tools let in no more than five. */
const AT_ONCE = 4;
/** A token, a look and the request take twenty seconds each at most: what dies in the middle is taken by another node then. */
const TAKEN_FOR_MS = 2 * MS_PER_MINUTE;

/** Makes records in the tools of receivers. */
@Injectable()
export class RecordsSender implements Sender {
  readonly channel = 'record';
  readonly waits = RECORDS_WAIT;
  readonly unwritten = { what: 'record', sql: UNWRITTEN_RECORDS };
  private readonly logger = new Logger('records');

  constructor(
    private readonly database: Database,
    private readonly records: RecordStore,
    private readonly reading: RecordReading,
    private readonly maker: RecordMaker,
    private readonly outcomes: RecordOutcomes,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly Sending[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.records.take(tx, now, now + TAKEN_FOR_MS, busy, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const read = await this.reading.read(taken);
    return taken.map((record) => ({
      target: record.connectorId,
      takenUntil: record.takenUntil,
      send: () => this.send(record, read(record)),
    }));
  }

  /** What throws is settled too: three days end for whatever cannot be made, also where the fault is ours. */
  private async send(record: TakenRecord, read: ReadRecord): Promise<void> {
    const version = read.subject.handoff.formVersion;
    try {
      const outcome = await this.outcomeOf(record, read);
      if (outcome !== null) await this.outcomes.settle(record, outcome, version);
    } catch (error) {
      // Its message alone might hold something of the form, so neither is said.
      const name = error instanceof Error ? error.name : typeof error;
      this.logger.error(`Could not make the record ${record.id}: ${name}`);
      const outcome = { is: 'broken', why: 'It could not be made: the fault is in Touchline.' } as const;
      await this.outcomes.settle(record, outcome, version);
    }
  }

  /** Of a handoff that was called off nothing is made any more, unless it may be there already. */
  private async outcomeOf(record: TakenRecord, { subject, row, facts }: ReadRecord): Promise<Outcome | null> {
    if (subject.handoff.state === 'cancelled')
      return { is: 'refused', why: 'The handoff was called off.', askedAt: record.askedAt };
    return this.maker.make(record, row, facts);
  }
}
