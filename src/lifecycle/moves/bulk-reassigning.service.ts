import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ActivityStore, type WorkOnLead } from '../../leads/activity.store.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';
import { type BulkReassignment, BulkReassignmentStore } from '../../routing/assignments/bulk-reassignment.store.js';
import { type Stay, staysOf } from '../../routing/assignments/stays.js';
import { decide } from '../../routing/deciding/decision.js';
import { mayWorkOn } from '../acting.service.js';
import { FormsMeanwhile } from '../arrivals/forms-meanwhile.service.js';
import { LEADS_AT_ONCE } from '../closing/bulk-runs.service.js';
import { LEFT } from '../corrections/undoing.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { TellingOfActs } from '../news/telling-of-acts.service.js';
import { assignByHand } from '../routing/owning.js';
import type { PlacingOptions } from '../routing/placement.js';
import { reachOf } from '../routing/roster-facts.js';
import { Router } from '../routing/router.service.js';
import { RoutingDecisions } from '../routing/routing-decisions.service.js';
import { requestPool } from '../routing/routing-requests.js';
import { type MoveResult, moved, undoMove, unmoved } from './bulk-moves.js';
import { isWorkedOnByOthers, pausesAsWork, whyNotBackTo } from './giving-back.js';
import { CLAIM_IT, isOwnClaim } from './giving-back.service.js';
import { TakingLeadsBack } from './taking-leads-back.service.js';

/** The target of many leads, the reason, and the caller. */
export interface BulkMove {
  readonly to: { readonly repId: string } | { readonly poolId: string };
  readonly reason: string;
  /** Leads with another owner stay. */
  readonly expectedOwnerId?: string;
  readonly caller: Caller;
}

const STAYS = {
  noSuchLead: 'There is no such lead.',
  closed: LEFT.closed,
  theirs: 'It is theirs already.',
  repLeft: 'The rep whom they were to go to has left meanwhile.',
  poolGone: 'The pool that they were to go to was deleted meanwhile.',
  nobodyElse: 'Nobody else can take it: it stays with its owner.',
  goneOn: LEFT.movedAgain,
  undoneAlready: 'It was undone already.',
} as const;

/** A move of so few leads names them to their reps; of more, each rep gets one notification of how many. */
const NAMED_MAX = 1;

