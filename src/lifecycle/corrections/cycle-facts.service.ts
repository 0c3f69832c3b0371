import { Injectable } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { type MilestoneRow, MilestoneStore } from '../../leads/milestone.store.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { PolicyArchive, type PolicyOf, type PolicyVersion } from '../../sla/policy.store.js';
import type { LeadCase } from '../lead-case.js';
import type { AdoptedPolicy, CycleFacts, DecisionRequest, SweptMiss } from './cycle-events.js';

/** Reads the facts of the present cycle of leads, from which `owed` works out what is owed. */
@Injectable()
export class CycleFactsReader {
  constructor(
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly ledger: LedgerStore,
    private readonly archive: PolicyArchive,
  ) {}

  async readOf(sql: Sql, leadCase: LeadCase): Promise<CycleFacts> {
    return (await this.readMany(sql, [leadCase])).get(leadCase)!;
  }

  async readMany(
    sql: Sql,
    cases: readonly LeadCase[],
    known?: readonly MilestoneRow[],
  ): Promise<Map<LeadCase, CycleFacts>> {
    if (cases.length === 0) return new Map();
    const leads = cases.map(({ lead }) => lead);
    const ids = leads.map(({ id }) => id);
    const [touches, reached, changes] = await Promise.all([
      this.activity.readOfCycles(sql, leads),
      known ?? this.milestones.readOf(sql, ids),
      this.readHistory(sql, cases),
    ]);
    const versionOf = await this.archive.load(
      sql,
      [...changes.values()].flatMap(({ changes: each }) => each),
    );
    const touchesOf = groupBy(touches, ({ leadId }) => leadId);
    const milestonesOf = groupBy(reached, ({ leadId }) => leadId);
    return new Map(
      cases.map((leadCase) => {
        const { id, cycle } = leadCase.lead;
        const milestones = (milestonesOf.get(id) ?? []).filter(
          (each) => each.cycle === cycle && each.reversedAt === null,
        );
        const { changes: versions, ...history } = changes.get(leadCase)!;
        const policies = policiesOf(leadCase, versions, versionOf);
        return [leadCase, { touches: touchesOf.get(id) ?? [], milestones, policies, ...history }];
      }),
    );
  }

  /**
   * Reads when leads got another version of their policy in their present cycle and which version they had until then,
   * which decisions were requested, and which misses a sweep recorded.
   */
  private async readHistory(sql: Sql, cases: readonly LeadCase[]): Promise<Map<LeadCase, CycleHistory>> {
    const ids = cases.map(({ lead }) => lead.id);
    const rows = await this.ledger.readOfSubjects(sql, ids, TYPES, null);
    const ofLeads = groupBy(rows, ({ subjectId }) => subjectId);
    return new Map(
      cases.map((leadCase) => {
        const { lead, policy } = leadCase;
        const ofCycle = (ofLeads.get(lead.id) ?? []).filter(({ occurredAt }) => occurredAt >= lead.cycleStartedAt);
        const changes = ofCycle.flatMap(({ occurredAt: at, data }): Change[] =>
          typeof data.formerPolicyVersion === 'number'
            ? [{ at, policyId: policy!.id, policyVersion: data.formerPolicyVersion }]
            : [],
        );
        return [leadCase, { changes, requests: requestsOf(ofCycle), swept: sweptOf(ofCycle) }];
      }),
    );
  }
}

/** The types of events of leads that are read. */
const TYPES = ['lead.updated', 'lead.decisionRequested', 'lead.decisionWithdrawn', 'sla.breached'] as const;

/** Returns the requests that were not withdrawn. @param events of a cycle, in their order */
function requestsOf(events: readonly LedgerRow[]): DecisionRequest[] {
  let requests: DecisionRequest[] = [];
  for (const { id, type, occurredAt: at, data } of events) {
    const dealId = String(data.dealId);
    if (type === 'lead.decisionRequested') requests.push({ id, at, dealId });
    if (type === 'lead.decisionWithdrawn') requests = requests.filter((each) => each.dealId !== dealId);
  }
  return requests;
}

/** Returns the misses that the system recorded; a report or an act of a person records them as its own. */
function sweptOf(events: readonly LedgerRow[]): SweptMiss[] {
  const swept = events.filter(({ type, actorType }) => type === 'sla.breached' && actorType === 'system');
  return swept.map(({ occurredAt: at, data }) => ({ clockId: String(data.clockId), at }));
}

interface CycleHistory extends Pick<CycleFacts, 'requests' | 'swept'> {
  readonly changes: readonly Change[];
}

/** The version that a lead had until an instant. */
interface Change extends PolicyVersion {
  readonly at: Instant;
}

/**
 * Returns the versions with the instants of their adoption. Without changes the lead has always had the present one.
 */
function policiesOf({ lead, policy }: LeadCase, changes: readonly Change[], versionOf: PolicyOf): AdoptedPolicy[] {
  if (policy === null) return [];
  const all = [...changes.map((former) => versionOf(former)), policy];
  return all.flatMap((each: SlaPolicy | null, place) =>
    each === null ? [] : [{ policy: each, from: changes[place - 1]?.at ?? lead.cycleStartedAt }],
  );
}
