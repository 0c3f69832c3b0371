import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { adoptPolicy } from './adopting-policy.js';

/** Moves open leads to another version of their policy. */
@Injectable()
export class PolicyAdoption {
  constructor(
    private readonly cases: LeadCases,
    private readonly accounts: LeadAccounts,
  ) {}

  /** Moves the leads that still have an older version; the others were closed or have adopted it meanwhile. */
  async adopt(sql: Sql, work: UnitOfWork, leadCases: readonly LeadCase[], policy: SlaPolicy): Promise<void> {
    const open = leadCases.filter(
      ({ lead }) => lead.status === 'open' && lead.policyId === policy.id && lead.policyVersion! < policy.version,
    );
    // The pause condition and the ways to contact the person are read from the document.
    if (policy.pauseWhile !== null || policy.followUp !== null || policy.leadHours)
      await this.cases.readDocuments(sql, open);
    // A version that is only tried is not among the policies for which accounts are read.
    if (policy.pauseWhile?.asksAccount === true)
      await this.accounts.know(sql, open, { accounts: true, companies: false });
    for (const leadCase of open) adoptPolicy(work, leadCase, policy);
  }
}