/** Reassigns many leads at once, and undoes that. */
@Injectable()
export class BulkReassigningService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly router: Router,
    private readonly routing: RoutingDecisions,
    private readonly bulks: BulkReassignmentStore,
    private readonly assignments: AssignmentStore,
    private readonly database: Database,
    private readonly accounts: LeadAccounts,
    private readonly takingBack: TakingLeadsBack,
    private readonly formsMeanwhile: FormsMeanwhile,
    private readonly telling: TellingOfActs,
  ) {}

  /** Returns what reassigning the leads would do now. Changes nothing. */
  foresee(leadIds: readonly string[], move: BulkMove): Promise<MoveResult[]> {
    const { reads } = this.database;
    return this.lifecycle.perform(async (context) => {
      const { directory, now } = context;
      const cases = await this.cases.lookWithout(reads, leadIds);
      const whyLeft = (leadCase: LeadCase) => whyNotMoved(leadCase, move, context);
      const results = cases.filter((each) => whyLeft(each) !== null).map((each) => unmoved(each, whyLeft(each)!));
      const going = cases.filter((each) => whyLeft(each) === null);
      if ('repId' in move.to) {
        const { repId } = move.to;
        return [...results, ...going.map((each) => moved(each, each.lead.ownerId, repId))];
      }
      const { poolId } = move.to;
      await this.accounts.knowToRoute(reads, directory, going);
      const requests = going.map((each) => requestPool(directory, each, poolId, 'manual'));
      const among = reachOf(directory, requests, now);
      const { decisions } = decide(requests, await this.routing.readRoster(reads, directory, now, { among }));
      const decided = going.map((each, index) => {
        const decision = decisions[index]!;
        if (decision.kind === 'retained') return unmoved(each, STAYS.nobodyElse);
        return moved(each, each.lead.ownerId, decision.kind === 'assigned' ? decision.repId : null);
      });
      return [...results, ...decided];
    });
  }

  /** Reassigns leads in transactions of some leads each. If one fails, earlier ones stay done, and can be undone. */
  async reassign(bulk: BulkReassignment, leadIds: readonly string[], move: BulkMove): Promise<MoveResult[]> {
    const act = leadIds.length <= NAMED_MAX ? undefined : bulk.id;
    const results = await this.goThrough(leadIds, (context, cases) =>
      this.reassignSome(context, cases, bulk.id, { ...move, act }),
    );
    await this.telling.tell(act);
    return results;
  }

  /** Returns the results of moves that were made. @param begun the assignments that they began, by lead */
  async readMade(sql: Sql, begun: ReadonlyMap<string, string>): Promise<MoveResult[]> {
    const tenures = groupBy(
      await this.assignments.readTenures(sql, 'lead', [...begun.keys()]),
      ({ subjectId }) => subjectId,
    );
    return [...begun].map(([leadId, assignmentId]) => {
      const ofLead = tenures.get(leadId)!;
      const place = ofLead.findIndex(({ id }) => id === assignmentId);
      const [fromRepId, toRepId] = [ofLead[place - 1]?.repId ?? null, ofLead[place]!.repId];
      return { leadId, fromRepId, toRepId, left: null };
    });
  }

  /**
   * Returns leads to their former owners, unless they were closed, moved again or worked on since.
   * @param begun the assignments that the reassignment began, by lead
   * @returns results for the leads that the caller may work on, or has reassigned
   */
  async undo(bulk: BulkReassignment, begun: ReadonlyMap<string, string>, caller: Caller): Promise<MoveResult[]> {
    const act = begun.size <= NAMED_MAX ? undefined : `${bulk.id} undone`;
    const results = await this.goThrough([...begun.keys()], (context, cases) =>
      this.undoSome(context, cases, { bulk, begun, act }, caller),
    );
    await this.telling.tell(act);
    return results.filter(({ left }) => left !== STAYS.noSuchLead);
  }

  private async goThrough(
    leadIds: readonly string[],
    some: (context: TransactionContext, cases: readonly LeadCase[]) => Promise<MoveResult[]>,
  ): Promise<MoveResult[]> {
    const results: MoveResult[] = [];
    const left = new Set([...leadIds].sort());
    while (left.size > 0) {
      const ids = [...left].slice(0, LEADS_AT_ONCE);
      const done = await this.lifecycle.perform(async (context) => {
        const cases = await this.cases.openFreeOrFirst(context.tx, ids, { withDocuments: true });
        return cases.length === 0 ? [] : some(context, cases);
      });
      results.push(...done);
      for (const { leadId } of done) left.delete(leadId);
      // Leads that do not exist cannot be opened.
      if (done.length === 0) for (const id of ids) left.delete(id);
    }
    return results;
  }

  private async reassignSome(
    context: TransactionContext,
    cases: readonly LeadCase[],
    bulkId: string,
    { act, ...move }: BulkMove & { readonly act: string | undefined },
  ): Promise<MoveResult[]> {
    const { tx } = context;
    const work = this.lifecycle.workOn(cases, context, actorOf(move.caller));
    const left = new Map(cases.map((leadCase) => [leadCase, whyNotMoved(leadCase, move, context)]));
    const going = cases.filter((leadCase) => left.get(leadCase) === null);
    const before = new Map(going.map((leadCase) => [leadCase, leadCase.lead.ownerId]));
    const former = new Map(going.map((leadCase) => [leadCase, leadCase.assignment?.id]));
    const waited = new Map(going.map(({ lead }) => [lead.id, lead.waiting === 'move' ? lead.waitingSince : null]));
    work.advanceTo(await this.router.lock(tx));
    const placing: PlacingOptions = {
      cause: 'manual',
      note: move.reason,
      act,
      mustMove: true,
      facts: { bulkId },
    };
    if ('repId' in move.to) {
      for (const leadCase of going) assignByHand(work, leadCase, move.to.repId, placing);
    } else {
      const { poolId } = move.to;
      const request = (leadCase: LeadCase) => requestPool(work.directory, leadCase, poolId, 'manual');
      const routed = going.map((leadCase) => ({
        leadCase,
        request: request(leadCase),
        placing: { ...placing, poolChosen: true },
      }));
      await this.router.route(tx, work, routed);
    }
    const went = going.filter((leadCase) => leadCase.assignment?.id !== former.get(leadCase));
    const rows = went.map(({ lead, assignment }) => {
      return { bulkId, leadId: lead.id, assignmentId: assignment!.id, waitingSince: waited.get(lead.id)! };
    });
    await this.bulks.addLeads(tx, rows);
    const results = cases.map((leadCase) => {
      const why = left.get(leadCase)!;
      if (why !== null) return unmoved(leadCase, why);
      return went.includes(leadCase)
        ? moved(leadCase, before.get(leadCase)!, leadCase.lead.ownerId)
        : unmoved(leadCase, STAYS.nobodyElse);
    });
    await this.lifecycle.save(tx, work);
    return results;
  }

  private async undoSome(
    context: TransactionContext,
    cases: readonly LeadCase[],
    { bulk, begun, act }: UndoneBulk,
    caller: Caller,
  ): Promise<MoveResult[]> {
    const { tx } = context;
    const actor = actorOf(caller);
    const isMaker = actor.type === bulk.actorType && 'id' in actor && actor.id === bulk.actorId;
    const work = this.lifecycle.workOn(cases, context, actor);
    const ids = cases.map(({ lead }) => lead.id);
    const worked = groupBy(await this.activity.readWorked(tx, ids, bulk.madeAt), ({ leadId }: WorkOnLead) => leadId);
    work.advanceTo(await this.router.lock(tx));
    const waited = await this.bulks.readWaited(tx, bulk.id, ids);
    const results = cases.map((leadCase) => {
      const { id } = leadCase.lead;
      if (!isMaker && !mayWorkOn(leadCase, caller, context)) return unmoved(leadCase, STAYS.noSuchLead);
      const all = [...(worked.get(id) ?? []), ...pausesAsWork(leadCase)];
      const moved = { assignmentId: begun.get(id)!, since: bulk.madeAt, worked: all };
      const former = formerOf(leadCase, moved, context);
      if (typeof former === 'string') return unmoved(leadCase, former);
      const isOwn = isMaker && caller.repId === former.tenure.repId;
      return undoMove(work, leadCase, former, { ...moved, bulkId: bulk.id, act, isOwn, waitedSince: waited.get(id) });
    });
    const back = results.filter(({ left }) => left === null);
    const given = back.map(({ leadId }) => ({ leadId, id: begun.get(leadId)! }));
    await this.takingBack.takeBack(tx, work, given);
    const gone = new Set(pluck(back, 'leadId'));
    const owned = cases.filter(({ lead }) => gone.has(lead.id));
    await this.formsMeanwhile.notify(
      tx,
      work,
      owned.map((leadCase) => ({ leadCase, since: bulk.madeAt })),
    );
    await this.lifecycle.save(tx, work);
    return results;
  }
}

