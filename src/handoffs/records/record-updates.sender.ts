import { Injectable, Logger } from '@nestjs/common';
import type { Busy, Sender, Sending } from '../../deliveries/senders.service.js';
import { Database } from '../../platform/database.js';
import { MS_PER_MINUTE } from '../../platform/duration.js';
import { TimeSource } from '../../platform/time-source.js';
import type { RecordRow } from '../../records/record.js';
import { RecordStore } from '../../records/record.store.js';
import type { UpdateOutcome } from '../../records/updates/record-update.js';
import {
  RecordUpdateStore,
  type TakenUpdate,
  UNWRITTEN_UPDATES,
  UPDATES_WAIT,
} from '../../records/updates/record-update.store.js';
import { RecordUpdater } from '../../records/updates/record-updater.service.js';
import { type ReadRecord, RecordReading } from './record-reading.service.js';
import { RecordUpdates } from './record-updates.service.js';

/** So many by one connector at once from this node. */
const AT_ONCE = 2;
/** A token, a look, the request and a look at what came of it take twenty seconds each at most. */
const TAKEN_FOR_MS = 2 * MS_PER_MINUTE;

/** Brings records up to date in the tools of receivers. */
@Injectable()
export class RecordUpdatesSender implements Sender {
  readonly channel = 'recordUpdate';
  readonly waits = UPDATES_WAIT;
  readonly unwritten = { what: 'update', sql: UNWRITTEN_UPDATES };
  private readonly logger = new Logger('records');

  constructor(
    private readonly database: Database,
    private readonly records: RecordStore,
    private readonly updates: RecordUpdateStore,
    private readonly reading: RecordReading,
    private readonly updater: RecordUpdater,
    private readonly outcomes: RecordUpdates,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly Sending[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.updates.take(tx, now, now + TAKEN_FOR_MS, busy, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const records = await this.records.readMany(
      this.database,
      taken.map(({ recordId }) => recordId),
    );
    const read = await this.reading.read([...records.values()]);
    return taken.map((each) => {
      const record = records.get(each.recordId)!;
      return {
        target: each.connectorId,
        takenUntil: each.takenUntil,
        send: () => this.send(each, record, read(record)),
      };
    });
  }

  private async send(taken: TakenUpdate, record: RecordRow, read: ReadRecord): Promise<void> {
    const version = read.subject.handoff.formVersion;
    try {
      const outcome = await this.outcomeOf(taken, record, read);
      if (outcome !== null) await this.outcomes.settle(taken, record.handoffId, outcome, version);
    } catch (error) {
      // Its message alone might hold something of the form, so neither is said.
      const name = error instanceof Error ? error.name : typeof error;
      this.logger.error(`Could not bring the record ${record.id} up to date: ${name}`);
      const outcome = { is: 'broken', why: 'It could not be brought up to date: the fault is in Touchline.' } as const;
      await this.outcomes.settle(taken, record.handoffId, outcome, version);
    }
  }

  /** What was made for a handoff that was called off stays as it is, unless its deal is won again. */
  private async outcomeOf(
    taken: TakenUpdate,
    record: RecordRow,
    { subject, row, facts }: ReadRecord,
  ): Promise<UpdateOutcome | null> {
    const { handoff, kind } = subject;
    if (handoff.state === 'cancelled') return { is: 'done', fields: taken.fields, updated: 0, untold: [] };
    return this.updater.update({ taken, record, row, facts, form: kind.form, version: handoff.formVersion });
  }
}
