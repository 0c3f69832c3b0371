import { Injectable } from '@nestjs/common';
import type { Disposition } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { type MilestoneEntry, type MilestoneRow, MilestoneStore, type Value } from '../../leads/milestone.store.js';
import { partition } from '../../platform/values/group.js';
import type { LeadAction } from '../acting.service.js';
import { writtenBy } from '../closing/disposing.js';
import { DispositionRecorder } from '../closing/disposition-recorder.service.js';
import { CycleFactsReader } from '../corrections/cycle-facts.service.js';
import { takeBack } from '../corrections/taking-back.js';
import type { LeadCase } from '../lead-case.js';
import { endsWin } from './wins.js';

/** A unit of work, with the transaction that it belongs to. */
type TransactionWork = Pick<LeadAction, 'context' | 'work'>;

/** A new value of a milestone. */
interface Revaluation {
  readonly leadCase: LeadCase;
  readonly milestone: MilestoneRow;
  readonly value: Value;
  /** The deal whose amount it is; undefined if the value was given for the lead. */
  readonly dealId?: string;
}

/** A milestone to be reversed, because it was never reached or no longer holds. */
export interface Reversal {
  readonly leadCase: LeadCase;
  readonly milestone: MilestoneRow;
  /** The reason, for the export. */
  readonly note: string;
  /** The deal that is no longer won, if the milestone is reversed because of that. */
  readonly dealId?: string;
  /** The disposition that closes a lead that was won by the milestone; null to open it again. */
  readonly disposition: Disposition | null;
}

/** The effects of reversals on leads. */
export interface ReversalEffects {
  /** The dispositions that closed leads. */
  readonly closed: ReadonlyMap<LeadCase, DispositionRow>;
  /** Leads that are no longer won and are to be brought back. That takes the routing lock, so it comes last. */
  readonly back: readonly LeadCase[];
}

/** Changes the values of milestones and reverses milestones, any number at once. */
@Injectable()
export class MilestoneMending {
  constructor(
    private readonly milestones: MilestoneStore,
    private readonly activity: ActivityStore,
    private readonly closing: DispositionRecorder,
    private readonly cycleFacts: CycleFactsReader,
  ) {}

  async revalue(acting: TransactionWork, revaluations: readonly Revaluation[]): Promise<void> {
    if (revaluations.length === 0) return;
    const rows = revaluations.map(({ milestone, value }): MilestoneRow => ({ ...milestone, value }));
    await this.milestones.updateMany(acting.context.tx, rows);
    await this.appendEntries(acting, 'revalued', rows);
    for (const { leadCase, milestone, value, dealId } of revaluations)
      acting.work.record(leadCase, 'lead.milestoneRevalued', {
        milestoneId: milestone.id,
        name: milestone.name,
        value: { amount: value.amount, currency: value.currency },
        ...(dealId !== undefined && { dealId }),
      });
  }

  /** Reverses milestones, none of which was reversed before. @param all the milestones of each lead, by its id */
  async reverse(
    acting: TransactionWork,
    reversals: readonly Reversal[],
    all: ReadonlyMap<string, readonly MilestoneRow[]>,
  ): Promise<ReversalEffects> {
    if (reversals.length === 0) return { closed: new Map(), back: [] };
    const { context, work } = acting;
    const rows = reversals.map(({ milestone }): MilestoneRow => ({ ...milestone, reversedAt: work.now }));
    const notes = reversals.map(({ note }) => note);
    await this.milestones.updateMany(context.tx, rows);
    for (const { leadCase, milestone, dealId } of reversals)
      work.record(leadCase, 'lead.milestoneReversed', {
        milestoneId: milestone.id,
        name: milestone.name,
        ...(dealId !== undefined && { dealId }),
      });
    const [ending, others] = partition(reversals, ({ leadCase: { lead }, milestone }) =>
      endsWin(milestone, all.get(lead.id)!, lead),
    );
    const closings = ending.flatMap(({ leadCase, disposition, dealId }) =>
      disposition === null ? [] : [{ leadCase, disposition, dealId }],
    );
    const dispositions = await this.closing.closeMany(acting, closings);
    // The export has them in this order: what the lead has become, then that it is no longer won.
    await this.appendEntries(acting, 'milestoneReversed', rows, notes);
    const still = others.filter(
      ({ leadCase: { lead }, milestone }) => lead.status === 'open' && milestone.cycle === lead.cycle,
    );
    const cases = [...new Set(still.map(({ leadCase }) => leadCase))];
    const known = cases.flatMap(({ lead }) => all.get(lead.id)!);
    const factsOf = await this.cycleFacts.readMany(context.tx, cases, known);
    const own = await this.ownReports(acting, still);
    for (const { leadCase, milestone } of still) {
      const before = factsOf.get(leadCase)!;
      const standing = { ...before, milestones: before.milestones.filter(({ id }) => id !== milestone.id) };
      takeBack(work, leadCase, { before, standing, why: 'milestoneReversed', isOwn: own.has(milestone.id) });
    }
    return {
      closed: new Map(closings.map(({ leadCase }, index) => [leadCase, dispositions[index]!])),
      back: ending.filter(({ disposition }) => disposition === null).map(({ leadCase }) => leadCase),
    };
  }

  /** Returns the ids of the milestones that the rep who reverses them has reported. */
  private async ownReports(
    { context, work: { actor } }: TransactionWork,
    reversals: readonly Reversal[],
  ): Promise<ReadonlySet<string>> {
    const ids = reversals.map(({ milestone }) => milestone.id);
    if (actor.type !== 'rep' || ids.length === 0) return new Set();
    return this.milestones.readReportedBy(context.tx, ids, actor.id);
  }

  private async appendEntries(
    { context: { tx }, work }: TransactionWork,
    kind: MilestoneEntry['kind'],
    rows: readonly MilestoneRow[],
    notes: readonly string[] = [],
  ): Promise<void> {
    const attempts = await this.activity.countAttemptsOf(tx, [...new Set(rows.map(({ leadId }) => leadId))]);
    const entries = rows.map(({ id: milestoneId, leadId, value }, index): MilestoneEntry => {
      const entry = { id: work.newId(), kind, milestoneId, leadId, value, note: notes[index] ?? null };
      return { ...entry, attempts: attempts.get(leadId) ?? 0, decidedAt: work.now, ...writtenBy(work.actor) };
    });
    await this.milestones.appendEntries(tx, entries);
  }
}
