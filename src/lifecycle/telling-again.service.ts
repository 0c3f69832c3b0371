import { Injectable } from '@nestjs/common';
import { LedgerStore } from '../events/ledger.store.js';
import { ActivityStore } from '../leads/activity.store.js';
import { type MilestoneRow, MilestoneStore } from '../leads/milestone.store.js';
import type { Sql } from '../platform/database.js';
import type { SlaPolicy } from '../sla/policy.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import type { LeadCase } from './lead-case.js';
import type { Adopted, Told } from './owed.js';

/** Reads what was told of the present cycle of a lead, for whoever asks what is owed by it. */
@Injectable()
export class TellingAgain {
  constructor(
    private readonly activity: ActivityStore,
    private readonly milestones: MilestoneStore,
    private readonly ledger: LedgerStore,
    private readonly archive: PolicyArchive,
  ) {}

  /** @param milestones of the lead, where they have been read */
  async readOf(sql: Sql, leadCase: LeadCase, milestones?: readonly MilestoneRow[]): Promise<Told> {
    const { id, cycle } = leadCase.lead;
    const [touches, reached, policies] = await Promise.all([
      this.activity.readOfCycles(sql, [leadCase.lead]),
      milestones ?? this.milestones.readOf(sql, [id]),
      this.readPolicies(sql, leadCase),
    ]);
    return {
      touches,
      milestones: reached.filter((each) => each.cycle === cycle && each.reversedAt === null),
      policies,
    };
  }

  /** Each with when the lead got it; where that was not told, it has had the present one all along. */
  private async readPolicies(sql: Sql, { lead, policy }: LeadCase): Promise<Adopted[]> {
    if (policy === null) return [];
    const changes = (await this.ledger.readOfSubjects(sql, [lead.id], ['lead.updated'], null)).filter(
      ({ occurredAt, data }) => occurredAt >= lead.cycleStartedAt && typeof data.formerPolicyVersion === 'number',
    );
    const formerVersions = changes.map(({ data }) => ({
      policyId: policy.id,
      policyVersion: Number(data.formerPolicyVersion),
    }));
    const versionOf = await this.archive.load(sql, formerVersions);
    const former = formerVersions.map((version) => versionOf(version));
    const all = [...former, policy];
    return all.flatMap((each: SlaPolicy | null, place) =>
      each === null ? [] : [{ policy: each, from: changes[place - 1]?.occurredAt ?? lead.cycleStartedAt }],
    );
  }
}
