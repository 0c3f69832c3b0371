import type { ClockState } from '../clocks/clock.js';
import { BarredError } from '../lifecycle/touches/reading-touches.js';
import type { Fault } from '../platform/input/fault.js';
import { defineRefusal } from '../platform/input/refusal.js';
import type { Deal, DealStage } from './deal.js';

/** 409: the deal is not in a stage in which this can be done. */
export class DealStageError extends defineRefusal('deal-stage', 'conflict', 'Not in this stage') {
  override readonly facts: { readonly stage: DealStage };

  constructor(what: string, { stage }: Pick<Deal, 'stage'>) {
    super(`${what}; this deal is ${stage === 'open' ? '' : 'already '}${stage}.`);
    this.facts = { stage };
  }
}

export class DealExistsError extends defineRefusal('deal-exists', 'conflict', 'There is such a deal already') {
  override readonly facts: { readonly dealId: string };

  constructor(what: string, dealId: string) {
    super(`${what}: ${dealId}.`);
    this.facts = { dealId };
  }
}

/** 409: a milestone says nothing about how long the deal that it would win is sold for, or wins no deal. */
export class TermMissingError extends BarredError {
  readonly code = 'term-missing';
  readonly fault = 'termMissing';
  readonly kind = 'conflict';
  readonly title = 'Not said for how long';
  override readonly facts: { readonly dealId: string | null };

  /** @param dealId null if the lead has no deal yet, also if the same request would make it */
  constructor(dealId: string | null) {
    const [why, first] =
      dealId === null
        ? ['No deal of the lead says', 'Record the opportunity first, and win its deal']
        : ['The deal of the lead does not say', 'Win the deal'];
    super(
      `${why} for how long it is sold. ${first} with POST /v1/deals/${dealId ?? '{id}'}/win, which takes its \`term\`, \`oneOff\` or a \`pilot\`.`,
    );
    this.facts = { dealId };
  }
}

export function anotherIsOpen(dealId: string): DealExistsError {
  return new DealExistsError('Its lead has another deal that is open', dealId);
}

/** The win of the lead is also that of the other deal: a person says which of the two they mean. */
export function anotherIsWon(dealId: string): DealExistsError {
  return new DealExistsError('Its lead has another deal that is won. Reopen that one first', dealId);
}

/** 409: the handover of the deal is not finished, and whoever reports its delivery confirms it. */
export class HandoverOpenError extends defineRefusal('handover-open', 'conflict', 'The handover is not finished') {
  override readonly errors: readonly Fault[];

  /** @param open what is open, each in its own words */
  constructor(open: readonly Fault[]) {
    super(`${handoverOpen(open)} If it is delivered all the same, send \`"anyway": true\`.`);
    this.errors = open;
  }
}

/** @param open what is open in the handover of a deal; not empty */
export function handoverOpen(open: readonly Fault[]): string {
  const [first] = open;
  return `${open.length === 1 ? 'One thing is' : `${open.length} things are`} open in the handover of this deal${open.length === 1 ? ':' : '; the first:'} ${first!.message}`;
}

/** 409: acknowledging the promise would delay nothing. */
export class NotAcknowledgeableError extends defineRefusal('not-acknowledgeable', 'conflict', 'Nothing to delay') {
  override readonly facts: { readonly state: ClockState };

  constructor(state: ClockState) {
    super(
      `Acknowledging delays the move of a deal from the present owner of a promise, where the policy has \`acknowledge\`. This promise, which is ${state}, would not move the deal.`,
    );
    this.facts = { state };
  }
}
