import { soon } from '../../platform/running/turns.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { offerEndsAt } from '../../routing/assignments/claiming.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { TraceSnapshot } from '../../routing/deciding/trace.js';
import { renderTrace } from '../../routing/deciding/trace-reading.js';
import { everybodyHadIt, mostlyKeptBy } from '../../routing/queues/next-chance.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';
import type { PlacingOptions } from './placement.js';
import { carryOut } from './placing.js';
import type { RoutedBatch } from './routing-decisions.service.js';

/**
 * The number of leads that are placed before they are sent to Postgres. While Postgres stores them, the next are
 * placed.
 */
const PORTION = 250;

/** Yields leads in portions that are placed and stored together. Between two portions the statements are sent. */
export async function* inPortions<Each>(leads: readonly Each[]): AsyncGenerator<readonly Each[]> {
  for (let from = 0; from < leads.length; from += PORTION) {
    if (from > 0) await soon();
    yield leads.slice(from, from + PORTION);
  }
}

/** A lead to be routed, with the data that is recorded of its placing. */
export interface ToRoute {
  readonly leadCase: LeadCase;
  readonly request: RoutingRequest;
  readonly placing: PlacingOptions;
}

/** A batch of leads for which routing has decided. */
export class DecidedLeads {
  private readonly places: ReadonlyMap<LeadCase, number>;

  /**
   * @param routed null if there are no leads @param newWaves the queues that were empty and in which leads now begin to
   * wait
   */
  constructor(
    private readonly leads: readonly ToRoute[],
    private readonly routed: RoutedBatch | null,
    private readonly newWaves: ReadonlySet<QueueId>,
  ) {
    this.places = new Map(leads.map(({ leadCase }, index) => [leadCase, index]));
  }

  /** Carries out the decision on a lead. */
  place(work: UnitOfWork, leadCase: LeadCase): void {
    const index = this.places.get(leadCase)!;
    const { decisions, snapshotId } = this.routed!;
    const { placing, request } = this.leads[index]!;
    const decision = decisions[index]!;
    carryOut(work, leadCase, decision, snapshotId, {
      ...placing,
      facts: { ...placing.facts, ...passingOver(work, request, decision) },
      preferredRepIds: preferredOf(request),
    });
  }

  /** Returns the leads whose owner keeps them because nobody else can take them. */
  get stayed(): LeadCase[] {
    return this.leads.flatMap(({ leadCase }, index) =>
      this.routed!.decisions[index]!.kind === 'stays' ? [leadCase] : [],
    );
  }

  /**
   * Notifies the reps to whom leads are offered. Notifies owners of queues of leads that everybody has had, and once
   * per wave when leads begin to wait.
   */
  notify(work: UnitOfWork): void {
    if (this.routed === null) return;
    notifyOfOffers(work, this.leads, this.routed.decisions);
    const forNobody = this.notifyOfLeadsForNobody(work, this.routed);
    notifyOfWaves(work, this.leads, this.routed, { newWaves: this.newWaves, notified: forNobody });
  }

  /**
   * Notifies a person, once, of a lead that every candidate has had before, such as a recycled one. No candidate
   * becomes eligible by waiting.
   * @returns these leads
   */
  private notifyOfLeadsForNobody(work: UnitOfWork, { decisions, snapshot }: RoutedBatch): ReadonlySet<LeadCase> {
    const notified = new Set<LeadCase>();
    for (const [index, decision] of decisions.entries()) {
      const { leadCase, request } = this.leads[index]!;
      const barred = [...(request.excluded ?? []), ...(request.declined ?? [])];
      const mayBe = decision.kind === 'queued' && decision.why !== 'noPool' && barred.length > 0;
      if (!mayBe || request.isTest || !everybodyHadIt(renderTrace(snapshot, decision.trace).candidates)) continue;
      work.notify(work.directory.queueOwnerId, 'lead.queued', leadCase, { leads: 1, why: 'everybodyHadIt' });
      notified.add(leadCase);
    }
    return notified;
  }
}

/** The id of a named queue; null for the queue of all leads that nobody can take. */
export type QueueId = string | null;

interface QueuedLead {
  readonly leadCase: LeadCase;
  readonly decision: Extract<RoutingDecision, { kind: 'queued' }>;
}

/** Groups the leads that begin to wait by their queue, without test leads. */
export function queuedIn(leads: readonly ToRoute[], decisions: readonly RoutingDecision[]): Map<QueueId, QueuedLead[]> {
  const queued = [...decisions.entries()].flatMap(([index, decision]): QueuedLead[] =>
    decision.kind === 'queued' && isInEarnest(leads[index]!) ? [{ leadCase: leads[index]!.leadCase, decision }] : [],
  );
  return groupBy(queued, ({ decision }) => decision.queueId);
}

