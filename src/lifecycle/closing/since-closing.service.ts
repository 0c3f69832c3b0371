import { Injectable } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { type MilestoneRow, MilestoneStore } from '../../leads/milestone.store.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { CycleFactsReader } from '../corrections/cycle-facts.service.js';
import type { LeadCase } from '../lead-case.js';
import { closedAtOf, type SinceClosing } from './since-closing.js';

/** The types of events of leads that are read. */
const TYPES = ['sla.paused', 'lead.milestone', 'lead.decisionRequested', 'lead.decisionWithdrawn'] as const;

/** Reads what was lost with closings that are undone, of leads that have no owner again yet. */
@Injectable()
export class SinceClosingReader {
  constructor(
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly ledger: LedgerStore,
    private readonly cycleFacts: CycleFactsReader,
  ) {}

  async readMany(sql: Sql, cases: readonly LeadCase[]): Promise<ReadonlyMap<LeadCase, SinceClosing>> {
    if (cases.length === 0) return new Map();
    const ids = pluck(cases, 'subjectId');
    const asked = cases.map((leadCase) => ({ ...leadCase.lead, since: closedAtOf(leadCase) }));
    const [touches, milestones, events] = await Promise.all([
      this.activity.readSince(sql, asked),
      this.milestones.readOf(sql, ids),
      this.ledger.readOfSubjects(sql, ids, TYPES, null),
    ]);
    const touchesOf = groupBy(touches, ({ leadId }) => leadId);
    const milestonesOf = groupBy(milestones, ({ leadId }) => leadId);
    const eventsOf = groupBy(events, ({ subjectId }) => subjectId);
    const told = cases.map((leadCase) => {
      const { id } = leadCase.lead;
      return { leadCase, ...toldOf(leadCase, touchesOf.get(id) ?? [], milestonesOf.get(id) ?? []) };
    });
    const correcting = told.filter(({ voided, reversed }) => voided.length + reversed.length > 0);
    const factsOf = await this.cycleFacts.readMany(sql, pluck(correcting, 'leadCase'), milestones);
    return new Map(
      told.map(({ leadCase, reported, voided, reversed }) => {
        const known = factsOf.get(leadCase);
        const ofLead = (eventsOf.get(leadCase.lead.id) ?? []).filter(
          ({ occurredAt }) => occurredAt >= leadCase.lead.cycleStartedAt,
        );
        const standing = known && { ...known, touches: known.touches.filter((touch) => !isIn(reported, touch)) };
        const takenBack = standing && {
          standing,
          before: {
            ...standing,
            touches: [...standing.touches, ...voided],
            milestones: [...standing.milestones, ...reversed],
          },
        };
        const isReached = (milestoneId: unknown) =>
          milestonesOf.get(leadCase.lead.id)?.some((each) => each.id === milestoneId && each.reversedAt === null);
        const since = { pauseEnds: pauseEndsOf(ofLead), decisionPending: isDecisionPending(ofLead, isReached) };
        return [leadCase, { ...since, reported, takenBack: takenBack ?? null }];
      }),
    );
  }
}

function toldOf(leadCase: LeadCase, touches: readonly TouchRow[], milestones: readonly MilestoneRow[]) {
  const closedAt = closedAtOf(leadCase);
  const isBefore = ({ recordedAt }: { readonly recordedAt: Instant }) => recordedAt <= closedAt;
  return {
    reported: touches.filter((touch) => touch.voided === null && !isBefore(touch)),
    voided: touches.filter((touch) => touch.voided !== null && isBefore(touch)),
    reversed: milestones.filter(
      (each) =>
        each.cycle === leadCase.lead.cycle && isBefore(each) && each.reversedAt !== null && each.reversedAt > closedAt,
    ),
  };
}

function isIn(touches: readonly TouchRow[], { id }: { readonly id: string }): boolean {
  return touches.some((touch) => touch.id === id);
}

/** @param events of the cycle, in their order */
function pauseEndsOf(events: readonly LedgerRow[]): Map<unknown, Instant> {
  const ends = new Map<unknown, Instant>();
  for (const { type, data } of events)
    if (type === 'sla.paused' && typeof data.resumesAt === 'string') ends.set(data.pauseId, Date.parse(data.resumesAt));
  return ends;
}

/** Reports whether the last request of a decision is neither withdrawn nor answered by a milestone that stands. */
function isDecisionPending(events: readonly LedgerRow[], isReached: (milestoneId: unknown) => boolean | undefined) {
  let asking = new Set<unknown>();
  for (const { type, data } of events) {
    if (type === 'lead.decisionRequested') asking.add(data.dealId);
    if (type === 'lead.decisionWithdrawn') asking.delete(data.dealId);
    if (type === 'lead.milestone' && isReached(data.milestoneId)) asking = new Set();
  }
  return asking.size > 0;
}
