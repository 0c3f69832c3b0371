import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { WaitingStore } from '../../leads/waiting.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { AssignmentStore, type AwaitedReps } from '../../routing/assignments/assignment.store.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { TimeAndDirectory } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import {
  DecidedLeads,
  inPortions,
  notifyOfOffers,
  notifyOfWaves,
  preferredOf,
  type QueueId,
  queuedIn,
  type ToRoute,
} from './decided-leads.js';
import { FurtherLeads } from './further-leads.service.js';
import { isChange, placingOfDealt } from './out-of-queue.js';
import { awaitedIn } from './placement.js';
import { carryOut } from './placing.js';
import type { RosterFacts } from './roster-facts.js';
import { RoutingDecisions } from './routing-decisions.service.js';
import { refreshedRequest } from './routing-requests.js';

/** Routes the leads of a unit of work, all in one decision, and places them. */
@Injectable()
export class Router {
  constructor(
    private readonly routing: RoutingDecisions,
    private readonly waiting: WaitingStore,
    private readonly accounts: LeadAccounts,
    private readonly cases: LeadCases,
    private readonly further: FurtherLeads,
    private readonly assignments: AssignmentStore,
  ) {}

  /**
   * Takes the routing lock. No other lock may be taken after it.
   * @returns when it was granted; decisions under the lock use that instant, because reps may have come or gone during
   * the wait
   */
  lock(tx: Tx): Promise<Instant> {
    return this.routing.enterRouting(tx);
  }

  /** Reads what `decide` will need for these requests. */
  readAhead(tx: Tx, directory: Directory, requests: readonly RoutingRequest[]): Promise<RosterFacts> {
    return this.routing.readAhead(tx, directory, requests);
  }

  /**
   * Decides where leads go and places them, in portions, under the lock.
   * @param send sends what was decided so far, because other transactions wait for the lock until it is stored
   * @returns the leads that were to move and stay with their owner, because nobody else could take them
   */
  async route(tx: Tx, work: UnitOfWork, leads: readonly ToRoute[], send: () => void = nothing): Promise<LeadCase[]> {
    const decided = await this.decide(tx, work, leads);
    for await (const portion of inPortions(leads)) {
      for (const { leadCase } of portion) decided.place(work, leadCase);
      send();
    }
    decided.notify(work);
    return decided.stayed;
  }

  /**
   * Decides where leads go, under the lock, without placing them.
   * @param options.isKnown whether everything that rules need of the leads is known
   * @param options.roster what `readAhead` has read under the lock; it is read again where it does not suffice
   */
  async decide(
    tx: Tx,
    context: TimeAndDirectory,
    given: readonly ToRoute[],
    { isKnown = false, roster = null }: { readonly isKnown?: boolean; readonly roster?: RosterFacts | null } = {},
  ): Promise<DecidedLeads> {
    if (given.length === 0) return new DecidedLeads([], null, new Set());
    const leads = isKnown ? given : await this.withAccounts(tx, context.directory, given);
    const routed = await this.decideAll(tx, context, leads, (decision) => decision.kind !== 'retained', roster);
    return new DecidedLeads(leads, routed, await this.newWaves(tx, queuedIn(leads, routed.decisions).keys()));
  }

  /** Returns those of the queues in which no lead waits yet. */
  private async newWaves(tx: Tx, queueIds: Iterable<QueueId>): Promise<ReadonlySet<QueueId>> {
    const empty = new Set(queueIds);
    if (empty.size === 0) return empty;
    for (const each of await this.waiting.readFilled(tx, [...empty])) empty.delete(each);
    return empty;
  }

  /**
   * Decides for leads that wait already. A lead that cannot be served goes on waiting. That is recorded only if the
   * rules now let it wait in another pool or queue; the owner of a new queue is notified. For whom it waits is written
   * anew.
   */
  async deal(tx: Tx, work: UnitOfWork, given: readonly ToRoute[]): Promise<void> {
    if (given.length === 0) return;
    const known = await this.withAccounts(tx, work.directory, given);
    const leads = await this.further.asTheyAreNow(tx, work.directory, known);
    const cases = new Map(leads.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    const routed = await this.decideAll(tx, work, leads, (decision) => isChange(decision, cases.get(decision.leadId)!));
    const moved = leads.filter(({ leadCase }, index) => {
      const decision = routed.decisions[index]!;
      return decision.kind === 'queued' && decision.queueId !== null && decision.queueId !== leadCase.lead.queueId;
    });
    const decided = new Set(moved.map(({ leadCase }) => leadCase.lead.id));
    const decisions = routed.decisions.filter(({ leadId }) => decided.has(leadId));
    const newWaves = await this.newWaves(tx, queuedIn(moved, decisions).keys());
    const awaited: AwaitedReps[] = [];
    for (const [index, decision] of routed.decisions.entries()) {
      const { leadCase, placing, request } = leads[index]!;
      if (!isChange(decision, leadCase)) {
        if (decision.kind === 'queued') awaited.push(awaitedNow(leadCase, request));
        continue;
      }
      carryOut(work, leadCase, decision, routed.snapshotId, {
        ...placingOfDealt(decision, leadCase, placing),
        preferredRepIds: preferredOf(request),
      });
    }
    tx.send(this.assignments.awaitReps(tx, awaited));
    notifyOfOffers(work, leads, routed.decisions);
    notifyOfWaves(work, moved, { ...routed, decisions }, { newWaves });
  }

  /** Makes the requests again for leads whose accounts or companies were not known at first. */
  private async withAccounts(tx: Tx, directory: Directory, leads: readonly ToRoute[]): Promise<readonly ToRoute[]> {
    const unknown = leads.filter(({ leadCase, request }) => !isAllKnown(leadCase, request, directory));
    if (unknown.length === 0) return leads;
    const cases = unknown.map(({ leadCase }) => leadCase);
    const questions = await this.accounts.routingQuestions(tx, directory);
    if (!questions.accounts) return leads;
    await this.cases.readDocuments(tx, cases);
    const changed = new Set(await this.accounts.know(tx, cases, questions));
    return leads.map((each) =>
      changed.has(each.leadCase)
        ? { ...each, request: refreshedRequest(directory, each.leadCase, each.request) }
        : each,
    );
  }

  private decideAll(
    tx: Tx,
    { directory, now }: TimeAndDirectory,
    leads: readonly ToRoute[],
    isRecorded: (decision: RoutingDecision) => boolean,
    roster: RosterFacts | null = null,
  ) {
    const requests = leads.map(({ request }) => request);
    return this.routing.decideAll(tx, { requests, directory, now, roster }, isRecorded);
  }
}

function awaitedNow({ lead, assignment }: LeadCase, request: RoutingRequest): AwaitedReps {
  const { id, subjectType, subjectId } = assignment!;
  const place = { repId: null, queueId: lead.queueId };
  return { id, subjectType, subjectId, ...awaitedIn(place, preferredOf(request)) };
}

function isAllKnown({ document }: LeadCase, { rules, isTest }: RoutingRequest, { rulesAsk }: Directory): boolean {
  // A test lead goes to the pool for tests, whatever the rules say about it.
  if (isTest === true && (rules === undefined || !rulesAsk.accounts)) return true;
  const isCompanyKnown = !rulesAsk.companies || document?.companyOwnerId !== undefined;
  return document?.account !== undefined && isCompanyKnown;
}

function nothing(): void {}
