import { Injectable } from '@nestjs/common';
import type { LeadClock, LeadClockKind } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { PauseStore } from '../clocks/pause.store.js';
import { DirectoryService } from '../directory/directory.service.js';
import { LedgerStore } from '../events/ledger.store.js';
import { PAST_CYCLE } from '../leads/imported.js';
import { type LeadDocument, type LeadState, requireStep } from '../leads/lead.js';
import { LeadStore } from '../leads/lead.store.js';
import { QueueStayStore } from '../leads/queue-stay.store.js';
import { RepStore } from '../people/rep.store.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { groupBy, partition, pluck } from '../platform/values/group.js';
import { AssignmentStore } from '../routing/assignments/assignment.store.js';
import type { LoadChange } from '../routing/deciding/roster.store.js';
import { PolicyArchive } from '../sla/policy.store.js';
import { LeadAccounts } from './lead-accounts.service.js';
import { LeadCase, type OpenedLead } from './lead-case.js';
import { LockOrder } from './lock-order.service.js';
import { loadChanges } from './routing/load-changes.js';
import { RepCase, type SubjectKind } from './subject.js';

/** Opens leads for units of work, and writes their new states. */
@Injectable()
export class LeadCases implements SubjectKind<LeadCase> {
  constructor(
    private readonly leads: LeadStore,
    private readonly stays: QueueStayStore,
    private readonly assignments: AssignmentStore,
    private readonly clocks: ClockStore,
    private readonly pauses: PauseStore,
    private readonly archive: PolicyArchive,
    private readonly locks: LockOrder,
    private readonly accounts: LeadAccounts,
    private readonly directories: DirectoryService,
  ) {}

  /** Locks leads and reads all that decisions about them need. Unknown ids are left out. */
  async open(tx: Tx, leadIds: readonly string[], options: { withDocuments: boolean }): Promise<LeadCase[]> {
    this.locks.enter(tx, 'lead');
    const rows = await this.leads.lockMany(tx, leadIds, options.withDocuments);
    return this.openLocked(tx, rows, options);
  }

  async openFree(tx: Tx, leadIds: readonly string[]): Promise<LeadCase[]> {
    const rows = await this.leads.lockFree(tx, leadIds, false);
    return this.openLocked(tx, rows, { withDocuments: false });
  }

  /**
   * Opens the leads that are not locked elsewhere, and waits for the first if there are none. If it waited while it
   * holds other leads, whoever wants those would wait as well.
   * @returns none only if none of the leads exists
   */
  async openFreeOrFirst(tx: Tx, leadIds: readonly string[], options: { withDocuments: boolean }): Promise<LeadCase[]> {
    this.locks.enter(tx, 'lead');
    const free = await this.leads.lockFree(tx, leadIds, options.withDocuments);
    const rows = free.length > 0 ? free : await this.leads.lockFirst(tx, leadIds, options.withDocuments);
    return this.openLocked(tx, rows, options);
  }

  /** Opens leads that are locked already. */
  async openLocked(
    tx: Tx,
    rows: readonly (LeadState & Partial<LeadDocument>)[],
    options: { withDocuments: boolean },
  ): Promise<LeadCase[]> {
    this.locks.enter(tx, 'lead');
    return this.gather(tx, rows, options);
  }

  async look(sql: Sql, leadIds: readonly string[]): Promise<LeadCase[]> {
    return this.gather(sql, await this.leads.readMany(sql, leadIds), { withDocuments: false });
  }

  private async gather(
    sql: Sql,
    rows: readonly (LeadState & Partial<LeadDocument>)[],
    options: { withDocuments: boolean },
  ): Promise<LeadCase[]> {
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return [];
    const [allClocks, allPauses, allTenures, policyOf] = await Promise.all([
      this.clocks.readOf<LeadClockKind>(sql, 'lead', ids),
      this.pauses.readOf(sql, 'lead', ids),
      this.assignments.readTenures(sql, 'lead', ids),
      this.archive.load(sql, rows),
    ]);
    const clocks = groupBy(allClocks, (clock) => clock.subjectId);
    await this.archive.load(
      sql,
      rows.flatMap((row) => (clocks.get(row.id) ?? []).filter((clock) => isOfOtherVersion(clock, row))),
    );
    const pauses = groupBy(allPauses, (pause) => pause.subjectId);
    const tenures = groupBy(allTenures, (tenure) => tenure.subjectId);
    const opened = rows.map((row) => ({
      lead: row,
      before: row,
      document: options.withDocuments ? (row as LeadDocument) : null,
      policy: policyOf(row),
      archive: policyOf,
      tenures: tenures.get(row.id) ?? [],
      clocks: (clocks.get(row.id) ?? []).filter((clock) => isOfPresent(clock, row)),
      pauses: pauses.get(row.id) ?? [],
    }));
    const persons = await this.leads.readPersons(
      sql,
      opened.filter(mayAskOfPerson).map(({ lead }) => lead.id),
    );
    const cases = opened.map((each) => new LeadCase({ ...each, person: persons.get(each.lead.id) ?? null }));
    if (options.withDocuments) await this.knowAccounts(sql, cases);
    return cases;
  }

