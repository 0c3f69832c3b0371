import type { Directory } from '../../directory/directory.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { NewEvent } from '../../events/event.js';
import type { TouchRow, UnjudgedTouch } from '../../leads/activity.store.js';
import { type Names, namesOf } from '../../leads/lead.js';
import type { Notes } from '../../leads/notes.js';
import type { RelatedLead } from '../../leads/same-person.js';
import { closeByRule } from '../../lifecycle/arrivals/closing-by-rule.js';
import { missFacts } from '../../lifecycle/clocks/clocks.js';
import type { Demand } from '../../lifecycle/clocks/enforcing.js';
import { escalate } from '../../lifecycle/clocks/escalation.js';
import { beginLeadsClock } from '../../lifecycle/clocks/lead-clocks.js';
import { followCondition } from '../../lifecycle/clocks/pausing.js';
import { type Return, reopen, returnToWork } from '../../lifecycle/closing/disposing.js';
import { giveForDeal } from '../../lifecycle/closing/giving-for-deals.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { whyNotBackTo } from '../../lifecycle/moves/giving-back.js';
import { giveBackTouched, hasWorkedOnIt, whoGetsItBack } from '../../lifecycle/moves/touched-in-time.js';
import type { OpenDeal } from '../../lifecycle/open-deals.service.js';
import { preferredOf } from '../../lifecycle/routing/decided-leads.js';
import { asFurther, duplicatesOf, isNewAndFurther } from '../../lifecycle/routing/further-leads.js';
import { isChange, placingFromQueue, placingOfDealt } from '../../lifecycle/routing/out-of-queue.js';
import { assignToNamed } from '../../lifecycle/routing/owning.js';
import type { PlacingOptions } from '../../lifecycle/routing/placement.js';
import { carryOut } from '../../lifecycle/routing/placing.js';
import { requestByRules, requestFromQueue, requestMove } from '../../lifecycle/routing/routing-requests.js';
import { promisedFrom } from '../../lifecycle/tenures.js';
import { closeUnreachable, mayProveUnreachable } from '../../lifecycle/touches/closing-unreachable.js';
import { asksAgain, howPutAway, touchFacts } from '../../lifecycle/touches/reading-touches.js';
import { takeTouch } from '../../lifecycle/touches/touching.js';
import type { GatheredChanges, UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Instant } from '../../platform/values/duration.js';
import { offerEndsAt } from '../../routing/assignments/claiming.js';
import { decide } from '../../routing/deciding/decision.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import { nextChance } from '../../routing/queues/next-chance.js';
import { repsOfRules } from '../../routing/rules/rules.js';
import { whenNobodyElseCan } from '../../sla/escalation-targets.js';
import { type Hold, holdOn } from '../../sla/hold.js';
import type { KnownSince } from '../../sla/unreachable.js';
import { type ForeseenInstant, type ForeseenRoster, foreseenOf } from './foreseen.js';
import { Player, type SimulatedEnvironment } from './player.js';

/** Results are not stored, so traces refer to no snapshot. */
const NO_SNAPSHOT = '';

/** Inputs of a simulation besides the opened lead. */
interface ForeseenLead {
  readonly directory: Directory;
  readonly roster: ForeseenRoster;
  /** The valid touches of its present cycle. */
  readonly touches: readonly TouchRow[];
  /** Since when attempts count. */
  readonly since: KnownSince | undefined;
  /** The disposition that it is closed with; undefined for none. */
  readonly closing: DispositionRow | undefined;
  /** Its open deal, which is taken to stay open; undefined for none. */
  readonly deal: OpenDeal | undefined;
  /** The lead of its person that it names, which is taken to stay as it is; undefined for none. */
  readonly other: RelatedLead | undefined;
}

/** Simulates a lead's future. Owners are chosen by the same function as in real routing. */
export class LeadFuture implements SimulatedEnvironment {
  readonly instants: ForeseenInstant[] = [];
  /** When routing last decided; null if it has not. */
  decidedAt: Instant | null = null;
  readonly player: Player;
  private readonly directory: Directory;
  private readonly names: Names;
  private readonly notes: Notes;
  private readonly roster: ForeseenRoster;
  private readonly touches: TouchRow[];
  private readonly since: KnownSince | undefined;
  private readonly openDeal: OpenDeal | undefined;
  private readonly other: RelatedLead | undefined;
  private closing: DispositionRow | undefined;
  private isListening = false;
  /** Set if the lead should have moved, but nobody else could take it; `after` is the number of events before that. */
  private stays: (ForeseenInstant & { readonly after: number }) | null = null;
  /** When routing is next tried for a waiting lead. */
  private chanceAt: Instant | null = null;

