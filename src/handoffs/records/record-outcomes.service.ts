import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { system } from '../../platform/values/actor.js';
import { chance } from '../../platform/values/chance.js';
import { caseless } from '../../platform/values/text.js';
import { RECORD_CONNECTORS } from '../../records/connectors/record-connector.table.js';
import { afterAsking, isGuess, isResting, type RecordOutcome, tryAgain } from '../../records/record.js';
import { RECORDS, RecordStore, type TakenRecord } from '../../records/record.store.js';
import { newUpdate, updateAgain } from '../../records/updates/record-update.js';
import { RecordUpdateStore } from '../../records/updates/record-update.store.js';
import { blockByRecord, blockByWaiting, unblockByRecord } from '../blockers/blocker.js';
import { HandoffRoleError, HandoffStateError, RecordMayExistError } from '../handoff.errors.js';
import { HandoffActing } from '../handoff-acting.service.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';

/** Stores the outcomes of records, and reports those that were made or are no longer tried. */
@Injectable()
export class RecordOutcomes {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly acting: HandoffActing,
    private readonly cases: HandoffCases,
    private readonly records: RecordStore,
    private readonly updates: RecordUpdateStore,
  ) {}

  /**
   * Stores an outcome, unless another node has taken the record meanwhile. @param version of the form, as it was sent
   */
  async settle(taken: TakenRecord, came: RecordOutcome, version: number): Promise<void> {
    await this.lifecycle.performDue(async (context) => {
      const { tx, now } = context;
      // The handoff is locked first, as in every change of it.
      const [subject] = await this.cases.open(tx, [taken.handoffId]);
      const held = await RECORDS.lock(tx, taken);
      if (subject === undefined || held === undefined) return;
      const outcome = held.erasures === taken.erasures ? came : withoutErased(came);
      const next = afterAsking(held, outcome, now, chance());
      await this.records.updateMany(tx, [next]);
      const work = this.lifecycle.workOn([subject], context, system('records'));
      if (next.state === 'pending') {
        blockByWaiting(work, subject, next);
        await this.lifecycle.save(tx, work);
        return;
      }
      if (outcome.is === 'made') {
        const versions = { written: version, wanted: subject.handoff.formVersion };
        await this.updates.begin(tx, newUpdate(next, outcome.fields, versions, now));
      }
      const { id: recordId, connectorId, place } = next;
      const { name: receiver, ownerRepId } = subject.receiver(place);
      const facts = { receiver, recordId, connectorId };
      const mayExist = next.askedAt !== null;
      if (next.state === 'made') work.record(subject, 'record.created', facts);
      else work.record(subject, 'record.failed', { ...facts, mayExist });
      // After a cancellation nobody has to repair a failed record, unless it may exist.
      const isWanted = subject.handoff.state !== 'cancelled' || mayExist;
      if (next.state === 'failed' && isWanted)
        work.notify(ownerRepId, 'record.failed', subject, { receiver, mayExist });
      if (next.state === 'failed') blockByRecord(work, subject, next);
      else unblockByRecord(work, subject, next);
      await this.lifecycle.save(tx, work);
    });
  }

  /**
   * Tries a failed record or update for another three days, and one that waits at once. One that is being sent goes on:
   * taken from its sender, it might be made twice.
   * @param isNotThere whether somebody has looked into the tool and not found it
   */
  retry(id: string, name: string, isNotThere: boolean, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, async ({ context, subject, role }) => {
      const receiver = subject.receivers.find((each) => caseless(each.name) === caseless(name));
      const record = subject.records.find(({ place }) => place === receiver?.place);
      if (receiver === undefined || record === undefined) throw new NotFoundError('record', name);
      if (!role.gives && !role.receives.includes(receiver.place))
        throw new HandoffRoleError('Only the receiver of a record, or the giver, can try it again.');
      if (subject.handoff.state === 'cancelled')
        throw new HandoffStateError('Records are made only until the handoff is cancelled', subject.handoff);
      const update = subject.updates.find(({ recordId }) => recordId === record.id);
      if (record.state === 'made' && update !== undefined && (update.state === 'failed' || isResting(update))) {
        const next = updateAgain(update, context.now);
        await this.updates.updateMany(context.tx, [next]);
        subject.updates = subject.updates.map((each) => (each === update ? next : each));
        return;
      }
      if (record.state !== 'failed' && !isResting(record)) return;
      const known = isNotThere ? { ...record, askedAt: null } : record;
      const connector = await context.tx.repository(RECORD_CONNECTORS).findOneBy({ id: record.connectorId });
      if (connector !== null && isGuess(known, connector)) throw new RecordMayExistError();
      const next = tryAgain(known, context.now);
      await this.records.updateMany(context.tx, [next]);
      subject.records = subject.records.map((each) => (each === record ? next : each));
    });
  }
}

/** Removes what may be personal: that the record exists stays known, but not its link nor what was read to make it. */
function withoutErased(outcome: RecordOutcome): RecordOutcome {
  return outcome.is === 'made' ? { ...outcome, url: null, fields: outcome.fields && {} } : outcome;
}
