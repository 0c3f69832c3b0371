import { Injectable } from '@nestjs/common';
import type { HandoffClockKind } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { AccountStore } from '../deals/accounts/account.store.js';
import { DealStore } from '../deals/deal.store.js';
import { notifyDealListeners } from '../deals/deal-listeners.js';
import { LockOrder } from '../lifecycle/lock-order.service.js';
import type { SubjectKind } from '../lifecycle/subject.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { groupBy, pluck } from '../platform/values/group.js';
import type { RecordRow } from '../records/record.js';
import { RecordStore } from '../records/record.store.js';
import { RecordUpdateStore } from '../records/updates/record-update.store.js';
import { BlockerStore } from './blockers/blocker.store.js';
import type { Handoff } from './handoff.js';
import { HandoffStore } from './handoff.store.js';
import { HandoffCase } from './handoff-case.js';
import { KindArchive } from './kinds/handoff-kind.store.js';
import { QuestionStore } from './questions/question.store.js';
import { ReceiverStore } from './receivers/receiver.store.js';

/** Opens handoffs for units of work, and writes their changes. */
@Injectable()
export class HandoffCases implements SubjectKind<HandoffCase> {
  constructor(
    private readonly handoffs: HandoffStore,
    private readonly receivers: ReceiverStore,
    private readonly questions: QuestionStore,
    private readonly blockers: BlockerStore,
    private readonly records: RecordStore,
    private readonly updates: RecordUpdateStore,
    private readonly kinds: KindArchive,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly clocks: ClockStore,
    private readonly locks: LockOrder,
  ) {}

  /** Locks and opens handoffs. Skips ids that no handoff has. */
  async open(tx: Tx, ids: readonly string[]): Promise<HandoffCase[]> {
    this.locks.enter(tx, 'handoff');
    return this.gather(tx, await this.handoffs.lockMany(tx, ids));
  }

  /** Opens the latest handoff of each deal that starts with its win and is not cancelled. */
  async openOfWins(tx: Tx, dealIds: readonly string[]): Promise<HandoffCase[]> {
    const found = await this.handoffs.readOfWins(tx, dealIds);
    return this.open(tx, pluck(found, 'id'));
  }

  async openFree(tx: Tx, ids: readonly string[]): Promise<HandoffCase[]> {
    return this.openLocked(tx, await this.handoffs.lockFree(tx, ids));
  }

  async openLocked(tx: Tx, rows: readonly Handoff[]): Promise<HandoffCase[]> {
    this.locks.enter(tx, 'handoff');
    return this.gather(tx, rows);
  }

  async look(sql: Sql, ids: readonly string[]): Promise<HandoffCase[]> {
    return this.gather(sql, await this.handoffs.readMany(sql, ids));
  }

  /** Reads everything that belongs to these handoffs. @param rows as they were read from the table */
  async gather(sql: Sql, rows: readonly Handoff[]): Promise<HandoffCase[]> {
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return [];
    const renewing = rows.flatMap(({ renewsOn, dealId }) => (renewsOn === null ? [] : (dealId ?? [])));
    const [kindOf, receivers, questions, blockers, allRecords, allUpdates, allClocks, deals, accounts, renewed] =
      await Promise.all([
        this.kinds.load(sql, rows),
        this.receivers.readOf(sql, ids),
        this.questions.readOf(sql, ids),
        this.blockers.readOf(sql, ids),
        this.records.readOf(sql, ids),
        this.updates.readOf(sql, ids),
        this.clocks.readOf<HandoffClockKind>(sql, 'handoff', ids),
        this.deals.readMany(
          sql,
          rows.flatMap(({ dealId }) => dealId ?? []),
        ),
        this.accounts.readMany(
          sql,
          rows.flatMap(({ accountId }) => accountId ?? []),
        ),
        this.handoffs.readHandedOver(sql, renewing),
      ]);
    const records = groupBy(allRecords, ({ handoffId }) => handoffId);
    const updates = new Map(allUpdates.map((each) => [each.recordId, each]));
    const clocks = groupBy(allClocks, ({ subjectId }) => subjectId);
    const deal = new Map(deals.map((each) => [each.id, each]));
    const account = new Map(accounts.map((each) => [each.id, each]));
    const renewedId = new Map(renewed.map(({ dealId, id }) => [dealId, id]));
    return rows.map(
      (row) =>
        new HandoffCase({
          handoff: row,
          before: row,
          kind: kindOf(row),
          receivers: receivers.get(row.id) ?? [],
          questions: questions.get(row.id) ?? [],
          blockers: blockers.get(row.id) ?? [],
          records: records.get(row.id) ?? [],
          updates: (records.get(row.id) ?? []).flatMap(({ id }) => updates.get(id) ?? []),
          clocks: clocks.get(row.id) ?? [],
          deal: deal.get(row.dealId ?? '') ?? null,
          account: account.get(row.accountId ?? '') ?? null,
          renewedId: row.renewsOn === null ? null : (renewedId.get(row.dealId ?? '') ?? null),
        }),
    );
  }