/**
 * Notifies the owners of queues in which leads begin to wait, each once. @param told leads of which somebody was
 * notified already
 */
export function notifyOfWaves(
  work: UnitOfWork,
  leads: readonly ToRoute[],
  { decisions, snapshot }: RoutedBatch,
  { newWaves, notified }: { readonly newWaves: ReadonlySet<QueueId>; readonly notified?: ReadonlySet<LeadCase> },
): void {
  if (newWaves.size === 0) return;
  for (const [queueId, all] of queuedIn(leads, decisions)) {
    const queued = all.filter(({ leadCase }) => notified?.has(leadCase) !== true);
    if (newWaves.has(queueId) && queued.length > 0) notifyOfWave(work, queueId, queued, snapshot);
  }
}

/**
 * Notifies the owner of a queue, with the most frequent reason to wait and what excludes most reps from the first such
 * lead.
 */
function notifyOfWave(
  work: UnitOfWork,
  queueId: QueueId,
  queued: readonly QueuedLead[],
  snapshot: TraceSnapshot,
): void {
  const byReason = [...groupBy(queued, ({ decision }) => decision.why).values()];
  const [main] = byReason.sort((one, other) => other.length - one.length)[0]!;
  const { why, trace } = main!.decision;
  const keptBy = why === 'nobodyEligible' ? mostlyKeptBy(renderTrace(snapshot, trace).candidates) : undefined;
  const facts = {
    leads: queued.length,
    why,
    ...(keptBy !== undefined && { keptBy }),
    ...(queueId !== null && { queueId }),
  };
  work.notify(work.directory.ownerOfQueue(queueId), 'lead.queued', queued[0]!.leadCase, facts);
}

interface Offer {
  readonly leadCase: LeadCase;
  readonly poolId: string;
}

/** Notifies each rep once of what is offered to them: which lead if it is one, or how many. */
export function notifyOfOffers(
  work: UnitOfWork,
  leads: readonly ToRoute[],
  decisions: readonly RoutingDecision[],
): void {
  const offered = new Map<string, Offer[]>();
  for (const [index, decision] of decisions.entries()) {
    if (decision.kind !== 'offered') continue;
    const one = { leadCase: leads[index]!.leadCase, poolId: decision.poolId };
    for (const repId of decision.repIds) {
      const theirs = offered.get(repId);
      if (theirs === undefined) offered.set(repId, [one]);
      else theirs.push(one);
    }
  }
  for (const [repId, [one, ...others]] of offered as Map<string, [Offer, ...Offer[]]>) {
    const { leadCase, poolId } = one;
    const ends = [one, ...others].map((each) => offerEndsAt(work.directory.pool(each.poolId)!, work.now));
    const until = toIso(Math.min(...ends));
    if (others.length === 0) work.notify(repId, 'lead.offered', leadCase, { leads: 1, poolId, until });
    else work.notify(repId, 'lead.offered', null, { leads: others.length + 1, until });
  }
}

/** Returns the rep to whom a lead would have gone, as data of its event, if somebody else gets it while they are away. */
function passingOver(
  { directory, now }: UnitOfWork,
  { kind, preferredRepId }: RoutingRequest,
  decision: RoutingDecision,
): { readonly insteadOf?: readonly string[] } {
  if (kind !== 'route' || preferredRepId == null || decision.kind !== 'assigned' || decision.covers !== undefined)
    return {};
  const isTheirs = decision.repId === preferredRepId;
  return isTheirs || !directory.isAwayAt(preferredRepId, now) ? {} : { insteadOf: [preferredRepId] };
}

/**
 * Returns the reps of whom the first who is free gets a waiting lead: its last owner, and reps of its account or
 * company. Leads of a protected account go only to reps of that account.
 */
export function preferredOf({ preferredRepId, account, company, asksCompany }: RoutingRequest): readonly string[] {
  const isProtected = account != null && account.protectedUntil !== null;
  const reps = isProtected
    ? [account.repId, account.ownerRepId]
    : [preferredRepId, account?.repId, asksCompany === true ? company?.repId : null];
  return [...new Set(reps.filter((repId) => repId != null))];
}

/** Reports whether owners of queues are notified of a lead. Waiting test leads are only shown in the queue. */
export function isInEarnest({ leadCase }: ToRoute): boolean {
  return !leadCase.lead.test;
}
