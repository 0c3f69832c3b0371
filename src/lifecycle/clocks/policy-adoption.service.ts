import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { adoptPolicy, givePolicy } from './adopting-policy.js';
import { firstMatching } from './lead-clocks.js';

/** Moves open leads to another version of their policy, and gives it to those that have none. */
@Injectable()
export class PolicyAdoption {
  constructor(
    private readonly cases: LeadCases,
    private readonly accounts: LeadAccounts,
  ) {}

  /**
   * Moves the leads that still have an older version, and gives the policy to those without one for which it is the
   * first that matches. The others were closed or have adopted it meanwhile.
   */
  async adopt(sql: Sql, work: UnitOfWork, leadCases: readonly LeadCase[], policy: SlaPolicy): Promise<void> {
    const open = leadCases.filter(({ lead }) => lead.status === 'open');
    const older = open.filter(({ lead }) => lead.policyId === policy.id && lead.policyVersion! < policy.version);
    await this.move(sql, work, older, policy);
    await this.give(
      sql,
      work,
      open.filter(({ lead }) => lead.policyId === null),
      policy,
    );
  }

  private async move(sql: Sql, work: UnitOfWork, open: readonly LeadCase[], policy: SlaPolicy): Promise<void> {
    // The pause condition and the ways to contact the person are read from the document.
    if (policy.pauseWhile !== null || policy.followUp !== null || policy.leadHours)
      await this.cases.readDocuments(sql, open);
    // A version that is only tried is not among the policies for which accounts are read.
    if (policy.pauseWhile?.asksAccount === true)
      await this.accounts.know(sql, open, { accounts: true, companies: false });
    for (const leadCase of open) adoptPolicy(work, leadCase, policy);
  }

  /** As a lead that comes in, each gets the first policy that matches, in its present version. */
  private async give(sql: Sql, work: UnitOfWork, without: readonly LeadCase[], { id }: SlaPolicy): Promise<void> {
    if (without.length === 0) return;
    const { content, policiesAskAccounts } = work.directory;
    await this.cases.readDocuments(sql, without);
    if (policiesAskAccounts) await this.accounts.know(sql, without, { accounts: true, companies: false });
    for (const leadCase of without) {
      const policy = firstMatching(content, leadCase.document!);
      if (policy?.id === id) givePolicy(work, leadCase, policy);
    }
  }
}