function whyNotMoved(leadCase: LeadCase, move: BulkMove, context: TransactionContext): string | null {
  const { lead } = leadCase;
  const { to, caller, expectedOwnerId = lead.ownerId } = move;
  if (!mayWorkOn(leadCase, caller, context)) return STAYS.noSuchLead;
  if (lead.ownerId !== expectedOwnerId) return STAYS.goneOn;
  if (lead.status !== 'open') return STAYS.closed;
  if ('repId' in to && isOwnClaim(lead, to.repId, caller)) return CLAIM_IT;
  if ('repId' in to && lead.ownerId === to.repId) return STAYS.theirs;
  return whyNowhere(to, context);
}

/** The target was checked when the request came, but each transaction of it may wait for a change of configuration. */
function whyNowhere(to: BulkMove['to'], { directory }: TransactionContext): string | null {
  if ('repId' in to) return directory.rep(to.repId)?.active === true ? null : STAYS.repLeft;
  return directory.pool(to.poolId) === undefined ? STAYS.poolGone : null;
}

interface UndoneBulk {
  readonly bulk: BulkReassignment;
  /** The assignments that it began, by lead. */
  readonly begun: ReadonlyMap<string, string>;
  readonly act: string | undefined;
}

/** What is known of a lead when its move in bulk is undone. */
interface MovedInBulk {
  /** The assignment that the reassignment began. */
  readonly assignmentId: string;
  readonly since: number;
  readonly worked: readonly WorkOnLead[];
}

/** Returns the stay that goes on when the move is undone, or why the lead stays where it is. */
function formerOf(
  { lead, tenures }: LeadCase,
  { assignmentId, since, worked }: MovedInBulk,
  { directory, now }: TransactionContext,
): Stay | string {
  if (lead.status !== 'open') return LEFT.closed;
  const stays = staysOf(tenures);
  const [former, present] = [stays.at(-2), stays.at(-1)!];
  if (present.tenure.id !== assignmentId || former === undefined) {
    const begun = tenures.find(({ id }) => id === assignmentId);
    if (begun !== undefined && begun.cycle !== lead.cycle) return LEFT.cameBack;
    if (!stays.some(({ tenure }) => tenure.id === assignmentId)) return STAYS.undoneAlready;
    return present.tenure.cause === 'manual' ? LEFT.movedByHand : LEFT.movedAgain;
  }
  const { repId } = former.tenure;
  if (isWorkedOnByOthers(worked, since, repId)) return LEFT.worked;
  const why = repId === null ? null : whyNotBackTo(repId, lead.ownerId, directory, now);
  return why === null ? former : LEFT[why];
}
