import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { LeadStore } from '../../leads/lead.store.js';
import { MilestoneStore } from '../../leads/milestone.store.js';
import type { Fault } from '../../platform/input/fault.js';
import { Database, type Sql, type Tx } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { entryOf } from '../milestones/reaching.js';
import { UnitOfWork } from '../unit-of-work.js';
import { type DealOfPastLead, DealsOfPastLeads, type MadeOfPastLeads } from './deals-of-past-leads.service.js';
import { LookingUp } from './looking-up.service.js';
import {
  asPast,
  BROUGHT_ALONG,
  type FreshPastLead,
  likenessOf,
  liveThrough,
  type PastLead,
  type PastRows,
  withoutExternalId,
} from './past-leads.js';
import { readArrival } from './reading-arrivals.js';
import { serveByAddress } from './serving-by-address.js';
import { Suppressing } from './suppressing.service.js';

export type PastOutcome =
  /** `madeBefore`: by the same import, whose node died before it had noted so. */
  | { readonly status: 'created' | 'madeBefore' | 'existing' }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/**
 * Brings leads along that were worked on elsewhere, with what happened to them. Nothing is promised of them and nobody is
 * told: they have a past, and no clocks.
 */
@Injectable()
export class BringingAlong {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly lookingUp: LookingUp,
    private readonly suppressing: Suppressing,
    private readonly leads: LeadStore,
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly dispositions: DispositionStore,
    private readonly deals: DealsOfPastLeads,
    private readonly database: Database,
  ) {}

  /**
   * Returns one outcome for each lead, in their order. All of them have ids.
   * @param note called in the transaction, with the deals and accounts that were made of the leads
   */
  bring(pasts: readonly PastLead[], note?: (tx: Tx, made: MadeOfPastLeads) => Promise<void>): Promise<PastOutcome[]> {
    return this.lifecycle.perform(async (context) => {
      if (pasts.some(({ deal }) => deal !== null)) await this.deals.lock(context.tx);
      const { outcomes, fresh } = await this.sortOut(context.tx, context.directory, pasts);
      if (fresh.length === 0) return outcomes;
      const made = await this.take(context, fresh);
      await note?.(context.tx, made);
      return outcomes;
    });
  }

  /** Returns what would become of leads, and changes nothing. */
  async foresee(pasts: readonly PastLead[]): Promise<PastOutcome[]> {
    return (await this.sortOut(this.database.reads, await this.directories.latestKnown(), pasts)).outcomes;
  }

  private async sortOut(sql: Sql, directory: Directory, pasts: readonly PastLead[]) {
    const arrivals = pasts.map(({ arrival }) => arrival);
    const read = arrivals.map((arrival) => asPast(readArrival(directory, arrival, newId)));
    const [{ existing, madeBefore, blocked: suppressed }, repeated] = await Promise.all([
      this.lookingUp.find(sql, directory, arrivals, read),
      this.leads.findRepeated(sql, read.flatMap(withoutExternalId)),
    ]);
    const { blocked } = serveByAddress(directory, read, suppressed);
    const taken = new Set<string>();
    const fresh: FreshPastLead[] = [];
    const outcomes = read.map((each, index): PastOutcome => {
      const past = pasts[index]!;
      if (madeBefore.has(past.arrival.id!)) return { status: 'madeBefore' };
      if (each.keys.some((key) => existing.has(key))) return { status: 'existing' };
      if ('faults' in each) return { status: 'invalid', faults: each.faults };
      const { leadCase } = each;
      const likeness = likenessOf(each)!;
      if (repeated.has(leadCase.lead.id) || taken.has(likeness)) return { status: 'existing' };
      taken.add(likeness);
      fresh.push({ past, leadCase, suppression: blocked.get(leadCase.lead.id) });
      return { status: 'created' };
    });
    return { outcomes, fresh };
  }

  private async take(context: TransactionContext, fresh: readonly FreshPastLead[]): Promise<MadeOfPastLeads> {
    const { tx, now, directory } = context;
    const cases = fresh.map(({ leadCase }) => leadCase);
    const from = Math.min(now, ...cases.map(({ document }) => document!.receivedAt));
    const work = new UnitOfWork(cases, directory, from, BROUGHT_ALONG, newId, true);
    const rows = liveThrough(work, fresh, now);
    const entries = rows.milestones.map((row) => entryOf(work, row, 0));
    await this.lifecycle.savePortion(tx, work);
    await this.store(tx, rows);
    tx.send(this.milestones.appendEntries(tx, entries));
    const closing = new UnitOfWork([], directory, now, BROUGHT_ALONG, newId, true);
    await this.suppressing.block(tx, closing, rows.dispositions);
    await this.lifecycle.savePortion(tx, closing);
    this.lifecycle.saveShared(tx, [work, closing]);
    return this.deals.make(context, dealsOf(fresh, rows));
  }

  private async store(tx: Tx, { touches, milestones, dispositions }: PastRows): Promise<void> {
    await this.activity.sendTouches(tx, touches);
    tx.send(this.milestones.insertMany(tx, milestones));
    tx.send(
      this.dispositions.insertMany(
        tx,
        dispositions.map(({ row }) => row),
      ),
    );
  }
}

function dealsOf(fresh: readonly FreshPastLead[], { milestones, dispositions }: PastRows): DealOfPastLead[] {
  const wins = new Map(milestones.map((row) => [row.leadId, row]));
  const closings = new Map(dispositions.map(({ row }) => [row.leadId, { at: row.decidedAt, reason: row.reason }]));
  return fresh.flatMap(({ past: { deal, ownerId }, leadCase }) => {
    if (deal === null) return [];
    const { id } = leadCase.lead;
    return [{ leadCase, deal, ownerId, win: wins.get(id) ?? null, closing: closings.get(id) ?? null }];
  });
}
