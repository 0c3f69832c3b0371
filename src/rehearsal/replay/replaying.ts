import type { Directory } from '../../directory/directory.js';
import { factsOf, type LeadDocument } from '../../leads/lead.js';
import { type RuleTarget, targetOfMatch } from '../../lifecycle/routing/asking-rules.js';
import { asFurther, duplicatesOf } from '../../lifecycle/routing/further-leads.js';
import { covering } from '../../lifecycle/routing/owning.js';
import type { Instant } from '../../platform/values/duration.js';
import { partition } from '../../platform/values/group.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import { isGivenBack } from '../../routing/assignments/stays.js';
import type { BatchDecision } from '../../routing/deciding/decision.js';
import type { RoutingDecision } from '../../routing/deciding/outcome.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { RoutingDraft } from './draft.js';
import type { OtherEvent, PastPlacement, PlacedEvent, Presence } from './history.js';
import { NOWHERE, ReplayTally, whereIs } from './replay-tally.js';
import { ReplayedDecisions } from './replayed-decisions.js';
import {
  newReplayedLead,
  openAgain,
  type ReplayedLead,
  relatedFor,
  requestOfReplayed,
  withRealCause,
} from './replayed-lead.js';
import type { ReplayedLoads } from './replayed-loads.js';
import { ReplayedPlaces } from './replayed-places.js';
import { ReplayedRules } from './replayed-rules.js';
import type { ReplayedStandings } from './replayed-standings.js';
import { ReplayedTakingBack } from './replayed-taking-back.js';

/** The most leads waiting only in the replay that are tried with each decision. */
const WAITING_MAX = 50;

/** Why a lead is placed, and the real assignment behind it, if any. */
type PlacementOrigin = Pick<PastPlacement, 'cause'> & Partial<Pick<PastPlacement, 'assignmentId'>>;

/** Undefined for erased leads. */
type DocumentOf = (leadId: string) => LeadDocument | undefined;

/** A lead to be routed, with its real placement. */
interface LeadToDecide {
  readonly lead: ReplayedLead;
  readonly placed: PastPlacement;
  readonly document: LeadDocument;
  readonly request: RoutingRequest;
}

/**
 * Routes the leads of a span again by a draft. Actions of people happen as they did: touches, closings, manual moves,
 * claims, and moves after a miss at their time. Owners are decided anew, with the loads and standings of the replay.
 */
export class ReplayRun {
  readonly tally = new ReplayTally();
  private readonly leads = new Map<string, ReplayedLead>();
  private readonly reallyWaiting = new Set<string>();
  private readonly waiting = new Map<string, LeadDocument>();
  private readonly rules: ReplayedRules;
  private readonly places: ReplayedPlaces;
  private readonly takingBack: ReplayedTakingBack;
  private readonly decisions: ReplayedDecisions;

  constructor(
    private readonly draft: RoutingDraft,
    loads: ReplayedLoads,
    readonly standings: ReplayedStandings,
  ) {
    this.rules = new ReplayedRules(draft.directory);
    this.places = new ReplayedPlaces(loads, this.tally);
    this.takingBack = new ReplayedTakingBack(loads, standings);
    this.decisions = new ReplayedDecisions(draft, loads, standings);
  }

  get directory(): Directory {
    return this.draft.directory;
  }

  /** Returns a lead's source in the form in which sources are compared. */
  sourceOf({ source }: Pick<LeadDocument, 'source'>): string {
    return this.draft.directory.content.sources.keyOf(source);
  }

  know(lead: ReplayedLead): void {
    this.leads.set(lead.id, lead);
    if (lead.waiting !== null) this.reallyWaiting.add(lead.id);
  }

  knows(leadId: string): boolean {
    return this.leads.has(leadId);
  }

