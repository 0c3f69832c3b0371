import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import type { LeadDocument } from '../leads/lead.js';
import type { LeadAccount } from '../leads/lead-account.js';
import { LeadCompanyStore } from '../leads/lead-company.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { type AccountOwnerRole, rolesAsked } from '../routing/rules/rules.js';

/** The fields by which the account of a lead is found. */
export type OfCompany = Pick<LeadDocument, 'companyKey' | 'company' | 'emailKey' | 'phoneKey' | 'refs'>;

/** The store of accounts, which a satellite provides. */
export interface AccountSource {
  /**
   * @returns the accounts of leads, in their order, null for none; in the same number of statements for any number of
   * leads
   */
  find(sql: Sql, leads: readonly OfCompany[], now: Instant): Promise<readonly (LeadAccount | null)[]>;
  /** Reports whether any account is protected, so that its leads are for its owner alone. */
  hasProtected(sql: Sql, now: Instant): Promise<boolean>;
  /** Returns those of the reps who have one of the roles at an account. */
  findHolders(sql: Sql, repIds: readonly string[], roles: ReadonlySet<AccountOwnerRole>): Promise<ReadonlySet<string>>;
}

/** A lead whose document is completed with its account and company. */
interface Read {
  readonly lead: { readonly id: string };
  document: LeadDocument | null;
}

/** The data about leads that is needed. */
interface LeadQuestions {
  readonly accounts: boolean;
  readonly companies: boolean;
}

/**
 * Reads the accounts and companies of leads, for all of a batch at once, and only if rules or policies need them.
 * Without the satellite of accounts no lead has one.
 */
@Injectable()
export class LeadAccounts {
  private source: AccountSource | null = null;

  constructor(
    private readonly companies: LeadCompanyStore,
    private readonly time: TimeSource,
  ) {}

  provide(source: AccountSource): void {
    this.source = source;
  }

  /** Returns what has to be known before leads are routed: what rules need, and the accounts if any is protected. */
  async routingQuestions(sql: Sql, { rulesAsk }: Pick<Directory, 'rulesAsk'>): Promise<LeadQuestions> {
    const accounts = rulesAsk.accounts || (await this.hasProtected(sql));
    return { accounts, companies: rulesAsk.companies };
  }

  hasProtected(sql: Sql): Promise<boolean> {
    return this.source === null ? Promise.resolve(false) : this.source.hasProtected(sql, this.time.now());
  }

  /** Returns those of the reps to whom leads of accounts go because of their role there. */
  async findHolders(
    sql: Sql,
    repIds: readonly string[],
    { content }: Pick<Directory, 'content'>,
  ): Promise<ReadonlySet<string>> {
    const roles = rolesAsked(content.rulebook.rules);
    return this.source === null || roles.size === 0 ? new Set() : this.source.findHolders(sql, repIds, roles);
  }

  /** Reads what has to be known before leads are routed. @returns the leads for which something new was read */
  async knowToRoute<Each extends Read>(
    sql: Sql,
    directory: Pick<Directory, 'rulesAsk'>,
    leads: readonly Each[],
  ): Promise<Each[]> {
    if (leads.length === 0) return [];
    const questions = await this.routingQuestions(sql, directory);
    return this.know(sql, leads, questions);
  }

  /**
   * Reads accounts and companies of leads whose documents are read. @returns the leads for which something new was read
   */
  async know<Each extends Read>(sql: Sql, leads: readonly Each[], questions: LeadQuestions): Promise<Each[]> {
    const ofAccounts = questions.accounts ? leads.filter(({ document }) => document?.account === undefined) : [];
    if (ofAccounts.length > 0) await this.readAccounts(sql, ofAccounts.filter(isRead));
    const ofCompanies = questions.companies
      ? leads.filter(({ document }) => document?.companyOwnerId === undefined)
      : [];
    if (ofCompanies.length > 0) await this.readCompanies(sql, ofCompanies.filter(isRead));
    return [...new Set([...ofAccounts, ...ofCompanies])].filter(isRead);
  }

  private async readAccounts(sql: Sql, leads: readonly Read[]): Promise<void> {
    const documents = leads.map(({ document }) => document!);
    const found = await this.source?.find(sql, documents, this.time.now());
    for (const [index, lead] of leads.entries())
      lead.document = { ...documents[index]!, account: found?.[index] ?? null };
  }

  /** Finds the owner of a lead's company by its own domain, else by those of its account. */
  private async readCompanies(sql: Sql, leads: readonly Read[]): Promise<void> {
    const wanted = leads.flatMap(({ lead: { id }, document }) => {
      const keys = [document!.companyKey, ...(document!.account?.companyKeys ?? [])].filter((key) => key !== null);
      return [...new Set(keys)].map((key) => ({ leadId: id, key, isOwn: key === document!.companyKey }));
    });
    const owners = await this.companies.readOwners(sql, wanted);
    for (const each of leads) each.document = { ...each.document!, companyOwnerId: owners.get(each.lead.id) ?? null };
  }
}

function isRead({ document }: Read): boolean {
  return document !== null;
}
