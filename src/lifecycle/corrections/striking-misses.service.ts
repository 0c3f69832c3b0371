import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../../clocks/clock.js';
import { MissedClockStore } from '../../clocks/missed-clocks.store.js';
import type { Sql } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { CycleFactsReader } from './cycle-facts.service.js';
import { type Miss, missesOf, strike } from './striking.js';
import type { PromiseOfLead } from './undoing.js';
import type { Undo } from './undoing.service.js';

/** Strikes the misses of an undo: those by the policies that were saved in its span. */
@Injectable()
export class StrikingMisses {
  constructor(
    private readonly missed: MissedClockStore,
    private readonly cases: LeadCases,
    private readonly cycleFacts: CycleFactsReader,
  ) {}

  /** @param isLeaving whether a lead goes back to its former owner @returns what was struck, as it was before */
  async strike(
    sql: Sql,
    work: UnitOfWork,
    cases: readonly LeadCase[],
    { span, saved }: Undo,
    isLeaving: (leadCase: LeadCase) => boolean,
  ): Promise<PromiseOfLead[]> {
    const misses = await this.readMisses(sql, work, cases, { span, saved });
    const open = [...misses.keys()].filter(({ lead }) => lead.status === 'open');
    const factsOf = await this.cycleFacts.readMany(sql, open);
    return [...misses].flatMap(([leadCase, of]) => {
      const how = { facts: factsOf.get(leadCase) ?? null, isLeaving: isLeaving(leadCase) };
      return strike(work, leadCase, of, how).map((clock) => ({ leadId: leadCase.lead.id, clock }));
    });
  }

  /** Reads the misses to strike, and opens them in their leads, including clocks of earlier cycles. */
  private async readMisses(
    sql: Sql,
    work: UnitOfWork,
    cases: readonly LeadCase[],
    { span, saved }: Undo,
  ): Promise<Map<LeadCase, Miss[]>> {
    if (saved.size === 0) return new Map();
    const ids = cases.map(({ lead }) => lead.id);
    const missed = groupBy(await this.missed.readMissedOf(sql, ids, span), ({ subjectId }) => subjectId);
    const concerned = cases.filter(({ lead }) => missed.has(lead.id));
    // How the person may be contacted is read from the document.
    await this.cases.readDocuments(sql, concerned);
    const all = concerned.map((leadCase) => {
      const clocks = missed.get(leadCase.lead.id)!.map((clock) => openIn(leadCase, clock));
      return [leadCase, missesOf(work, leadCase, clocks, saved)] as const;
    });
    return new Map(all.filter(([, misses]) => misses.some(({ wasDue }) => !wasDue)));
  }
}

/**
 * Returns the clock as its opened lead has it, because it may have been planned anew; adds it to the lead if it is
 * missing.
 */
function openIn(leadCase: LeadCase, clock: LeadClock): LeadClock {
  const open = leadCase.clocks.find(({ id }) => id === clock.id);
  if (open !== undefined) return open;
  leadCase.clocks.push(clock);
  return clock;
}