  /** Applies an event that needs no decision. */
  happen(event: OtherEvent, document: LeadDocument): void {
    if (event.kind === 'received') {
      this.leads.set(event.leadId, newReplayedLead(event.leadId, this.sourceOf(document), event.related));
      return;
    }
    const lead = this.leads.get(event.leadId);
    if (lead === undefined) return;
    switch (event.kind) {
      case 'touched':
        this.places.touch(lead);
        return;
      case 'closed':
        this.reallyWaiting.delete(lead.id);
        this.places.close(lead);
        return;
      case 'begun':
        this.reallyWaiting.delete(lead.id);
        this.places.close(lead);
        openAgain(lead, event.cycle);
        return;
      case 'declined':
      case 'credited':
      case 'creditWithdrawn':
        this.takingBack.happen(lead, event);
        return;
      case 'closedByRule':
        this.closedReally(lead, event, document);
        return;
      default:
        event satisfies never;
    }
  }

  /** Sets eligibility and standings for the decisions of a batch. */
  enter(presence: Presence): void {
    this.decisions.enter(presence);
  }

  /** Returns the decisions that a batch needs. Other placements are applied as they were. */
  ask(events: readonly PlacedEvent[], documentOf: DocumentOf): LeadToDecide[] {
    return events.flatMap(({ leadId, at, placed: past }): LeadToDecide[] => {
      const lead = this.leads.get(leadId);
      if (lead === undefined) return [];
      const placed = withRealCause(lead, past);
      this.countReal(lead, placed);
      const document = documentOf(leadId);
      if (!lead.isOpen) this.compare(lead, at, placed, null);
      else if (document === undefined) this.placeAsItWas(lead, at, placed);
      else {
        const target = this.rules.targetOf(lead, placed, document);
        if (target !== null) lead.isPoolChosen = placed.isPoolChosen;
        lead.related = placed.related;
        if (target === 'asItWas') this.placeAsItWas(lead, at, placed);
        else if (target === 'closed') this.closeByDraft(lead, at, placed);
        else if (target === null) this.compare(lead, at, placed, null);
        else return [{ lead, placed, document, request: this.requestOf(lead, placed.cause, target, document) }];
      }
      return [];
    });
  }

  decide(asking: readonly LeadToDecide[]): void {
    const [claims, dealt] = partition(asking, ({ placed }) => placed.cause === 'claim');
    for (const each of claims) {
      const claimed = this.decisions.claim(each.request, each.placed.repId!);
      if (claimed === null) this.compare(each.lead, this.decisions.at, each.placed, null);
      else this.carryOut([each], claimed);
    }
    if (dealt.length > 0) this.carryOut(dealt, this.decisions.decide(dealt.map(({ request }) => request)));
    for (const { lead, document } of asking) if (lead.waiting !== null) this.waiting.set(lead.id, document);
    if (this.draft.isAnother) this.serveWaiting();
  }

  result(span: { readonly from: string; readonly to: string }) {
    return this.tally.resultOf(span, this.rules.all, this.rules.matched);
  }

  /** Routes leads that wait only in the replay, as soon as a decision shows who is eligible. */
  private serveWaiting(): void {
    const asking: { lead: ReplayedLead; request: RoutingRequest }[] = [];
    for (const [leadId, document] of this.waiting) {
      const lead = this.leads.get(leadId)!;
      if (lead.waiting === null || !lead.isOpen) this.waiting.delete(leadId);
      else if (!this.reallyWaiting.has(leadId) && asking.length < WAITING_MAX) {
        const target = this.rules.targetFromQueue(lead, document);
        asking.push({ lead, request: this.requestOf(lead, 'queue', target, document) });
      }
    }
    if (asking.length === 0) return;
    const batch = this.decisions.decide(asking.map(({ request }) => request));
    for (const [place, decision] of batch.decisions.entries())
      if (decision.kind === 'assigned') this.place(asking[place]!.lead, decision, batch, { cause: 'queue' });
  }

  private carryOut(asking: readonly LeadToDecide[], batch: BatchDecision): void {
    for (const [place, decision] of batch.decisions.entries()) {
      const { lead, placed } = asking[place]!;
      this.place(lead, decision, batch, placed);
      if (placed.cause === 'intake') this.tally.routed('would', decision.rule);
      this.compare(lead, this.decisions.at, placed, decision.because);
    }
  }

