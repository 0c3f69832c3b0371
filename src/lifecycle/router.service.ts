import { Injectable } from '@nestjs/common';
import { WaitingStore } from '../leads/waiting.store.js';
import type { Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import type { Instant } from '../platform/instant.js';
import { Turns } from '../platform/turns.js';
import type { RoutingDecision, RoutingRequest } from '../routing/decision.js';
import { renderTrace } from '../routing/trace.js';
import { everybodyHadIt, mostlyKeptBy } from '../routing/why-nobody.js';
import { isNews, placingOfDealt } from './dealing.js';
import type { LeadCase } from './lead-case.js';
import { carryOut, type Placing } from './placing.js';
import { type Routed, RoutingService } from './routing.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** So many leads are placed before what was decided of them is sent: while Postgres stores them, the next are placed. */
const PORTION = 250;

/** A lead that is to be routed, and on whose account. */
export interface ToRoute {
  readonly leadCase: LeadCase;
  readonly request: RoutingRequest;
  readonly placing: Placing;
}

/** Routes the leads of a work, all in one decision, and places them where it says. */
@Injectable()
export class Router {
  constructor(
    private readonly routing: RoutingService,
    private readonly waiting: WaitingStore,
  ) {}

  /**
   * Takes the routing lock: from then on, nothing else may be locked.
   * @returns when it was granted. Somebody may have gone away, or come to work, while it was waited for: what is
   * decided under the lock happens then
   */
  lock(tx: Tx): Promise<Instant> {
    return this.routing.enterRouting(tx);
  }

  /**
   * The lock is held.
   * @param send what is decided by now: all that waits for the lock waits for it to be stored
   * @returns the leads of moves that nobody else could take
   */
  async route(tx: Tx, work: UnitOfWork, leads: readonly ToRoute[], send: () => void = nothing): Promise<LeadCase[]> {
    if (leads.length === 0) return [];
    const routed = await this.decide(tx, work, leads, (decision) => decision.kind !== 'retained');
    const isNewWave =
      routed.decisions.some(({ kind }, index) => kind === 'queued' && isInEarnest(leads[index]!)) &&
      !(await this.waiting.hasQueued(tx));
    const stayed: LeadCase[] = [];
    const turns = new Turns();
    for (const [index, decision] of routed.decisions.entries()) {
      const { leadCase, placing, request } = leads[index]!;
      if (decision.kind === 'stays') stayed.push(leadCase);
      carryOut(work, leadCase, decision, routed.snapshotId, { ...placing, preferredRepId: request.preferredRepId });
      if ((index + 1) % PORTION === 0) send();
      await turns.next();
    }
    const forNobody = tellOfThoseForNobody(work, leads, routed);
    // The queue owner hears of a wave once: when leads come to wait where none waited.
    if (isNewWave) this.tellOfWave(work, leads, routed, forNobody);
    return stayed;
  }

  /**
   * The same for leads that wait already: who cannot be served goes on waiting, and nothing is recorded of it unless
   * other rules make it wait for somebody else now.
   */
  async deal(tx: Tx, work: UnitOfWork, leads: readonly ToRoute[]): Promise<void> {
    if (leads.length === 0) return;
    const cases = new Map(leads.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    const routed = await this.decide(tx, work, leads, (decision) => isNews(decision, cases.get(decision.leadId)!));
    for (const [index, decision] of routed.decisions.entries()) {
      const { leadCase, placing, request } = leads[index]!;
      if (!isNews(decision, leadCase)) continue;
      carryOut(work, leadCase, decision, routed.snapshotId, {
        ...placingOfDealt(decision, leadCase, placing),
        preferredRepId: request.preferredRepId,
      });
    }
  }

  private decide(
    tx: Tx,
    work: UnitOfWork,
    leads: readonly ToRoute[],
    isRecorded: (decision: RoutingDecision) => boolean,
  ) {
    return this.routing.decideAll(
      tx,
      leads.map((each) => each.request),
      work.directory,
      work.now,
      isRecorded,
    );
  }

  /** With what most of them wait for, and what keeps most people from the first of those. */
  private tellOfWave(
    work: UnitOfWork,
    leads: readonly ToRoute[],
    { decisions, snapshot }: Routed,
    told: ReadonlySet<LeadCase>,
  ): void {
    const queued = [...decisions.entries()].flatMap(([index, decision]) =>
      decision.kind === 'queued' && isInEarnest(leads[index]!) && !told.has(leads[index]!.leadCase)
        ? [{ leadCase: leads[index]!.leadCase, decision }]
        : [],
    );
    if (queued.length === 0) return;
    const byReason = [...groupBy(queued, ({ decision }) => decision.why).values()];
    const [main] = byReason.sort((one, other) => other.length - one.length)[0]!;
    const { why, trace } = main!.decision;
    const keptBy = why === 'nobodyEligible' ? mostlyKeptBy(renderTrace(snapshot, trace).candidates) : undefined;
    const facts = { leads: queued.length, why, ...(keptBy !== undefined && { keptBy }) };
    work.tell(work.directory.queueOwnerId, 'lead.queued', queued[0]!.leadCase, facts);
  }
}

/** A lead that came back from recycling, and everybody has had it: no time brings somebody, so a person is told, once. */
function tellOfThoseForNobody(
  work: UnitOfWork,
  leads: readonly ToRoute[],
  { decisions, snapshot }: Pick<Routed, 'decisions' | 'snapshot'>,
): ReadonlySet<LeadCase> {
  const told = new Set<LeadCase>();
  for (const [index, decision] of decisions.entries()) {
    const { leadCase, request } = leads[index]!;
    const mayBe = decision.kind === 'queued' && decision.why !== 'noPool' && (request.excluded?.length ?? 0) > 0;
    if (!mayBe || request.isTest || !everybodyHadIt(renderTrace(snapshot, decision.trace).candidates)) continue;
    work.tell(work.directory.queueOwnerId, 'lead.queued', leadCase, { leads: 1, why: 'everybodyHadIt' });
    told.add(leadCase);
  }
  return told;
}

/** Of tests that wait the queue itself tells. */
function isInEarnest({ leadCase }: ToRoute): boolean {
  return !leadCase.lead.test;
}

function nothing(): void {}
