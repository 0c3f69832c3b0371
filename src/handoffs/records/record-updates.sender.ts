import { Injectable } from '@nestjs/common';
import { OutboxSender, type OutgoingRow } from '../../deliveries/outbox.sender.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { RecordRow } from '../../records/record.js';
import { RecordStore } from '../../records/record.store.js';
import type { UpdateOutcome } from '../../records/updates/record-update.js';
import { RECORD_UPDATES, type TakenUpdate, UNWRITTEN_UPDATES } from '../../records/updates/record-update.store.js';
import type { RECORD_UPDATE } from '../../records/updates/record-update.table.js';
import { RecordUpdater } from '../../records/updates/record-updater.service.js';
import { type ReadRecord, RecordReading } from './record-reading.service.js';
import { RecordUpdates } from './record-updates.service.js';

const BROKEN = 'It could not be updated: the fault is in Touchline.';
/** The version if no form was written. */
const NOT_WRITTEN = 0;

@Injectable()
export class RecordUpdatesSender extends OutboxSender<typeof RECORD_UPDATE, UpdateOutcome> {
  readonly channel = 'recordUpdate';
  readonly unwritten = { what: 'update', sql: UNWRITTEN_UPDATES };
  protected readonly atOnce = 2;
  protected readonly takenForMs = 2 * MS_PER_MINUTE;
  /** A token, a look, the request and a check of its result take at most twenty seconds each. */
  protected override readonly withinMs = 80 * MS_PER_SECOND;

  constructor(
    database: Database,
    time: TimeSource,
    private readonly records: RecordStore,
    private readonly reading: RecordReading,
    private readonly updater: RecordUpdater,
    private readonly outcomes: RecordUpdates,
  ) {
    super(database, RECORD_UPDATES, time);
  }

  protected async read(taken: readonly TakenUpdate[]): Promise<(update: TakenUpdate) => OutgoingRow<UpdateOutcome>> {
    const recordIds = taken.map(({ recordId }) => recordId);
    const records = await this.records.readMany(this.database, recordIds);
    const readOf = await this.reading.read([...records.values()]);
    return (update) => {
      const record = records.get(update.recordId)!;
      const read = readOf(record);
      const { formVersion } = read.subject.handoff;
      return {
        send: () => this.bring(update, record, read),
        settle: (outcome) => this.outcomes.settle(update, record.handoffId, outcome, formVersion),
      };
    };
  }

  protected async fail(update: TakenUpdate): Promise<void> {
    const record = (await this.records.readMany(this.database, [update.recordId])).get(update.recordId);
    if (record === undefined) return;
    await this.outcomes.settle(update, record.handoffId, { is: 'broken', why: BROKEN }, NOT_WRITTEN);
  }

  protected nameOf({ recordId }: TakenUpdate): string {
    return `the update of the record ${recordId}`;
  }

  /** Updates a record, except for a cancelled handoff: that record stays as it is, unless the deal is won again. */
  private async bring(
    taken: TakenUpdate,
    record: RecordRow,
    { subject, row, facts }: ReadRecord,
  ): Promise<UpdateOutcome | null> {
    const { handoff, kind } = subject;
    if (handoff.state === 'cancelled') return { is: 'done', fields: taken.fields, updated: 0, untold: [] };
    return this.updater.update({ taken, record, row, facts, form: kind.form, version: handoff.formVersion });
  }
}
