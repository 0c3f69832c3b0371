import { Injectable } from '@nestjs/common';
import { type DispositionRow, DispositionStore } from '../../disposition/disposition.store.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { type ShadowDecision, ShadowStore } from '../../routing/rules/shadow.store.js';
import { beginLeadsClock } from '../clocks/lead-clocks.js';
import { followCondition } from '../clocks/pausing.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { type OpenDeal, OpenDeals } from '../open-deals.service.js';
import { type DecidedLeads, inPortions, type ToRoute } from '../routing/decided-leads.js';
import { assignToNamed } from '../routing/owning.js';
import type { RosterFacts } from '../routing/roster-facts.js';
import { Router } from '../routing/router.service.js';
import { type ShadowedLead, ShadowRouting } from '../routing/shadow-routing.service.js';
import { promisedFrom } from '../tenures.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { closeByRule, keepOut } from './closing-by-rule.js';
import type { ValidArrival } from './reading-arrivals.js';
import { receivedFacts } from './received-facts.js';
import { warnOfCalling } from './serving-by-address.js';
import { SourceLimits } from './source-limits.service.js';
import { type ClosedLead, Suppressing } from './suppressing.service.js';

/** The suppressions that close leads at once, by lead id. */
export type SuppressionsOfLeads = ReadonlyMap<string, SuppressionRow>;

interface KnownOfArrivals {
  readonly blocked: SuppressionsOfLeads;
  readonly uncalled: SuppressionsOfLeads;
  readonly roster: RosterFacts | null;
}

