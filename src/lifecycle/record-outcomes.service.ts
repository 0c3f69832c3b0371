import { Injectable } from '@nestjs/common';
import { system } from '../platform/actor.js';
import { chance } from '../platform/chance.js';
import { afterAsking, type Outcome } from '../records/record.js';
import { RecordStore, type TakenRecord } from '../records/record.store.js';
import { HandoffCases } from './handoff-cases.service.js';
import { LifecycleService } from './lifecycle.service.js';

/** Keeps what came of records, and tells of those that are there, or that nobody tries to make any more. */
@Injectable()
export class RecordOutcomes {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly records: RecordStore,
  ) {}

  /** What another node has taken meanwhile is left as it is. */
  async settle(taken: TakenRecord, outcome: Outcome): Promise<void> {
    await this.lifecycle.performDue(async (scene) => {
      const { tx, now } = scene;
      // The handoff first, as whoever changes it does.
      const [subject] = await this.cases.open(tx, [taken.handoffId]);
      const record = await this.records.lockTaken(tx, taken);
      if (subject === undefined || record === undefined) return;
      const next = afterAsking(record, outcome, now, chance());
      await this.records.updateMany(tx, [next]);
      if (next.state === 'pending') return;
      const work = this.lifecycle.workOn([subject], scene, system('records'));
      const { id: recordId, connectorId, place } = next;
      const told = { receiver: subject.receiver(place).name, recordId, connectorId };
      if (next.state === 'made') work.record(subject, 'record.created', told);
      else work.record(subject, 'record.failed', { ...told, mayExist: next.askedAt !== null });
      await this.lifecycle.save(tx, work);
    });
  }
}