  /** Writes cancelled handoffs before those that replace them, as a deal can have only one for its win at a time. */
  async writeNew(tx: Tx, cases: readonly HandoffCase[]): Promise<void> {
    await this.handoffs.updateMany(tx, rowsOf(cases.filter(isCalledOff)));
    await this.handoffs.insertMany(tx, rowsOf(cases.filter(isNew)));
  }

  writeChanged(tx: Tx, cases: readonly HandoffCase[]): void {
    tx.send(this.handoffs.updateMany(tx, rowsOf(cases.filter((each) => hasChanged(each) && !isCalledOff(each)))));
    tx.send(this.receivers.insertMany(tx, cases.flatMap(newReceivers)));
    tx.send(this.receivers.updateMany(tx, cases.flatMap(changedReceivers)));
    const written = pluck(
      cases.filter((each) => isNew(each) || hasChanged(each)),
      'handoff',
    );
    const ofWins = written.filter(({ startsOn }) => startsOn === 'deal.won');
    const ofSales = [...ofWins, ...written.filter(({ startsOn }) => startsOn === 'delivery.completed')];
    tx.send(this.deals.noteHandedOver(tx, dealsOf(ofWins)));
    tx.send(notifyDealListeners(tx, dealsOf(ofSales), Math.max(...pluck(ofSales, 'updatedAt'))));
    const questions = changesOf(cases, (each) => [each.questionsBefore, each.questions]);
    tx.send(this.questions.insertMany(tx, questions.made));
    tx.send(this.questions.updateMany(tx, questions.changed));
    const blockers = changesOf(cases, (each) => [each.blockersBefore, each.blockers]);
    tx.send(this.blockers.insertMany(tx, blockers.made));
    tx.send(this.blockers.updateMany(tx, blockers.changed));
    this.writeRecords(tx, cases);
    tx.send(this.updates.forgetOmitted(tx, pluck(cases, 'seenTo').flat()));
    tx.send(this.handoffs.keepForms(tx, pluck(cases, 'keptForms').flat()));
    tx.send(this.handoffs.keepTimes(tx, pluck(cases, 'times').flat()));
  }

  /** Runs after receivers and form are written, as its statements read both. */
  private writeRecords(tx: Tx, cases: readonly HandoffCase[]): void {
    const made = cases.flatMap(({ newRecords }) => newRecords);
    if (made.length > 0) {
      const [{ begunAt: now }] = made as [RecordRow];
      // Records that were made in an earlier stage are up to date.
      const begun = cases.filter(({ before, newRecords }) => newRecords.length > 0 && before?.state !== 'running');
      tx.send(this.records.adopt(tx, made, now));
      tx.send(this.records.insertMany(tx, made));
      tx.send(this.updates.want(tx, pluck(begun, 'subjectId'), now, true));
    }
    const amended = cases.filter(
      ({ isAmended, records }) => isAmended && records.some(({ state }) => state === 'made'),
    );
    if (amended.length > 0)
      tx.send(this.updates.want(tx, pluck(amended, 'subjectId'), amended[0]!.handoff.updatedAt, false));
  }
}

const rowsOf = (cases: readonly HandoffCase[]) => cases.map(({ handoff }) => handoff);
const hasChanged = ({ before, handoff }: HandoffCase) => before !== null && handoff !== before;
const isCalledOff = (each: HandoffCase) => hasChanged(each) && each.handoff.state === 'cancelled';
function changesOf<Row extends { readonly id: string }>(
  cases: readonly HandoffCase[],
  partsOf: (each: HandoffCase) => readonly [before: readonly Row[], now: readonly Row[]],
) {
  const before = new Map(cases.flatMap((each) => partsOf(each)[0]).map((part) => [part.id, part]));
  const now = cases.flatMap((each) => partsOf(each)[1]);
  return {
    made: now.filter(({ id }) => !before.has(id)),
    changed: now.filter((part) => before.has(part.id) && before.get(part.id) !== part),
  };
}
const dealsOf = (handoffs: readonly Handoff[]) => handoffs.flatMap(({ dealId }) => dealId ?? []);
const isNew = ({ before }: HandoffCase) => before === null;
const newReceivers = ({ receivers, receiversBefore }: HandoffCase) =>
  receivers.filter(({ place }) => !receiversBefore.some((each) => each.place === place));
const changedReceivers = ({ receivers, receiversBefore }: HandoffCase) =>
  receivers.filter(
    (each) => receiversBefore.some(({ place }) => place === each.place) && !receiversBefore.includes(each),
  );
