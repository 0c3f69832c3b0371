import type { Instant } from '../platform/instant.js';
import { LeadBook, type Planner } from './booking.js';
import type { Stage } from './delivery.js';
import type { DeliveryRow } from './delivery-row.js';
import { takesFrom } from './destination.js';
import { ACTIONS, type Action, happeningOf, stopsTelling } from './happening.js';
import { type FeedbackLead, tagKeyOf } from './identify.js';
import { type Closing, correctionsOf, correctionsOfStage, sendOfStage } from './matching.js';
import type { Money } from './money.js';
import type { News } from './news.js';
import { platformOf, transportOf } from './platforms.js';
import { actionsFor, type Correction, type ToldValue, valueToldBy } from './sends.js';
import { type Happened, wishesFor } from './wishes.js';

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
  private readonly values = new Map<Stage, Money | null>();

  constructor(
    private readonly planner: Planner,
    private readonly story: LeadStory,
    private readonly book: LeadBook,
  ) {}

  carryOut(): DeliveryRow[] {
    const { news, newFrom } = this.story;
    const fresh = news.filter(({ seq }) => seq >= newFrom);
    // Of a lead that the platform could not know until now nothing has been told: its whole story is news.
    const isFirst = this.book.isEmpty && fresh.some(({ is }) => is === 'updated');
    for (const each of news) {
      const isNews = (isFirst || each.seq >= newFrom) && each.at >= this.planner.destination.startAt;
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
        this.values.set(news.stage, news.value);
        this.follow(ACTIONS[news.stage === 'lead' ? 'received' : news.stage], {
          at: news.reachedAt,
          value: news.value,
        });
        this.correct(correctionsOfStage(rules, news.stage), news.at);
        break;
      }
      case 'revalued': {
        const send = sendOfStage(rules, news.stage);
        if (send === undefined || (send as { value?: ToldValue }).value !== 'milestone') return;
        this.follow([{ do: 'restate', stage: news.stage, to: 'given' }], { at: news.at, value: news.value });
        break;
      }
      case 'reversed': {
        const actions: readonly Action[] =
          news.stage === 'won' ? ACTIONS.wonReversed : [{ do: 'takeBack', stage: news.stage }];
        this.follow(actions, { at: news.at, value: null }, 'settled');
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

  /** What rules say becomes of what was told, each with a value of its own. */
  private correct(corrections: readonly Correction[], at: Instant): void {
    for (const correction of corrections) {
      const [action] = actionsFor('received', [correction]);
      const stage = (action as { stage: Stage }).stage;
      const value = 'restate' in correction ? valueToldBy(correction, this.values.get(stage) ?? null) : null;
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
    const wishes = wishesFor(actions, happened, {
      abilities,
      windows,
      told: this.book.told,
      asksFor: (stage) => isTold && this.book.sendOf(stage, closing) !== undefined,
      leadCountedBy: destination.leadCountedBy,
      tagKey: tagKeyOf(this.story.lead, platformOf(destination.platform).identifiers),
      isStopped: this.isStopped,
      currency: house.currency,
      now,
    });
    const grounds = { at: happened.at, pace, closing, values: this.values };
    for (const wish of wishes) this.book.grant(wish, grounds);
  }

  private goOn(news: News): void {
    if (news.is === 'closed') this.isStopped = stopsTelling(happeningOf(news.closing));
    if (news.is === 'reopened') this.isStopped = false;
    if (news.is === 'erased') this.isStopped = true;
    if (news.is === 'reached' || news.is === 'revalued') this.values.set(news.stage, news.value);
  }
}