  /** Reads leads without clocks and policies, to preview a routing decision. */
  async lookWithout(sql: Sql, leadIds: readonly string[]): Promise<LeadCase[]> {
    const [rows, allTenures] = await Promise.all([
      this.leads.readMany(sql, leadIds),
      this.assignments.readTenures(sql, 'lead', leadIds),
    ]);
    const tenures = groupBy(allTenures, (tenure) => tenure.subjectId);
    return rows.map(
      (row) => new LeadCase({ lead: row, before: row, document: row, tenures: tenures.get(row.id) ?? [] }),
    );
  }

  /** Reads the documents of leads that have not been read yet, for the rules. */
  async readDocuments(sql: Sql, cases: readonly LeadCase[]): Promise<void> {
    const unread = cases.filter(({ document }) => document === null);
    const documents = await this.leads.readDocuments(sql, pluck(unread, 'subjectId'));
    for (const leadCase of unread) leadCase.document = documents.get(leadCase.lead.id)!;
    await this.knowAccounts(sql, unread);
  }

  /** Reads what policies need of the accounts of leads. What rules need is read when leads are routed. */
  async knowAccounts(sql: Sql, cases: readonly LeadCase[]): Promise<void> {
    if (cases.length === 0) return;
    const { policiesAskAccounts } = await this.directories.latestKnown();
    if (policiesAskAccounts) await this.accounts.know(sql, cases, { accounts: true, companies: false });
  }

  async writeNew(tx: Tx, cases: readonly LeadCase[]): Promise<void> {
    const fresh = cases.filter(isNew);
    await this.leads.sendMany(
      tx,
      fresh.map(({ lead, document }) => ({ lead, document: document! })),
    );
    this.writeStays(tx, fresh);
  }

  writeChanged(tx: Tx, cases: readonly LeadCase[]): void {
    const changed = cases.filter((each) => !isNew(each) && each.lead !== each.before);
    for (const { before, lead, isClosingUndone } of changed) requireStep(before!, lead, isClosingUndone);
    const states = changed.map(({ lead }) => lead);
    tx.send(this.leads.updateStates(tx, states));
    this.writeStays(tx, changed);
  }

  /** A lead that stays in its queue, by another rule for example, goes on with its stay. */
  private writeStays(tx: Tx, cases: readonly LeadCase[]): void {
    const passed = cases.filter(({ before, lead }) => stayingIn(before) !== stayingIn(lead));
    if (passed.length === 0) return;
    const [gone, come] = partition(passed, ({ lead }) => stayingIn(lead) === null);
    tx.send(this.stays.endMany(tx, pluck(gone, 'subjectId')));
    const stays = come.map(({ lead }) => ({ leadId: lead.id, queueId: lead.queueId!, sinceAt: lead.updatedAt }));
    tx.send(this.stays.beginMany(tx, stays));
  }

  loadChanges(cases: readonly LeadCase[]): LoadChange[] {
    return loadChanges(cases);
  }

  servesQueue(cases: readonly LeadCase[]): boolean {
    return cases.some(mayServeTheQueue);
  }
}

/** Returns the queue whose promise counts for a lead: not for a test, nor for what was brought along. */
function stayingIn(lead: LeadState | null): string | null {
  return lead === null || lead.test || lead.cycle === PAST_CYCLE ? null : lead.queueId;
}

/**
 * Reports whether the queue has to look: a lead began to wait, also in another queue, whose promise then begins; or one
 * that moved, closed or was touched may have freed capacity.
 */
function mayServeTheQueue({ before, lead }: LeadCase): boolean {
  if (lead.waiting !== null && (before?.waiting !== lead.waiting || before.queueId !== lead.queueId)) return true;
  return (
    before !== null &&
    (before.ownerId !== lead.ownerId || before.workState !== lead.workState || before.status !== lead.status)
  );
}

/** Reports whether it must be read how the person may be contacted, because what starts next may depend on it. */
function mayAskOfPerson({ document, policy, clocks }: OpenedLead): boolean {
  if (document !== null || !policy) return false;
  return policy.leadHours || (clocks ?? []).some(({ kind }) => kind === 'followUp');
}

/** Reports whether a clock is of the present cycle, or has something left to do. */
function isOfPresent({ cycle, state, nextAt }: LeadClock, lead: LeadState): boolean {
  return cycle === lead.cycle || state === 'running' || nextAt !== null;
}

/**
 * Reports whether a clock was promised by another version of the policy: the lead may have adopted a newer one since.
 */
function isOfOtherVersion({ policyId, policyVersion }: LeadClock, lead: LeadState): boolean {
  return policyId !== null && (policyVersion !== lead.policyVersion || policyId !== lead.policyId);
}

function isNew(leadCase: LeadCase): boolean {
  return leadCase.before === null;
}

/** Opens reps for units of work. */
@Injectable()
export class RepCases {
  constructor(
    private readonly reps: RepStore,
    private readonly ledger: LedgerStore,
    private readonly locks: LockOrder,
  ) {}

  /** Locks reps and reads their latest events. */
  async open(tx: Tx, repIds: readonly string[]): Promise<RepCase[]> {
    this.locks.enter(tx, 'rep');
    await this.reps.lockMany(tx, repIds);
    const latest = await this.ledger.readLatest(tx, repIds);
    return repIds.map((id) => new RepCase(id, latest.get(id)));
  }
}