/** Records new leads, routes them and starts their clocks. */
@Injectable()
export class TakingIn {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly router: Router,
    private readonly limits: SourceLimits,
    private readonly dispositions: DispositionStore,
    private readonly suppressing: Suppressing,
    private readonly shadow: ShadowRouting,
    private readonly shadows: ShadowStore,
    private readonly openDeals: OpenDeals,
  ) {}

  /**
   * Works in portions, each of which Postgres stores while the next is placed.
   * @param known.blocked leads that a suppression closes at once
   * @param known.uncalled leads whose number is suppressed, and whose owners are told so
   * @param known.roster what routing has read already, or null
   */
  async take(
    context: TransactionContext,
    fresh: readonly ValidArrival[],
    { blocked, uncalled, roster }: KnownOfArrivals,
  ): Promise<void> {
    const { tx } = context;
    const toRoute = fresh.flatMap((each): ToRoute[] =>
      'request' in each && each.request.closing === undefined && !blocked.has(each.leadCase.lead.id)
        ? [{ leadCase: each.leadCase, request: each.request, placing: { cause: 'intake' } }]
        : [],
    );
    const { isShadow } = context.directory;
    // While the rules are in shadow, leads without a given owner are not dealt, so that they flood no rep.
    const limited = isShadow ? toRoute : await this.limits.apply(context, toRoute);
    const decided = await this.router.decide(tx, context, limited, { isKnown: true, roster });
    const shadowed = isShadow ? await this.decideInShadow(context, fresh, blocked) : [];
    const dealsOf = await this.dealsOfKeptOut(tx, blocked);
    const works: UnitOfWork[] = [];
    const closedByRules: ClosedLead[] = [];
    for await (const portion of inPortions(fresh)) {
      const cases = portion.map(({ leadCase }) => leadCase);
      const work = this.lifecycle.workOn(cases, context, system('intake'));
      works.push(work);
      const closed = portion.flatMap((each): ClosedLead[] => {
        const row = this.begin(work, each, decided, blocked);
        const { lead } = each.leadCase;
        tellOfForm(work, each.leadCase, dealsOf(lead.id), blocked.get(lead.id));
        warnOfCalling(work, lead.ownerId, each.leadCase, uncalled.get(lead.id));
        return row === null ? [] : [{ leadCase: each.leadCase, row }];
      });
      if (portion.includes(fresh.at(-1)!)) decided.notify(work);
      await this.lifecycle.savePortion(tx, work);
      const rows = closed.map(({ row }) => row);
      tx.send(this.dispositions.insertMany(tx, rows));
      closedByRules.push(...closed.filter(({ row }) => row.suppressionId === null));
    }
    if (shadowed.length > 0) tx.send(this.shadows.insertMany(tx, shadowed));
    if (closedByRules.length > 0) works.push(await this.keepAway(context, closedByRules));
    this.lifecycle.saveShared(tx, works);
  }

  /** Finds the open deals of suppressed persons whose forms are kept out, by the leads whose closing suppressed them. */
  private async dealsOfKeptOut(tx: Tx, blocked: SuppressionsOfLeads): Promise<(id: string) => OpenDeal | undefined> {
    // A domain is that of many persons.
    const leadOf = new Map(Array.from(blocked, ([id, { kind, leadId }]) => [id, kind === 'domain' ? null : leadId]));
    const deals = await this.openDeals.find(
      tx,
      [...leadOf.values()].flatMap((leadId) => leadId ?? []),
    );
    return (id) => deals.get(leadOf.get(id) ?? '');
  }

  /** Decides what the rules would have done, beside the owners that are given. */
  private decideInShadow(
    context: TransactionContext,
    fresh: readonly ValidArrival[],
    blocked: SuppressionsOfLeads,
  ): Promise<ShadowDecision[]> {
    const { tx, directory, now } = context;
    const shadowed = fresh.flatMap((each): ShadowedLead[] => {
      const { leadCase, shadow: request } = each;
      if (request === undefined || blocked.has(leadCase.lead.id)) return [];
      const givenRepId = 'ownerId' in each ? directory.standInFor(each.ownerId, now) : null;
      return [{ leadCase, request, givenRepId }];
    });
    return this.shadow.decide(tx, context, shadowed);
  }

  /** Suppresses the persons of leads that a rule has closed with a reason that blocks. */
  private async keepAway(context: TransactionContext, closed: readonly ClosedLead[]): Promise<UnitOfWork> {
    const work = this.lifecycle.workOn([], context, system('routing'));
    await this.suppressing.block(context.tx, work, closed);
    await this.lifecycle.savePortion(context.tx, work);
    return work;
  }

  /** Begins a new lead. @returns its disposition if a suppression or a rule closes it at once */
  private begin(
    work: UnitOfWork,
    each: ValidArrival,
    decided: DecidedLeads,
    blocked: SuppressionsOfLeads,
  ): DispositionRow | null {
    const { leadCase } = each;
    work.record(leadCase, 'lead.received', receivedFacts(leadCase));
    const suppression = blocked.get(leadCase.lead.id);
    if (suppression !== undefined) return keepOut(work, leadCase, suppression);
    if ('request' in each && each.request.closing !== undefined)
      return closeByRule(work, leadCase, each.request.closing);
    followCondition(work, leadCase, promisedFrom(leadCase));
    if ('request' in each) decided.place(work, leadCase);
    else assignToNamed(work, leadCase, each.ownerId);
    // After routing: only now is the pool known in whose calendar the company's promise counts.
    if (leadCase.lead.status === 'open') beginLeadsClock(work, leadCase, promisedFrom(leadCase));
    return null;
  }
}

/** Tells the owner of an open deal, or their cover, of a form of its person that is kept out. */
function tellOfForm(
  work: UnitOfWork,
  { document }: LeadCase,
  deal: OpenDeal | undefined,
  suppression: SuppressionRow | undefined,
): void {
  if (deal === undefined || suppression === undefined || deal.ownerRepId === null) return;
  const repId = work.directory.standInFor(deal.ownerRepId, work.now);
  const about = { subjectType: 'deal', subjectId: deal.id, latestXid: null } as const;
  work.notify(repId, 'lead.inquired', about, { source: document!.source, reason: suppression.reason });
}
