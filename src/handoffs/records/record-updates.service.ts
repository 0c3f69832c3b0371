import { Injectable } from '@nestjs/common';
import { labelsAt, namesIn, viewOf } from '../../forms/view.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { chance } from '../../platform/values/chance.js';
import type { RecordRow } from '../../records/record.js';
import { type Coverage, isUsed, omittedBy } from '../../records/updates/omitted.js';
import { afterUpdating, type RecordUpdate, type UpdateOutcome } from '../../records/updates/record-update.js';
import { RECORD_UPDATES, RecordUpdateStore, type TakenUpdate } from '../../records/updates/record-update.store.js';
import { questionByHand, questionOfClosed, questionOfTouched } from '../../records/updates/update-questions.js';
import { blockByRecord, blockByWaiting, unblockByRecord } from '../blockers/blocker.js';
import { HandoffStore } from '../handoff.store.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { askAboutRecord } from '../questions/question.js';

/** Continues a sentence whose subject is the record. */
const WAITS = 'cannot be updated yet, as a value is missing: the failure of its update names the value';

/** Stores the outcomes of updates of records, and asks receivers about what an update left out. */
@Injectable()
export class RecordUpdates {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly updates: RecordUpdateStore,
  ) {}

  /**
   * Stores an outcome, unless another node has taken the update meanwhile. @param version of the form, as it was
   * written
   */
  async settle(taken: TakenUpdate, handoffId: string, outcome: UpdateOutcome, version: number): Promise<void> {
    await this.lifecycle.performDue(async (context) => {
      const { tx, now } = context;
      // The handoff is locked first, as in every change of it.
      const [subject] = await this.cases.open(tx, [handoffId]);
      const former = await RECORD_UPDATES.lock(tx, taken);
      const record = subject?.records.find(({ id }) => id === taken.recordId);
      if (subject === undefined || former === undefined || record === undefined) return;
      const omitted = await this.omittedIn(tx, subject, record, outcome, former.writtenVersion);
      const next = {
        ...afterUpdating(former, outcome, version, now, chance()),
        omitted: [...new Set([...stillOmitted(former, outcome), ...omitted])],
      };
      await this.updates.updateMany(tx, [next]);
      const work = this.lifecycle.workOn([subject], context, system('records'));
      if (next.state === 'failed') fail(work, subject, record);
      else if (outcome.is === 'waits') blockByWaiting(work, subject, record, next.waitsSince, WAITS);
      else if (outcome.is === 'done' || outcome.is === 'closed' || outcome.is === 'byHand') {
        unblockByRecord(work, subject, record);
        // Fields that were omitted before and that nobody has seen to are reported again.
        if (outcome.is === 'done' && hasDone(outcome, omitted))
          recordUpdated(work, subject, record, outcome, next.omitted);
        for (const text of questionsOf(subject, record, outcome, omitted))
          askAboutRecord(work, subject, record.place, text);
      }
      await this.lifecycle.save(tx, work);
    });
  }

  /**
   * Returns the fields in which the form, as the receiver sees it, differs from the record, and that the update does
   * not cover.
   * @param written the version of the form that the record has; null if that is not known
   */
  private async omittedIn(
    tx: Tx,
    subject: HandoffCase,
    { place }: RecordRow,
    outcome: UpdateOutcome,
    written: number | null,
  ): Promise<readonly string[]> {
    const coverage = coverageOf(outcome);
    if (coverage === undefined) return [];
    if (written === null) return outcome.is === 'byHand' ? [WHOLE_FORM] : [];
    const kept = await this.handoffs.readForms(tx, subject.subjectId);
    const before = kept.find(({ version }) => version === written)?.form;
    const { sections } = subject.kind.body.receivers[place - 1]!;
    const [former, present] = [before ?? {}, subject.handoff.form].map((form) =>
      viewOf(subject.kind.form, form, sections),
    );
    return omittedBy(coverage, former!, present!);
  }
}

const WHOLE_FORM = '';

type Done = Extract<UpdateOutcome, { is: 'done' }>;

/** Undefined if the update was not attempted or failed. */
function coverageOf(outcome: UpdateOutcome): Coverage | undefined {
  return 'coverage' in outcome ? outcome.coverage : undefined;
}

/** Returns the fields that were omitted before, and that this update does not cover either. */
function stillOmitted({ omitted }: RecordUpdate, outcome: UpdateOutcome): readonly string[] {
  const says = coverageOf(outcome)?.update ?? [];
  return omitted.filter((pointer) => !isUsed(says, namesIn(pointer)));
}

/** Returns the questions that ask the receiver to see to the record in the tool. */
function questionsOf(
  subject: HandoffCase,
  { place }: RecordRow,
  outcome: Extract<UpdateOutcome, { is: 'done' | 'closed' | 'byHand' }>,
  omitted: readonly string[],
): string[] {
  const { name } = subject.receiver(place);
  const touched =
    outcome.is === 'done'
      ? questionOfTouched(name, outcome.untold)
      : outcome.is === 'closed'
        ? questionOfClosed(name, outcome.stage, outcome.untold)
        : null;
  const isKnown = !omitted.includes(WHOLE_FORM);
  const fields = omitted.map((pointer) => labelsAt(subject.kind.form, pointer).labels.join(' › '));
  const facts = { fields: isKnown ? [...new Set(fields)] : null, isUpdated: outcome.is !== 'byHand' };
  const byHand = omitted.length === 0 ? null : questionByHand(name, facts);
  return [byHand, touched].filter((text) => text !== null);
}

function fail(work: UnitOfWork, subject: HandoffCase, record: RecordRow): void {
  const { name: receiver, ownerRepId } = subject.receiver(record.place);
  const { id: recordId, connectorId } = record;
  work.record(subject, 'record.failed', { receiver, recordId, connectorId, mayExist: false, isUpdate: true });
  if (subject.handoff.state === 'running')
    work.notify(ownerRepId, 'record.failed', subject, { receiver, mayExist: false, isUpdate: true });
  blockByRecord(work, subject, record, 'could not be updated');
}

/** Whether there was anything to do; if not, nothing is recorded. */
function hasDone({ updated, untold }: Done, omitted: readonly string[]): boolean {
  return updated > 0 || untold.length > 0 || omitted.length > 0;
}

/** @param omitted all fields that differ between form and record, and that no update covers */
function recordUpdated(
  work: UnitOfWork,
  subject: HandoffCase,
  record: RecordRow,
  outcome: Done,
  omitted: readonly string[],
): void {
  const { name: receiver } = subject.receiver(record.place);
  const { id: recordId, connectorId } = record;
  const counts = {
    updated: outcome.updated,
    left: outcome.untold.length,
    ...(omitted.length > 0 && { omitted: omitted.length }),
  };
  work.record(subject, 'record.updated', { receiver, recordId, connectorId, ...counts });
}
