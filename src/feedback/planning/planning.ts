import type { Instant } from '../../platform/instant.js';
import { STAGE_OF_MILESTONE, STAGES, type Stage } from '../delivery.js';
import type { DeliveryRow } from '../delivery-row.js';
import { takesFrom } from '../destinations/destination.js';
import { type FeedbackLead, tagKeyOf } from '../person/identify.js';
import { platformOf, transportOf } from '../platforms.js';
import { LeadBook, type Planner } from './booking.js';
import { Course } from './course.js';
import { ACTIONS, type Action, happeningOf, stopsTelling } from './happening.js';
import { type Closing, correctionsOf, correctionsOfStage } from './matching.js';
import type { News } from './news.js';
import { actionsFor, type Correction, valueToldBy } from './sends.js';
import type { Happened } from './wish.js';
import { wishesFor } from './wishes.js';

/** A lead, and all that happened to it that a platform may hear of, oldest first. */
export interface LeadStory {
  readonly lead: FeedbackLead & { readonly source: string; readonly test: boolean; readonly cycle: number };
  readonly news: readonly News[];
  /** From this number of its events on it has not been planned yet. */
  readonly newFrom: number;
}

/**
 * What the ledger of a destination is to hold because of what happened to a lead.
 * @param rows all that it holds of the lead
 * @returns the rows that are new or have changed
 */
export function plan(planner: Planner, story: LeadStory, rows: readonly DeliveryRow[]): DeliveryRow[] {
  return story.lead.test ? [] : new LeadPlan(planner, story, new LeadBook(planner, story.lead, rows)).carryOut();
}

/** Goes through the story of a lead. */
class LeadPlan {
  private isStopped = false;
  private readonly course: Course;

  constructor(
    private readonly planner: Planner,
    private readonly story: LeadStory,
    private readonly book: LeadBook,
  ) {
    this.course = new Course(planner.destination.rules);
  }

  carryOut(): DeliveryRow[] {
    const { news, newFrom } = this.story;
    const fresh = news.filter(({ seq }) => seq >= newFrom);
    // Of a lead that the platform could not know until now nothing has been told: its whole story is news.
    const isFirst = this.book.isEmpty && fresh.some(({ is }) => is === 'updated');
    for (const each of news) {
      const isNews = (isFirst || each.seq >= newFrom) && each.at >= this.planner.destination.startAt;
      this.course.goOn(each);
      if (isNews) this.hear(each);
      this.goOn(each);
    }
    return this.book.news;
  }

  private hear(news: News): void {
    const { destination } = this.planner;
    const { rules } = destination;
    switch (news.is) {
      case 'received':
        this.follow(ACTIONS.received, { at: this.story.lead.createdAt, value: null });
        break;
      case 'updated':
        this.book.reconsider();
        break;
      case 'erased':
        this.follow(ACTIONS.erased, { at: news.at, value: null });
        break;
      case 'reached': {
        this.follow(ACTIONS[news.stage === 'lead' ? 'received' : news.stage], {
          at: news.reachedAt,
          value: news.value,
        });
        // It may have come so far before, and been worth something else then.
        this.revalue(news.stage, news.at);
        this.correct(correctionsOfStage(rules, news.stage), news.at);
        break;
      }
      case 'revalued':
        this.revalue(news.stage, news.at);
        break;
      case 'reversed': {
        this.takeBackCorrections(news.stage, news.at);
        // Another one of the same name still stands, or a later one that it goes with.
        if (this.course.isReached(news.stage) || this.isWanted(news.stage)) {
          this.revalue(news.stage, news.at);
          break;
        }
        const actions: readonly Action[] =
          news.stage === 'won' ? ACTIONS.wonReversed : [{ do: 'takeBack', stage: news.stage }];
        this.follow([...actions, ...this.passedOver()], { at: news.at, value: null }, 'settled');
        break;
      }
      case 'closed':
        this.hearOfClosing(news.closing, news.isCorrection, news.at);
        break;
      case 'reopened':
        this.follow(news.isTakenBack ? ACTIONS.reopened : [], { at: news.at, value: null }, 'settled');
        break;
      default:
        news satisfies never;
    }
  }

