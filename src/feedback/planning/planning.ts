import type { Instant } from '../../platform/values/duration.js';
import { type SideStage, STAGE_OF_MILESTONE, STAGES, type Stage } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import { takesFrom } from '../destinations/destination.js';
import { type FormerTerms, termsAt } from '../destinations/terms.js';
import { isZero } from '../money.js';
import { tagKeyOf } from '../person/identify.js';
import { platformOf, transportOf } from '../platforms.js';
import { LeadBook, type Planner } from './booking.js';
import { ConversionTimeline } from './conversion-timeline.js';
import type { Occurrence } from './delivery-intent.js';
import { intentsFor } from './intents.js';
import type { LeadEvent } from './lead-event.js';
import { isReplayed, type LeadStory } from './lead-story.js';
import { correctionsOf, correctionsOfStage, sendOf } from './matching.js';
import {
  ACTIONS,
  type Action,
  actionsFor,
  type ClosingParts,
  type Correction,
  stopsSending,
  TAKEN_OVER,
  triggerOf,
  valueSentBy,
} from './trigger.js';

/**
 * Plans what a destination is to be sent because of the events of a lead.
 * @param rows all rows that the destination's ledger holds of the lead
 * @returns the rows that are new or have changed
 */
export function plan(planner: Planner, story: LeadStory, rows: readonly DeliveryRow[]): DeliveryRow[] {
  return story.lead.test ? [] : new LeadPlan(planner, story, rows).carryOut();
}

class LeadPlan {
  private isStopped = false;
  /** The versions of the destination when an event that is replayed happened; none for other events. */
  private formerTerms: readonly FormerTerms[] = [];
  private readonly book: LeadBook;
  private readonly timeline: ConversionTimeline;

  constructor(
    private readonly planner: Planner,
    private readonly story: LeadStory,
    private readonly rows: readonly DeliveryRow[],
  ) {
    this.book = new LeadBook(planner, story.lead, rows);
    this.timeline = new ConversionTimeline(planner.destination.rules);
  }

  carryOut(): DeliveryRow[] {
    const { events, newFrom } = this.story;
    const { destination, versions = [] } = this.planner;
    const isFirst = isReplayed(this.story, this.rows);
    for (const each of events) {
      const isFresh = each.seq >= newFrom;
      const isNew = (isFresh || isFirst) && each.at >= destination.startAt;
      this.formerTerms = isFresh ? [] : termsAt(versions, each.at);
      this.timeline.add(each);
      if (isNew) this.react(each);
      this.updateStopped(each);
    }
    return this.book.changedRows;
  }

  private react(event: LeadEvent): void {
    const { destination } = this.planner;
    const { rules } = destination;
    switch (event.is) {
      case 'received':
        this.follow(ACTIONS.received, { at: this.story.lead.createdAt, value: null });
        break;
      case 'updated':
      case 'joined':
        this.book.reconsider();
        break;
      case 'withdrawn':
        for (const stage of STAGES) if (this.book.isByWithdrawnClick(stage)) this.leaveClick(stage, event.at);
        break;
      case 'merged': {
        // Rules that correct the duplicate replace this, too.
        const due = TAKEN_OVER.filter((action) => 'stage' in action && !this.timeline.counts(action.stage as Stage));
        this.follow(due, { at: event.at, value: null }, 'settled');
        break;
      }
      case 'erased':
        this.follow(ACTIONS.erased, { at: event.at, value: null });
        break;
      case 'reached': {
        this.follow(ACTIONS[event.stage === 'lead' ? 'received' : event.stage], {
          at: event.reachedAt,
          value: event.value,
        });
        // The lead may have reached this stage before, with another value.
        this.revalue(event.stage, event.at);
        this.correct(correctionsOfStage(rules, event.stage), event.at);
        break;
      }
      case 'revalued':
        this.revalue(event.stage, event.at);
        break;
      case 'survived':
        // A retraction is final, so it waits: the contract may turn out not to have ended.
        if (this.timeline.hasSurvived(event.milestoneId) && !this.isStopped)
          this.follow(
            [{ do: 'reduce', stage: 'won' }],
            { at: event.at, value: event.value },
            isZero(event.value) ? 'settled' : 'atOnce',
          );
        break;
      case 'reversed': {
        this.takeBackCorrections(event.stage, event.at);
        // Another milestone of the stage remains, or a later stage includes this one.
        if (this.timeline.isReached(event.stage) || this.isWanted(event.stage)) {
          this.revalue(event.stage, event.at);
          break;
        }
        const actions: readonly Action[] =
          event.stage === 'won' ? ACTIONS.wonReversed : [{ do: 'takeBack', stage: event.stage }];
        this.follow([...actions, ...this.passedOver()], { at: event.at, value: null }, 'settled');
        break;
      }
      case 'closed':
        this.reactToClosing(event.closing, event.isCorrection, event.at);
        break;
      case 'reopened':
        this.follow(event.isTakenBack ? ACTIONS.reopened : [], { at: event.at, value: null }, 'settled');
        break;
      default:
        event satisfies never;
    }
  }

