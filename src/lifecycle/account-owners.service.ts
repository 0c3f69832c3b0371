import { Injectable } from '@nestjs/common';
import type { LeadDocument } from '../leads/lead.js';
import type { Sql } from '../platform/database.js';
import type { RoutingRequest } from '../routing/decision.js';
import type { AccountRole } from '../routing/rules.js';

/** A lead that goes to whoever has to do with its account. */
export interface OfAccount {
  readonly leadId: string;
  readonly document: Pick<LeadDocument, 'company' | 'emailKey'>;
  readonly role: AccountRole;
}

/** The account of a lead, and the rep with the role that its rule asks for; null if nobody has it. */
export interface FoundAccount {
  readonly accountId: string;
  readonly repId: string | null;
}

/** @returns by lead; those without an account are left out */
export type FindAccounts = (sql: Sql, leads: readonly OfAccount[]) => Promise<ReadonlyMap<string, FoundAccount>>;

/** Finds the accounts of leads whose rules ask for their owners. Without the satellite of accounts there are none. */
@Injectable()
export class AccountOwners {
  private find: FindAccounts | null = null;

  provide(find: FindAccounts): void {
    this.find = find;
  }

  /**
   * Requests with the accounts that their rules ask for, found for all at once.
   * @param documents of leads whose rules were asked, in the order of the requests
   */
  async addTo(
    sql: Sql,
    requests: readonly RoutingRequest[],
    documents: readonly (OfAccount['document'] | null)[],
  ): Promise<readonly RoutingRequest[]> {
    if (this.find === null) return requests;
    const asked = requests.flatMap(({ leadId, accountRole, isTest }, index): OfAccount[] => {
      const document = documents[index] ?? null;
      return accountRole == null || document === null || isTest ? [] : [{ leadId, document, role: accountRole }];
    });
    if (asked.length === 0) return requests;
    const found = await this.find(sql, asked);
    return requests.map((request) => {
      const account = found.get(request.leadId);
      return account === undefined ? request : { ...request, account };
    });
  }
}
