import type { Stage } from '../../../src/feedback/delivery.js';
import type { DestinationRule } from '../../../src/feedback/destinations/destination.dto.js';

/**
 * What a lead should count for, written from the specification's table (disposition by platform) without any of the
 * program's code.
 */

const ALL = ['lead', 'qualified', 'opportunity', 'won'] as const;
/** Conversions that a reason retracts. An opportunity goes with the qualified lead. */
const TAKES: Readonly<Record<string, readonly Stage[]>> = {
  spam: ['lead', 'qualified', 'opportunity'],
  fake_identity: ['lead', 'qualified', 'opportunity'],
  test: ['lead', 'qualified', 'opportunity'],
  existing_customer: ['lead', 'qualified', 'opportunity'],
  not_a_prospect: ['lead', 'qualified', 'opportunity'],
  competitor: ['lead', 'qualified', 'opportunity'],
  invalid_contact: ['lead'],
  duplicate: ['lead'],
  do_not_contact: [],
  no_fit: ['qualified', 'opportunity'],
  out_of_area: ['qualified', 'opportunity'],
  fraud: ALL,
  // No reason: the lead was merged into another, which has its click.
  merged: ['lead', 'qualified', 'opportunity'],
};
const WORTH_NOTHING = ['price', 'competitor_won', 'no_need', 'no_decision', 'unresponsive_after_contact'];
export const SUPPRESSING = Object.keys(TAKES).slice(0, 9);
/** Reasons after which nothing new is sent: all suppress the lead, mean fraud, or leave it to another. */
const ENDS = [...SUPPRESSING, 'fraud', 'merged'];

/** A rule of a destination for reasons or a milestone, which replaces the table. */
export interface RuleFor {
  readonly rule: DestinationRule;
  readonly reasons: readonly string[];
  readonly milestone?: Stage;
  readonly takes?: readonly Stage[];
  readonly worth?: Readonly<Partial<Record<Stage, number>>>;
}

interface Milestone {
  readonly id: string;
  readonly name: Stage;
  value: number | null;
  stands: boolean;
  readonly order: number;
}

export class Deserving {
  private readonly milestones: Milestone[] = [];
  private readonly closings: { reason: string; order: number; isUndone: boolean }[] = [];
  private order = 0;
  private isClosed = false;
  isErased = false;

  constructor(private readonly rules: readonly RuleFor[] = []) {}

  reach(id: string, name: Stage, value: number | null): void {
    this.milestones.push({ id, name, value, stands: true, order: this.next() });
  }

  revalue(id: string, value: number): void {
    this.milestones.find((each) => each.id === id)!.value = value;
  }

  reverse(id: string): void {
    this.milestones.find((each) => each.id === id)!.stands = false;
  }

  close(reason: string): void {
    this.closings.push({ reason, order: this.next(), isUndone: false });
    this.isClosed = true;
  }

  correct(reason: string): void {
    this.closings.at(-1)!.isUndone = true;
    this.close(reason);
  }

  /** @param isMistake whether a person reverses the closing; otherwise a new cycle begins */
  open(isMistake: boolean): void {
    if (isMistake && this.isClosed) this.closings.at(-1)!.isUndone = true;
    this.isClosed = false;
  }

  /** The reason it is closed with; null if it is open. */
  get lastReason(): string | null {
    return this.isClosed ? this.closings.at(-1)!.reason : null;
  }

  get isEnded(): boolean {
    return this.isErased || (this.isClosed && ENDS.includes(this.closings.at(-1)!.reason));
  }

  counts(stage: Stage): boolean {
    const since = this.since(stage);
    if (since === null || this.after(since).some(({ reason }) => this.takes(reason).includes(stage))) return false;
    return !this.milestones.some(
      ({ name, stands, order }) => stands && order > since && this.ruleOf(name)?.takes?.includes(stage),
    );
  }

  /** @param fixed the value of every item of the stage; undefined: that of its milestone */
  worth(stage: Stage, fixed: number | null | undefined): number | null {
    const since = this.since(stage);
    if (since === null) return null;
    const value = fixed === undefined ? (this.context(stage)?.value ?? null) : fixed;
    if (value === null) return null;
    const said = [
      ...this.after(since).map(({ reason, order }) => ({ order, worth: this.worthAfter(reason, stage) })),
      ...this.milestones
        .filter(({ stands, order }) => stands && order > since)
        .map(({ name, order }) => ({ order, worth: this.ruleOf(name)?.worth?.[stage] })),
    ];
    return said
      .sort((one, other) => one.order - other.order)
      .reduce((dispatched, { worth }) => worth ?? dispatched, value);
  }

  private ruleOf(name: Stage): RuleFor | undefined {
    return this.rules.find(({ milestone }) => milestone === name);
  }

  private ruleFor(reason: string): RuleFor | undefined {
    return this.rules.find(({ reasons }) => reasons.includes(reason));
  }

  private takes(reason: string): readonly Stage[] {
    const rule = this.ruleFor(reason);
    return (rule === undefined ? TAKES[reason] : rule.takes) ?? [];
  }

  /** The value that a closing leaves of a stage; undefined: all. */
  private worthAfter(reason: string, stage: Stage): number | undefined {
    const rule = this.ruleFor(reason);
    if (rule !== undefined) return rule.worth?.[stage];
    return WORTH_NOTHING.includes(reason) && (stage === 'qualified' || stage === 'opportunity') ? 0 : undefined;
  }

  private context(stage: Stage): Milestone | undefined {
    return this.milestones.findLast(({ name, stands }) => name === stage && stands);
  }

  private since(stage: Stage): number | null {
    return stage === 'lead' ? 0 : (this.context(stage)?.order ?? null);
  }

  private after(since: number) {
    return this.closings.filter(({ order, isUndone }) => order > since && !isUndone);
  }

  private next(): number {
    this.order += 1;
    return this.order;
  }
}