  /**
   * Takes back a stage that was sent by a click which is another person's after all, and has it sent anew by another
   * click, as soon as the lead has one. If the platform cannot retract, the stage stays counted by the former click.
   */
  private leaveClick(stage: Stage, at: Instant): void {
    const { platform, settings } = this.planner.destination;
    const { eventAt, isRetracted } = this.book.latestOf(stage)!;
    if (!transportOf(platform, settings, 'retract').abilities.retract) {
      const intent = { do: 'withhold', kind: 'retract', stage, reason: 'platformCannotRetract' } as const;
      this.book.apply(intent, { at, pace: 'settled', closing: null, timeline: this.timeline });
      return;
    }
    if (!isRetracted) this.follow([{ do: 'takeBack', stage }], { at, value: null }, 'settled');
    if (this.isWanted(stage) && !this.isStopped) this.follow([{ do: 'send', stage }], { at: eventAt, value: null });
  }

  private reactToClosing(closing: ClosingParts, isCorrection: boolean, at: Instant): void {
    const corrections = correctionsOf(this.planner.destination.rules, closing);
    const actions = actionsFor(triggerOf(closing), corrections);
    // A correction replaces the former disposition as if that had never been made.
    if (isCorrection) this.isStopped = false;
    if (isCorrection) this.follow([{ do: 'restore', next: actions }], { at, value: null }, 'settled', closing);
    this.correct(corrections, at);
    const others = corrections.length === 0 ? actions : actions.slice(corrections.length);
    this.follow(others, { at, value: null }, 'settled', closing);
  }

  /** Takes back stages that were sent only because a later one had been reached, which has been reversed. */
  private passedOver(): Action[] {
    if (!this.goesInOrder) return [];
    return STAGES.filter((stage) => !this.isWanted(stage)).map((stage) => ({
      do: 'takeBack',
      stage,
      quietly: true,
    }));
  }

  /** Reports whether a stage counts, or, if stages go in order, a later one that includes it. */
  private isWanted(stage: Stage): boolean {
    const from = this.goesInOrder ? STAGES.slice(STAGES.indexOf(stage)) : [stage];
    return from.some((each) => this.timeline.counts(each));
  }

  /** Reports whether the platform has the stage already. If stages go in order, it cannot be retracted. */
  private isThere(stage: Stage): boolean {
    return this.book.sent.some((sent) => sent.stage === stage && (sent.state === 'accepted' || sent.state === 'sent'));
  }

  private get goesInOrder(): boolean {
    const { platform, settings } = this.planner.destination;
    return transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst;
  }

  /** Sends the present value of a stage, if the rules send one. */
  private revalue(stage: Stage, at: Instant): void {
    const value = this.timeline.worth(stage);
    if (value !== null && this.timeline.counts(stage))
      this.follow([{ do: 'restate', stage, to: 'given' }], { at, value });
  }