  private hearOfClosing(closing: Closing, isCorrection: boolean, at: Instant): void {
    const corrections = correctionsOf(this.planner.destination.rules, closing);
    const actions = actionsFor(happeningOf(closing), corrections);
    // The former had never been made.
    if (isCorrection) this.isStopped = false;
    if (isCorrection) this.follow([{ do: 'restore', next: actions }], { at, value: null }, 'settled', closing);
    this.correct(corrections, at);
    const others = corrections.length === 0 ? actions : actions.slice(corrections.length);
    this.follow(others, { at, value: null }, 'settled', closing);
  }

  /** Stages that were told only because a later one had been reached, which has not been. */
  private passedOver(): Action[] {
    if (!this.goesInOrder) return [];
    return STAGES.filter((stage) => !this.isWanted(stage)).map((stage) => ({
      do: 'takeBack',
      stage,
      quietly: true,
    }));
  }

  /** A stage that was passed over goes with the next. */
  private isWanted(stage: Stage): boolean {
    const from = this.goesInOrder ? STAGES.slice(STAGES.indexOf(stage)) : [stage];
    return from.some((each) => this.course.counts(each));
  }

  /** Where stages go in their order nothing can be taken back. */
  private isThere(stage: Stage): boolean {
    return this.book.told.some((told) => told.stage === stage && (told.state === 'accepted' || told.state === 'sent'));
  }

  private get goesInOrder(): boolean {
    const { platform, settings } = this.planner.destination;
    return transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst;
  }

  /** What a stage is worth by now, where a value of it is told. */
  private revalue(stage: Stage, at: Instant): void {
    const value = this.course.worth(stage);
    if (value !== null && this.course.counts(stage))
      this.follow([{ do: 'restate', stage, to: 'given' }], { at, value });
  }

  /** What a milestone had changed by a rule is as it was before, where nothing else speaks against it. */
  private takeBackCorrections(stage: Stage, at: Instant): void {
    for (const correction of correctionsOfStage(this.planner.destination.rules, stage)) {
      const changed = STAGE_OF_MILESTONE['retract' in correction ? correction.retract : correction.restate];
      if (!this.course.counts(changed)) continue;
      if ('retract' in correction) this.follow([{ do: 'tell', stage: changed }], { at, value: null });
      this.revalue(changed, at);
    }
  }

  /** What rules say becomes of what was told, each with a value of its own. */
  private correct(corrections: readonly Correction[], at: Instant): void {
    for (const correction of corrections) {
      const [action] = actionsFor('received', [correction]);
      const stage = (action as { stage: Stage }).stage;
      // What counts no longer, and could only be made worth nothing, stays so.
      if ('restate' in correction && !this.course.counts(stage)) continue;
      const value = 'restate' in correction ? valueToldBy(correction, this.course.valueOf(stage)) : null;
      this.follow([action!], { at, value }, 'settled');
    }
  }

  /** @param pace `settled`: only when what it follows from can be corrected no more */
  private follow(
    actions: readonly Action[],
    happened: Happened,
    pace: 'atOnce' | 'settled' = 'atOnce',
    closing: Closing | null = null,
  ): void {
    const { destination, house, now } = this.planner;
    const { abilities, windows } = transportOf(destination.platform, destination.settings, 'retract');
    const isTold = takesFrom(destination, this.story.lead.source);
    // What a later stage goes with stays as long as that counts; of what is there already it is said why it stays.
    const due = actions.filter(
      (action) =>
        !(this.goesInOrder && action.do === 'takeBack' && this.isWanted(action.stage) && !this.isThere(action.stage)),
    );
    const wishes = wishesFor(due, happened, {
      abilities,
      windows,
      told: this.book.told,
      asksFor: (stage) => isTold && this.book.sendOf(stage, closing) !== undefined,
      leadCountedBy: destination.leadCountedBy,
      tagKey: tagKeyOf(this.story.lead, platformOf(destination.platform).identifiers),
      counts: (stage) => this.isWanted(stage),
      worth: (stage) => this.course.worth(stage),
      isStopped: this.isStopped,
      currency: house.currency,
      now,
    });
    const grounds = { at: happened.at, pace, closing, course: this.course };
    for (const wish of wishes) this.book.grant(wish, grounds);
  }

  private goOn(news: News): void {
    if (news.is === 'closed') this.isStopped = stopsTelling(happeningOf(news.closing));
    if (news.is === 'reopened') this.isStopped = false;
    if (news.is === 'erased') this.isStopped = true;
  }
}
