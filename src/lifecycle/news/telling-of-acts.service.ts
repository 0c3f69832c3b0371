import { Injectable } from '@nestjs/common';
import { LeadListStore } from '../../leads/lead-list.store.js';
import type { NewsOfAct } from '../../notifications/news-of-acts.js';
import { NewsOfActsStore } from '../../notifications/news-of-acts.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { type FirstDue, firstOf, inOrderOfDue, LISTED_MAX, type PresentLeads, type SumOfAct, toldOf } from './told.js';

/** Each of them may have got thousands of leads. */
const REPS_AT_ONCE = 50;

/** Tells people what acts of the office have brought them, once the act is over. */
@Injectable()
export class TellingOfActs {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly news: NewsOfActsStore,
    private readonly leads: LeadListStore,
  ) {}

  /** Tells of all acts that are over. */
  async settle(goOn: () => boolean): Promise<void> {
    const some = () =>
      this.lifecycle.performDue(async (context) =>
        this.tellSome(context, await this.news.takeOver(context.tx, context.now, REPS_AT_ONCE)),
      );
    while (goOn() && (await some()));
  }

  /** Tells of an act that has just ended. If its node stops before, `settle` does. @param act undefined for none */
  async tell(act: string | undefined): Promise<void> {
    if (act === undefined) return;
    await this.lifecycle.perform(async (context) => this.tellSome(context, await this.news.takeOf(context.tx, act)));
  }

  /** Reads the leads as they are now. @param leadIds of any owners */
  private async presentLeads(sql: Sql, leadIds: readonly string[]): Promise<PresentLeads> {
    const leads = new Map((await this.leads.readNamed(sql, leadIds)).map((lead) => [lead.id, lead]));
    const clocks = groupBy(await this.leads.readClocks(sql, leadIds), ({ subjectId }) => subjectId);
    return {
      ownerOf: (leadId) => leads.get(leadId)?.ownerId,
      isOpen: (leadId) => leads.get(leadId)?.status === 'open',
      dueOf: (leadId, repId) => {
        const owed = (clocks.get(leadId) ?? []).filter((clock) => clock.state === 'running' && clock.repId === repId);
        const dues = owed.flatMap(({ dueAt }) => dueAt ?? []);
        return dues.length === 0 ? null : Math.min(...dues);
      },
    };
  }

  /**
   * Returns what notifications say about leads that each rep has got: how many, which, and the first due, which they
   * are about.
   */
  async firstDues(sql: Sql, leadsOf: ReadonlyMap<string, readonly string[]>) {
    const present = await this.presentLeads(sql, [...leadsOf.values()].flat());
    return (repId: string) => {
      const byDue = inOrderOfDue(repId, leadsOf.get(repId) ?? [], present);
      const first = firstOf(byDue);
      const leadIds = pluck(byDue.slice(0, LISTED_MAX), 'leadId');
      return {
        about: first === null ? null : aboutLead(first.leadId),
        data: listed(leadIds, byDue.length, first),
      };
    };
  }

  /** @returns whether there was anything to tell */
  private async tellSome(context: TransactionContext, taken: readonly NewsOfAct[]): Promise<boolean> {
    if (taken.length === 0) return false;
    const present = await this.presentLeads(context.tx, [...new Set(pluck(taken, 'leadId'))]);
    const work = this.lifecycle.workOn([], context, system('news'));
    for (const news of groupBy(taken, ({ act, repId }) => `${repId} ${act}`).values()) {
      const { repId } = news[0]!;
      const { sum, singly } = toldOf(repId, news, present);
      if (sum !== null) tellSum(work, repId, sum);
      for (const { type, leadId, data } of singly) work.notify(repId, type, aboutLead(leadId), data);
    }
    // Sums and what is told singly by now are no news of an act any more.
    await this.lifecycle.saveTold(context.tx, work);
    return true;
  }
}

function tellSum(work: UnitOfWork, repId: string, { type, first, leadIds, ...sum }: SumOfAct): void {
  work.notify(repId, type, first === null ? null : aboutLead(first.leadId), {
    ...sum,
    ...listed(leadIds, sum.got, first),
  });
}

/** Returns data of a notification about several leads of a rep: how many, which, and when the first is due. */
function listed(leadIds: readonly string[], leads: number, first: FirstDue | null) {
  return {
    ...(leads > 0 && { leads, leadIds }),
    ...(first !== null && { firstDueAt: toIso(first.dueAt) }),
  };
}

/** Its row is not opened: nothing about the lead changes. */
function aboutLead(leadId: string) {
  return { subjectType: 'lead', subjectId: leadId, latestXid: null } as const;
}