  constructor(leadCase: LeadCase, { directory, roster, touches, since, closing, deal, other }: ForeseenLead) {
    this.directory = directory;
    this.names = namesOf(directory);
    this.notes = notesOf([...directory.content.holds, ...leadCase.pauses]);
    this.roster = roster;
    this.touches = [...touches];
    this.since = since;
    this.closing = closing;
    this.openDeal = deal;
    this.other = other;
    this.player = new Player(leadCase, directory, this);
  }

  /** Takes in a new lead. @param ownerId the owner that its sender named */
  arrive(at: Instant, ownerId: string | null): void {
    this.player.at(at, (work) => {
      const { leadCase } = this.player;
      const promisedAt = promisedFrom(leadCase);
      const request = ownerId === null ? requestByRules(work.directory, leadCase, 'intake') : null;
      if (request?.closing !== undefined) {
        this.closing = closeByRule(work, leadCase, request.closing);
        return;
      }
      followCondition(work, leadCase, promisedAt);
      if (request !== null) this.route(work, request, { cause: 'intake' });
      else assignToNamed(work, leadCase, ownerId!);
      beginLeadsClock(work, leadCase, promisedAt);
    });
  }

  /** Records what happens from now on. */
  listen(): void {
    this.isListening = true;
  }

  /** Returns the next instant at which something happens by itself, up to an end; null for none. */
  next(end: Instant): Instant | null {
    const due = this.player.nextDue(end);
    const { chanceAt } = this;
    return chanceAt !== null && chanceAt <= end && (due === null || chanceAt < due) ? chanceAt : due;
  }

  /** Runs what is due at an instant. */
  go(at: Instant): void {
    const isChance = this.chanceAt !== null && this.chanceAt <= at;
    if (this.player.nextDue(at) !== null) this.player.enforceAt(at);
    if (isChance && this.player.leadCase.lead.waiting !== null) this.player.at(at, (work) => this.deal(work));
  }

  touch(read: (leadCase: LeadCase) => UnjudgedTouch): void {
    const { leadCase } = this.player;
    const reported = read(leadCase);
    this.player.at(reported.recordedAt, (work) => {
      work.record(leadCase, 'lead.touched', touchFacts(reported));
      const touch = { ...reported, counts: takeTouch(work, leadCase, reported, leadCase.policy), voided: null };
      this.touches.push(touch);
      const comesBack = asksAgain(leadCase, touch, howPutAway(this.closing, this.directory));
      if (!comesBack && this.openDeal === undefined && mayProveUnreachable(leadCase, touch)) this.moveOut(work);
      const repId = whoGetsItBack(leadCase, touch);
      const mayGoBack = repId !== null && whyNotBackTo(repId, leadCase.lead.ownerId, this.directory, work.now) === null;
      if (mayGoBack && !hasWorkedOnIt(leadCase, this.ofCycle())) giveBackTouched(work, leadCase, repId);
      if (comesBack) this.begin(work, reopen(work, leadCase, 'contact'), { cause: 'reopen' });
    });
  }

  holdOn(work: UnitOfWork): Hold | null {
    const { lead, document } = this.player.leadCase;
    return holdOn(work.directory.holdsAt(work.now), {
      ...lead,
      source: work.directory.content.sources.codeOf(document!.source),
    });
  }

  move(work: UnitOfWork, { clock }: Demand<LeadCase>): void {
    const { leadCase } = this.player;
    const placing = { cause: 'breach', facts: missFacts(clock) } as const;
    const decision = this.route(work, requestMove(work.directory, leadCase), placing);
    if (decision.kind !== 'stays') return;
    const owner = this.names.rep(leadCase.lead.ownerId);
    this.stays = {
      after: work.recorded.length,
      at: work.now,
      clock: clock.kind,
      what: 'reassign',
      toRepId: null,
      text:
        decision.why === 'rule'
          ? `To move, but its rule sends it to a queue, where it has no owner: it stays with ${owner}`
          : `To move, but nobody else could take it: it stays with ${owner} until somebody can`,
    };
    escalate(work, leadCase, clock, whenNobodyElseCan(leadCase.policy!), 'nobodyElse');
  }

