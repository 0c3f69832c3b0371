import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { InquiryStore, type KnownForm } from '../../leads/inquiry.store.js';
import { LeadStore } from '../../leads/lead.store.js';
import { type FoundPersons, SamePersonStore } from '../../leads/same-person.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Turns } from '../../platform/running/turns.js';
import type { Sql } from '../../platform/sql/database.js';
import { pinPolicy } from '../clocks/lead-clocks.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import { requestByRules, requestInShadow } from '../routing/routing-requests.js';
import { type Arrival, personOf, type ReadArrival, type ValidArrival } from './reading-arrivals.js';
import { Suppressing } from './suppressing.service.js';
import type { SuppressionsOfLeads } from './taking-in.service.js';

/** Existing leads and inquiries that the arriving leads may repeat or join. */
export interface FoundLeads {
  /** By `externalKey`. */
  readonly existing: ReadonlyMap<string, KnownForm>;
  /** Those of the given ids that exist. */
  readonly madeBefore: ReadonlySet<string>;
  readonly blocked: SuppressionsOfLeads;
  /** By the ids of the arriving leads. */
  readonly same: FoundPersons;
  /** The leads of inquiries that have one of the given ids. */
  readonly inquiriesMade: ReadonlyMap<string, string>;
}

/** Looks up what is known of leads that arrive, whether before or under the locks. */
@Injectable()
export class LookingUp {
  constructor(
    private readonly leads: LeadStore,
    private readonly inquiries: InquiryStore,
    private readonly persons: SamePersonStore,
    private readonly suppressing: Suppressing,
    private readonly accounts: LeadAccounts,
    private readonly time: TimeSource,
  ) {}

  /** Looks up, also under which accounts the arriving leads are routed: their requests are made again by these. */
  async find(
    sql: Sql,
    directory: Directory,
    arrivals: readonly Arrival[],
    read: readonly ReadArrival[],
  ): Promise<FoundLeads> {
    const ids = arrivals.flatMap(({ id }) => id ?? []);
    const inEarnest = read.flatMap((each) => ('faults' in each || each.leadCase.lead.test ? [] : [each.leadCase]));
    // A lead is known by its external id in any spelling of its source.
    const keys = read.flatMap(({ externalKeys }) => externalKeys);
    const [existing, madeBefore, blocked, same, inquiriesMade] = await Promise.all([
      this.inquiries.findExisting(sql, keys),
      this.leads.findMade(sql, ids),
      this.suppressing.blocking(sql, inEarnest, this.time.now()),
      this.persons.find(sql, read.flatMap(personOf), this.time.now()),
      mayJoin(directory) ? this.inquiries.findMade(sql, ids) : NO_INQUIRIES,
      this.knowAccounts(sql, directory, read),
    ]);
    return { existing, madeBefore, blocked, same, inquiriesMade };
  }

  /** Applies policies and rules again to leads about whose account or company something is known. */
  private async knowAccounts(sql: Sql, directory: Directory, read: readonly ReadArrival[]): Promise<void> {
    const leads = read.filter((each): each is ValidArrival => !('faults' in each));
    const byCase = new Map(leads.map((each) => [each.leadCase, each]));
    const questions = await this.accounts.routingQuestions(sql, directory);
    const accounts = questions.accounts || directory.policiesAskAccounts;
    if (!accounts) return;
    const turns = new Turns();
    for (const leadCase of await this.accounts.know(sql, [...byCase.keys()], { ...questions, accounts })) {
      const { account, companyOwnerId } = leadCase.document!;
      if (account == null && companyOwnerId === undefined) continue;
      pinPolicy(directory, leadCase);
      const each = byCase.get(leadCase)!;
      if ('request' in each) each.request = requestByRules(directory, leadCase, 'intake');
      if (each.shadow !== undefined) each.shadow = requestInShadow(directory, leadCase);
      await turns.next();
    }
  }
}

/** Whether forms may have become inquiries: where none ever joins, nothing is looked up. */
function mayJoin({ content: { settings, sources } }: Directory): boolean {
  return settings.duplicates !== 'separate' || sources.all.length > 0;
}

const NO_INQUIRIES: ReadonlyMap<string, string> = new Map();
