import { STAGE_OF_MILESTONE, type Stage } from '../delivery.js';
import type { DestinationRule } from '../destinations/destination.dto.js';
import { type Money, zeroOf } from '../money.js';
import { type Action, happeningOf } from './happening.js';
import { correctionsOf, correctionsOfStage, sendOfStage } from './matching.js';
import type { News } from './news.js';
import { actionsFor, type Correction, valueToldBy } from './sends.js';

/** A milestone that stands, or a closing that nobody has taken back, and what follows of it for what was told. */
type Fact = (
  | { readonly is: 'reached'; readonly milestoneId: string; readonly stage: Stage; value: Money | null }
  | { readonly is: 'closed' }
) & { readonly actions: readonly Action[]; readonly corrections: readonly Correction[] };

/** What the story of a lead comes to by now: which stages count, and what they are worth. It knows nothing of what was told. */
export class Course {
  private facts: Fact[] = [];
  /** What the lead is closed with at present. */
  private closing: Fact | null = null;

  constructor(private readonly rules: readonly DestinationRule[]) {}

  goOn(news: News): void {
    switch (news.is) {
      case 'reached':
        this.facts.push(this.factOf(news));
        break;
      case 'revalued':
        for (const fact of this.facts)
          if (fact.is === 'reached' && fact.milestoneId === news.milestoneId) fact.value = news.value;
        break;
      case 'reversed':
        this.facts = this.facts.filter((fact) => fact.is !== 'reached' || fact.milestoneId !== news.milestoneId);
        break;
      case 'closed': {
        // The former had never been made.
        if (news.isCorrection) this.takeBackClosing();
        const corrections = correctionsOf(this.rules, news.closing);
        const actions = actionsFor(happeningOf(news.closing), corrections);
        this.closing = { is: 'closed', actions, corrections };
        this.facts.push(this.closing);
        break;
      }
      case 'reopened':
        if (news.isTakenBack) this.takeBackClosing();
        this.closing = null;
        break;
      case 'received':
      case 'updated':
      case 'erased':
        break;
      default:
        news satisfies never;
    }
  }

  /** Whether a lead has come so far and no closing since says that it was none. */
  counts(stage: Stage): boolean {
    return this.isReached(stage) && !this.since(stage).some((action) => action.do === 'takeBack');
  }

  /** Whether a milestone of it stands, whatever became of the lead since. */
  isReached(stage: Stage): boolean {
    return stage === 'lead' || this.lastOf(stage) !== undefined;
  }

  /** What the milestone is worth that stands; null where none was said. */
  valueOf(stage: Stage): Money | null {
    return this.lastOf(stage)?.value ?? null;
  }

  /** What is told of it by now; null where no value is. */
  worth(stage: Stage): Money | null {
    const send = sendOfStage(this.rules, stage);
    const first = send === undefined ? null : valueToldBy(send, this.valueOf(stage));
    return this.factsSince(stage).reduce((value, fact) => this.worthAfter(fact, stage, value), first);
  }

  /** The last that says so: a rule with a value of its own, or that nothing came of it. */
  private worthAfter({ actions, corrections }: Fact, stage: Stage, value: Money | null): Money | null {
    const given = corrections.findLast((each) => 'restate' in each && STAGE_OF_MILESTONE[each.restate] === stage);
    if (given !== undefined && 'restate' in given) return valueToldBy(given, this.valueOf(stage)) ?? value;
    const isNothing = actions.some((each) => each.do === 'restate' && each.stage === stage && each.to === 'zero');
    return value !== null && isNothing ? zeroOf(value) : value;
  }

  private factOf({ milestoneId, stage, value }: Extract<News, { is: 'reached' }>): Fact {
    const corrections = correctionsOfStage(this.rules, stage);
    const actions = corrections.length === 0 ? [] : actionsFor('received', corrections).slice(0, corrections.length);
    return { is: 'reached', milestoneId, stage, value, actions, corrections };
  }

  private lastOf(stage: Stage) {
    return this.facts.findLast((fact) => fact.is === 'reached' && fact.stage === stage) as
      | Extract<Fact, { is: 'reached' }>
      | undefined;
  }

  /** What is said of a stage since it was reached last. */
  private since(stage: Stage): Action[] {
    return this.factsSince(stage)
      .flatMap(({ actions }) => actions)
      .filter((action) => 'stage' in action && action.stage === stage);
  }

  private factsSince(stage: Stage): Fact[] {
    const last = this.lastOf(stage);
    return this.facts.slice(last === undefined ? 0 : this.facts.indexOf(last) + 1);
  }

  private takeBackClosing(): void {
    this.facts = this.facts.filter((fact) => fact !== this.closing);
  }
}