  comeBack(work: UnitOfWork, demand: Return): void {
    this.begin(work, returnToWork(work, demand), { cause: demand.effect.cause });
  }

  hear({ events }: GatheredChanges, at: Instant): void {
    if (this.isListening) this.instants.push(...this.foreseenOf(events));
    this.stays = null;
    const { lead } = this.player.leadCase;
    if (lead.waiting === null) this.chanceAt = null;
    else if (this.chanceAt === null || this.chanceAt <= at) this.chanceAt = this.chanceAfter(at);
  }

  /** Staying with an owner is no event of the ledger, so it is inserted where it happened. */
  private foreseenOf(events: readonly NewEvent[]): ForeseenInstant[] {
    const instants = events.map((event) => foreseenOf(event, this.names, this.notes));
    if (this.stays === null) return instants;
    const { after, ...instant } = this.stays;
    return instants.toSpliced(after, 0, instant);
  }

  private begin(work: UnitOfWork, request: RoutingRequest, placing: PlacingOptions): void {
    this.closing = undefined;
    const { leadCase } = this.player;
    const { openDeal: deal } = this;
    if (deal === undefined) {
      this.route(work, request, placing);
      beginLeadsClock(work, leadCase, work.now);
      return;
    }
    for (const left of giveForDeal(work, leadCase, { deal, request, isAsked: placing.cause === 'reopen' }))
      this.route(work, left.request, left.placing);
  }

  private route(work: UnitOfWork, request: RoutingRequest, placing: PlacingOptions): RoutingDecision {
    const decision = this.decide(work, request);
    carryOut(work, this.player.leadCase, decision, NO_SNAPSHOT, { ...placing, preferredRepIds: preferredOf(request) });
    return decision;
  }

  private decide(work: UnitOfWork, request: RoutingRequest): RoutingDecision {
    const { decisions, memberChanges } = decide([request], this.roster.at(work.now));
    this.roster.book(memberChanges);
    if (this.isListening) this.decidedAt = work.now;
    return decisions[0]!;
  }

  private deal(work: UnitOfWork): void {
    const { leadCase } = this.player;
    if (leadCase.lead.waiting === 'move' && this.holdOn(work) !== null) return;
    const request = this.requestFromQueue();
    const decision = this.decide(work, request);
    if (!isChange(decision, leadCase)) return;
    const placing = placingOfDealt(decision, leadCase, placingFromQueue(leadCase));
    carryOut(work, leadCase, decision, NO_SNAPSHOT, { ...placing, preferredRepIds: preferredOf(request) });
  }

  private chanceAfter(at: Instant): Instant | null {
    const { lead } = this.player.leadCase;
    // The owner of a named queue decides, at an unknown time.
    if (lead.queueId !== null) return null;
    if (lead.waiting === 'claim') return offerEndsAt(this.directory.pool(lead.poolId)!, lead.waitingSince!);
    const { rules } = this.directory.content.rulebook;
    const preferredRepIds = lead.waiting === 'queue' ? preferredOf(this.requestFromQueue()) : [];
    const waiting = {
      poolIds: lead.poolId === null ? [] : [lead.poolId],
      repIds: repsOfRules(rules),
      preferredRepIds,
    };
    const chance = nextChance(waiting, this.roster.at(at), at);
    // Moves suspended by a hold resume at its end.
    const ends = this.directory.content.holds.flatMap(({ until }) => (until !== null && until > at ? [until] : []));
    return [...ends, ...(chance === null ? [] : [chance])].reduce<Instant | null>(
      (first, each) => (first === null || each < first ? each : first),
      null,
    );
  }

  private requestFromQueue(): RoutingRequest {
    const { directory, other } = this;
    const { leadCase } = this.player;
    const request = requestFromQueue(directory, leadCase);
    if (other === undefined || !isNewAndFurther({ leadCase, request })) return request;
    return asFurther(leadCase, request, { other, duplicates: duplicatesOf(directory, leadCase.document!) });
  }

  private moveOut(work: UnitOfWork): void {
    const { leadCase } = this.player;
    this.closing = closeUnreachable(work, leadCase, this.ofCycle(), this.since) ?? undefined;
  }

  private ofCycle(): TouchRow[] {
    return this.touches.filter(({ cycle }) => cycle === this.player.leadCase.lead.cycle);
  }
}

function notesOf(written: readonly { readonly id: string; readonly reason: string | null }[]): Notes {
  return new Map(written.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason] as const])));
}