  /** Undoes the corrections that rules made because of a milestone, unless something else still calls for them. */
  private takeBackCorrections(stage: Stage, at: Instant): void {
    for (const correction of correctionsOfStage(this.planner.destination.rules, stage)) {
      const changed = STAGE_OF_MILESTONE['retract' in correction ? correction.retract : correction.restate];
      if (!this.timeline.counts(changed)) continue;
      if ('retract' in correction) this.follow([{ do: 'send', stage: changed }], { at, value: null });
      this.revalue(changed, at);
    }
  }

  /** Carries out the corrections of rules, each with its own value. */
  private correct(corrections: readonly Correction[], at: Instant): void {
    for (const correction of corrections) {
      const [action] = actionsFor('received', [correction]);
      const stage = (action as { stage: Stage }).stage;
      // A stage that no longer counts, and that the platform could only set to zero, stays at zero.
      if ('restate' in correction && !this.timeline.counts(stage)) continue;
      const value = 'restate' in correction ? valueSentBy(correction, this.timeline.valueOf(stage)) : null;
      this.follow([action!], { at, value }, 'settled');
    }
  }

  /** @param pace `settled`: send only after the time in which the disposition can still be corrected */
  private follow(
    actions: readonly Action[],
    occurrence: Occurrence,
    pace: 'atOnce' | 'settled' = 'atOnce',
    closing: ClosingParts | null = null,
  ): void {
    const { destination, house, now } = this.planner;
    const { abilities, windows } = transportOf(destination.platform, destination.settings, 'retract');
    // Keeps a stage while a later one that includes it counts. If the platform has it, the ledger then records why.
    const due = actions.filter(
      (action) =>
        !(this.goesInOrder && action.do === 'takeBack' && this.isWanted(action.stage) && !this.isThere(action.stage)),
    );
    const intents = intentsFor(due, occurrence, {
      abilities,
      windows,
      sent: this.book.sent,
      asksFor: (stage) => this.asksFor(stage, closing),
      leadCountedBy: destination.leadCountedBy,
      tagKey: tagKeyOf(this.story.lead, platformOf(destination.platform).identifiers),
      counts: (stage) => this.isWanted(stage),
      worth: (stage) => this.timeline.worth(stage),
      isStopped: this.isStopped,
      currency: house.currency,
      now,
    });
    const grounds = { at: occurrence.at, pace, closing, timeline: this.timeline };
    for (const intent of intents) this.book.apply(intent, grounds);
  }

  private asksFor(stage: Stage | SideStage, closing: ClosingParts | null): boolean {
    const { destination } = this.planner;
    const asks = (terms: Pick<FormerTerms, 'sources' | 'rules'>) =>
      takesFrom(terms, this.story.lead.source) && sendOf(terms.rules, stage, closing) !== undefined;
    // What happened in shadow is never sent live.
    const isLive = this.formerTerms.every(({ mode }) => mode === 'live' || destination.mode === 'shadow');
    return isLive && [destination, ...this.formerTerms].every(asks);
  }

  private updateStopped(event: LeadEvent): void {
    if (event.is === 'closed') this.isStopped = stopsSending(triggerOf(event.closing));
    if (event.is === 'reopened') this.isStopped = false;
    if (event.is === 'erased') this.isStopped = true;
  }
}

/** Returns the current win's milestone id if the ledger has it. @param rows all rows of the lead */
export function currentWinOf(
  { rules }: Pick<Planner['destination'], 'rules'>,
  events: readonly LeadEvent[],
  rows: readonly DeliveryRow[],
): string | undefined {
  if (!rows.some(({ stage, revision }) => stage === 'won' && revision > 0)) return undefined;
  const timeline = new ConversionTimeline(rules);
  for (const each of events) timeline.add(each);
  return timeline.winId;
}
