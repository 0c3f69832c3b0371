import { Injectable } from '@nestjs/common';
import { differencesBetween } from '../../forms/merge-patch.js';
import { labelsAt, viewOf } from '../../forms/view.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { system } from '../../platform/actor.js';
import { chance } from '../../platform/chance.js';
import type { Tx } from '../../platform/database.js';
import type { RecordRow } from '../../records/record.js';
import { afterUpdating, type UpdateOutcome } from '../../records/updates/record-update.js';
import { RECORD_UPDATES, RecordUpdateStore, type TakenUpdate } from '../../records/updates/record-update.store.js';
import { questionByHand, questionOfClosed, questionOfTouched } from '../../records/updates/update-questions.js';
import { blockByRecord, blockByWaiting, unblockByRecord } from '../blockers/blocker.js';
import { HandoffStore } from '../handoff.store.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { askAboutRecord } from '../questions/question.js';

/** Of a record. */
const WAITS =
  'cannot be brought up to date before something is there that it waits for: the failure of its update says what';

/** Keeps what came of bringing records up to date, and asks about what was left as somebody has changed it. */
@Injectable()
export class RecordUpdates {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly updates: RecordUpdateStore,
  ) {}

  /** What another node has taken meanwhile is left as it is. @param version of the form, as it was written */
  async settle(taken: TakenUpdate, handoffId: string, outcome: UpdateOutcome, version: number): Promise<void> {
    await this.lifecycle.performDue(async (context) => {
      const { tx, now } = context;
      // The handoff first, as whoever changes it does.
      const [subject] = await this.cases.open(tx, [handoffId]);
      const former = await RECORD_UPDATES.lock(tx, taken);
      const record = subject?.records.find(({ id }) => id === taken.recordId);
      if (subject === undefined || former === undefined || record === undefined) return;
      const next = afterUpdating(former, outcome, version, now, chance());
      await this.updates.updateMany(tx, [next]);
      const work = this.lifecycle.workOn([subject], context, system('records'));
      if (next.state === 'failed') fail(work, subject, record);
      else if (outcome.is === 'waits') blockByWaiting(work, subject, record, next.waitsSince, WAITS);
      else if (outcome.is === 'done' || outcome.is === 'closed' || outcome.is === 'byHand') {
        unblockByRecord(work, subject, record);
        tell(work, subject, record, outcome);
        const text = await this.questionOf(tx, subject, record, outcome, former.writtenVersion);
        if (text !== null) askAboutRecord(work, subject, record.place, text);
      }
      await this.lifecycle.save(tx, work);
    });
  }

  /** @param written the version of the form that the record says; null where nobody knows */
  private async questionOf(
    tx: Tx,
    subject: HandoffCase,
    { place }: RecordRow,
    outcome: Extract<UpdateOutcome, { is: 'done' | 'closed' | 'byHand' }>,
    written: number | null,
  ): Promise<string | null> {
    const { name } = subject.receiver(place);
    if (outcome.is === 'done') return questionOfTouched(name, outcome.untold);
    if (outcome.is === 'closed') return questionOfClosed(name, outcome.stage, outcome.untold);
    if (written === null) return questionByHand(name, null);
    const kept = await this.handoffs.readForms(tx, subject.subjectId);
    const before = kept.find(({ version }) => version === written)?.form;
    const { form } = subject.kind;
    const { sections } = subject.kind.body.receivers[place - 1]!;
    const seen = [before ?? {}, subject.handoff.form].map((each) => viewOf(form, each, sections));
    const differences = differencesBetween(seen[0]!, seen[1]!);
    if (differences.length === 0) return null;
    return questionByHand(name, [
      ...new Set(differences.map(({ pointer }) => labelsAt(form, pointer).labels.join(' › '))),
    ]);
  }
}

function fail(work: UnitOfWork, subject: HandoffCase, record: RecordRow): void {
  const { name: receiver, ownerRepId } = subject.receiver(record.place);
  const { id: recordId, connectorId } = record;
  work.record(subject, 'record.failed', { receiver, recordId, connectorId, mayExist: false, isUpdate: true });
  if (subject.handoff.state === 'running')
    work.tell(ownerRepId, 'record.failed', subject, { receiver, mayExist: false, isUpdate: true });
  blockByRecord(work, subject, record, 'could not be brought up to date');
}

/** Nothing is told where there was nothing to do. */
function tell(work: UnitOfWork, subject: HandoffCase, record: RecordRow, outcome: UpdateOutcome): void {
  if (outcome.is !== 'done' || (outcome.updated === 0 && outcome.untold.length === 0)) return;
  const { name: receiver } = subject.receiver(record.place);
  const { id: recordId, connectorId } = record;
  const counts = { updated: outcome.updated, left: outcome.untold.length };
  work.record(subject, 'record.updated', { receiver, recordId, connectorId, ...counts });
}
