import { STAGE_OF_MILESTONE, type Stage } from '../delivery.js';
import type { DestinationRule } from '../destinations/destination.dto.js';
import { isZero, type Money, zeroOf } from '../money.js';
import { daysOfWins } from '../survival/survival.js';
import type { LeadEvent } from './lead-event.js';
import { correctionsOf, correctionsOfStage, sendOfStage } from './matching.js';
import { type Action, actionsFor, type Correction, TAKEN_OVER, triggerOf, valueSentBy } from './trigger.js';

/** A milestone that was not reversed, or a disposition that was not taken back, with its effects on what was sent. */
type Fact = (
  | { readonly is: 'reached'; readonly milestoneId: string; readonly stage: Stage; value: Money | null }
  | { readonly is: 'survived'; readonly milestoneId: string }
  | { readonly is: 'closed' }
) & { readonly actions: readonly Action[]; readonly corrections: readonly Correction[] };

/** Computes which stages of a lead count by its events so far, and what they are worth, regardless of what was sent. */
export class ConversionTimeline {
  private facts: Fact[] = [];
  private closing: Fact | null = null;

  constructor(private readonly rules: readonly DestinationRule[]) {}

  add(event: LeadEvent): void {
    switch (event.is) {
      case 'reached':
        this.facts.push(this.factOf(event));
        break;
      case 'revalued':
        for (const fact of this.facts)
          if (fact.is === 'reached' && fact.milestoneId === event.milestoneId) fact.value = event.value;
        break;
      case 'reversed':
        this.facts = this.facts.filter((fact) => fact.is === 'closed' || fact.milestoneId !== event.milestoneId);
        break;
      case 'survived':
        if (this.awaitsRestOf(event.milestoneId)) this.facts.push(survivedFact(event));
        break;
      case 'closed': {
        // A correction replaces the former disposition as if that had never been made.
        if (event.isCorrection) this.takeBackClosing();
        const corrections = correctionsOf(this.rules, event.closing);
        const actions = actionsFor(triggerOf(event.closing), corrections);
        this.closing = { is: 'closed', actions, corrections };
        this.facts.push(this.closing);
        break;
      }
      case 'reopened':
        if (event.isTakenBack) this.takeBackClosing();
        this.closing = null;
        break;
      case 'received':
      case 'merged':
        if (this.closing?.corrections.length === 0) this.addToClosing(this.closing, TAKEN_OVER);
        break;
      case 'updated':
      case 'joined':
      case 'withdrawn':
      case 'erased':
        break;
      default:
        event satisfies never;
    }
  }

  /** Reports whether the lead has reached a stage and no later disposition takes that back. */
  counts(stage: Stage): boolean {
    return this.isReached(stage) && !this.since(stage).some((action) => action.do === 'takeBack');
  }

  /** The milestone id of the current win. */
  get winId(): string | undefined {
    return this.lastOf('won')?.milestoneId;
  }

  /** Reports whether a win is by now worth what survived of it. */
  hasSurvived(milestoneId: string): boolean {
    return this.facts.some((fact) => fact.is === 'survived' && fact.milestoneId === milestoneId);
  }

  /** Reports whether a milestone of the stage was reached and not reversed, whatever happened to the lead later. */
  isReached(stage: Stage): boolean {
    return stage === 'lead' || this.lastOf(stage) !== undefined;
  }

  valueOf(stage: Stage): Money | null {
    return this.lastOf(stage)?.value ?? null;
  }

  /** Returns the value to send for a stage at present; null if the rules send none. */
  worth(stage: Stage): Money | null {
    const send = sendOfStage(this.rules, stage);
    const first = send === undefined ? null : valueSentBy(send, this.valueOf(stage));
    return this.factsSince(stage).reduce((value, fact) => this.worthAfter(fact, stage, value), first);
  }

  /** The last fact that changes it wins: a rule with a value, or a disposition that sets it to zero. */
  private worthAfter({ actions, corrections }: Fact, stage: Stage, value: Money | null): Money | null {
    const given = corrections.findLast((each) => 'restate' in each && STAGE_OF_MILESTONE[each.restate] === stage);
    if (given !== undefined && 'restate' in given) return valueSentBy(given, this.valueOf(stage)) ?? value;
    const isNothing = actions.some((each) => each.do === 'restate' && each.stage === stage && each.to === 'zero');
    return value !== null && isNothing ? zeroOf(value) : value;
  }

  private awaitsRestOf(milestoneId: string): boolean {
    return this.winId === milestoneId && daysOfWins(this.rules) !== null && this.counts('won');
  }

  private factOf({ milestoneId, stage, value }: Extract<LeadEvent, { is: 'reached' }>): Fact {
    const corrections = correctionsOfStage(this.rules, stage);
    const actions = corrections.length === 0 ? [] : actionsFor('received', corrections).slice(0, corrections.length);
    return { is: 'reached', milestoneId, stage, value, actions, corrections };
  }

  private lastOf(stage: Stage) {
    return this.facts.findLast((fact) => fact.is === 'reached' && fact.stage === stage) as
      | Extract<Fact, { is: 'reached' }>
      | undefined;
  }

  /** The actions on a stage since it was last reached. */
  private since(stage: Stage): Action[] {
    return this.factsSince(stage)
      .flatMap(({ actions }) => actions)
      .filter((action) => 'stage' in action && action.stage === stage);
  }

  private factsSince(stage: Stage): Fact[] {
    const last = this.lastOf(stage);
    return this.facts.slice(last === undefined ? 0 : this.facts.indexOf(last) + 1);
  }

  private addToClosing(closing: Fact, actions: readonly Action[]): void {
    this.closing = { ...closing, actions: [...closing.actions, ...actions] };
    this.facts = this.facts.map((fact) => (fact === closing ? this.closing! : fact));
  }

  private takeBackClosing(): void {
    this.facts = this.facts.filter((fact) => fact !== this.closing);
  }
}

/** From then on the win is worth what survived of it; if nothing did, it no longer counts. */
function survivedFact({ milestoneId, value }: Extract<LeadEvent, { is: 'survived' }>): Fact {
  const actions: readonly Action[] = isZero(value) ? [{ do: 'takeBack', stage: 'won' }] : [];
  return { is: 'survived', milestoneId, actions, corrections: [{ restate: 'won', value }] };
}