  private requestOf(
    lead: ReplayedLead,
    cause: AssignmentCause,
    target: RuleTarget,
    document: LeadDocument,
  ): RoutingRequest {
    const request = requestOfReplayed(lead, cause, target, document);
    const other = relatedFor(lead, cause, this.leads);
    const duplicates = duplicatesOf(this.directory, document);
    return other === null ? request : asFurther({ document }, request, { other, duplicates });
  }

  private place(
    lead: ReplayedLead,
    decision: RoutingDecision,
    batch: BatchDecision,
    { cause, assignmentId: id }: PlacementOrigin,
  ): void {
    const { at } = this.decisions;
    switch (decision.kind) {
      case 'assigned': {
        const turn = this.standings.turnOf(decision, batch);
        this.places.own(lead, { ...decision, ...covering({ cause }, decision.covers) }, { at, id, turn });
        return;
      }
      case 'queued':
      case 'offered':
        this.places.wait(lead, { ...decision, cause, isOffered: decision.kind === 'offered' }, { at, id });
        return;
      case 'retained':
        lead.poolId = decision.poolId;
        lead.rule = decision.rule;
        return;
      case 'stays':
        return;
      default:
        decision satisfies never;
    }
  }

  /** Applies a placement by a person, or by the owner that the lead came with. */
  private placeAsItWas(lead: ReplayedLead, at: Instant, placed: PastPlacement): void {
    const { repId, rule, cause, assignmentId: id } = placed;
    if (cause === 'intake') this.tally.routed('would', rule);
    if (isGivenBack(placed)) this.takingBack.undo(lead, placed);
    if (repId === null) this.places.wait(lead, placed, { at, id });
    else if (repId !== lead.ownerId) this.places.own(lead, { ...placed, repId }, { at, id });
    this.compare(lead, at, placed, null);
  }

  private closeByDraft(lead: ReplayedLead, at: Instant, placed: PastPlacement): void {
    this.tally.closes('would');
    lead.isOpen = false;
    this.compare(lead, at, placed, 'A rule of the draft closes it as it comes in.');
  }

  /** Handles a lead that a rule really closed. It has no snapshot, so eligibility is that of the latest decision. */
  private closedReally(
    lead: ReplayedLead,
    { at, rule }: Extract<OtherEvent, { kind: 'closedByRule' }>,
    document: LeadDocument,
  ): void {
    const facts = factsOf(document);
    const match = this.rules.match(document, 'intake', true);
    this.tally.closes('was');
    this.tally.routed('was', rule);
    const placed = {
      repId: null,
      poolId: null,
      rule,
      cause: 'intake',
      because: 'A rule closed it as it came in.',
    } as const;
    if (match.rule?.closes != null) {
      this.tally.closes('would');
      this.tally.routed('would', match.rule.name);
      lead.isOpen = false;
      this.tally.compare(lead.id, at, { ...NOWHERE, rule: match.rule.name }, placed);
      return;
    }
    const request = this.requestOf(lead, 'intake', targetOfMatch(match, facts), document);
    this.decisions.moveTo(at);
    const batch = this.decisions.decide([request]);
    const [decision] = batch.decisions;
    this.place(lead, decision!, batch, { cause: 'intake' });
    this.tally.routed('would', decision!.rule);
    if (lead.waiting !== null) this.waiting.set(lead.id, document);
    this.tally.compare(lead.id, at, whereIs(lead, decision!.because), placed);
  }

  private countReal(lead: ReplayedLead, { repId, rule, cause, isOffered }: PastPlacement): void {
    if (cause === 'intake') this.tally.routed('was', rule);
    if (repId === null) {
      if (!isOffered) this.tally.waits('was', lead.id);
      this.reallyWaiting.add(lead.id);
    } else {
      this.tally.got('was', repId);
      this.reallyWaiting.delete(lead.id);
    }
  }

  private compare(lead: ReplayedLead, at: Instant, placed: PastPlacement, because: string | null): void {
    this.tally.compare(lead.id, at, whereIs(lead, because), placed);
  }
}
