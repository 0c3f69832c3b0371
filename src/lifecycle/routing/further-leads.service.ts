import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import type { RelatedLead } from '../../leads/same-person.js';
import { SamePersonStore } from '../../leads/same-person.store.js';
import { WaitingStore } from '../../leads/waiting.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { asFurther, duplicatesOf, isNewAndFurther, keeperOf, type Routed } from './further-leads.js';

/** Sends further leads of a person to whoever has that person already. */
@Injectable()
export class FurtherLeads {
  constructor(
    private readonly persons: SamePersonStore,
    private readonly waiting: WaitingStore,
    private readonly accounts: LeadAccounts,
  ) {}

  /** Returns the leads with their requests made again: by the leads that they name, as those are now. */
  async asTheyAreNow<Each extends Routed>(sql: Sql, directory: Directory, leads: readonly Each[]): Promise<Each[]> {
    const further = leads.filter(isNewAndFurther);
    if (further.length === 0) return [...leads];
    const named = await this.persons.readNow(
      sql,
      further.map(({ leadCase }) => leadCase.lead.duplicateOf!),
    );
    const others = new Map(further.map(({ leadCase }) => [leadCase, named.get(leadCase.lead.duplicateOf!)]));
    return this.toOwners(sql, directory, leads, (leadCase) => others.get(leadCase) ?? null);
  }

  /** Returns the reps for whom further leads wait now, each with their pool. */
  async awaitedNow(sql: Sql, directory: Directory): Promise<{ poolId: string | null; repId: string }[]> {
    const further = await this.waiting.readFurther(sql);
    if (further.length === 0) return [];
    const others = await this.persons.readNow(sql, pluck(further, 'otherId'));
    return further.flatMap(({ poolId, source, otherId }) => {
      const other = others.get(otherId);
      const repId = other === undefined ? null : keeperOf(other, duplicatesOf(directory, { source, test: false }));
      return repId === null ? [] : [{ poolId, repId }];
    });
  }

  /**
   * Returns the leads with their requests made again, in one round trip if any of them are of customers.
   * @param otherOf the lead of the person that a further one names; null for none
   */
  async toOwners<Each extends Routed>(
    sql: Sql,
    directory: Directory,
    leads: readonly Each[],
    otherOf: (leadCase: LeadCase) => RelatedLead | null,
  ): Promise<Each[]> {
    if (directory.isShadow) return [...leads];
    const customers = leads.flatMap(({ leadCase }) => (otherOf(leadCase)?.status === 'won' ? leadCase : []));
    await this.accounts.know(sql, customers, { accounts: true, companies: false });
    return leads.map((each) => {
      const other = otherOf(each.leadCase);
      if (other === null) return each;
      const duplicates = duplicatesOf(directory, each.leadCase.document!);
      return { ...each, request: asFurther(each.leadCase, each.request, { other, duplicates }) };
    });
  }
}
