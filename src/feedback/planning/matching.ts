import { CATEGORIES, type Category, INTENTS, type Intent } from '../../disposition/taxonomy.js';
import { type Fault, step } from '../../platform/fault.js';
import { type SideStage, STAGE_OF_MILESTONE, type Stage } from '../delivery.js';
import type { DestinationRule, RuleOn } from '../destinations/destination.dto.js';
import type { Abilities } from '../platform.js';
import { ACTIONS, happeningOf } from './happening.js';
import { type Correction, isCorrection } from './sends.js';
import { takesAside } from './wishes.js';

/** What a rule asks of a disposition. */
export interface Closing {
  readonly category: Category;
  readonly reason: string;
  readonly intent: Intent;
}

/** What is told of a stage, as the rule of its milestone says; undefined where nothing is. */
export function sendOfStage(rules: readonly DestinationRule[], stage: Stage): object | undefined {
  return rules.find(({ on, send }) => 'milestone' in on && STAGE_OF_MILESTONE[on.milestone] === stage && isEvent(send))
    ?.send;
}

/** What is told of a disposition as an event of its own: the first rule that fits says it. */
export function sendOfClosing(rules: readonly DestinationRule[], closing: Closing): object | undefined {
  return rules.find(({ on, send }) => fits(on, closing) && isEvent(send))?.send;
}

/** What rules say becomes of what was told, because of a disposition. */
export function correctionsOf(rules: readonly DestinationRule[], closing: Closing): Correction[] {
  return rules.flatMap(({ on, send }) => (fits(on, closing) && isCorrection(send) ? [send] : []));
}

/** What rules say becomes of what was told, because a lead came so far. */
export function correctionsOfStage(rules: readonly DestinationRule[], stage: Stage): Correction[] {
  return rules.flatMap(({ on, send }) =>
    'milestone' in on && STAGE_OF_MILESTONE[on.milestone] === stage && isCorrection(send) ? [send] : [],
  );
}

/** As what a disposition stands in the funnel of a platform; undefined where it is nothing of its own. */
export function sideStageOf(closing: Closing): SideStage | undefined {
  const aside = ACTIONS[happeningOf(closing)].find((action) => action.do === 'aside');
  return aside?.stage;
}

/**
 * Faults of rules that would tell the same twice, and of such as are never asked because an earlier one fits whatever
 * they fit.
 */
export function faultsOfRules(rules: readonly DestinationRule[]): Fault[] {
  return rules.flatMap((rule, index) => {
    const earlier = rules.findIndex((each, place) => place < index && coversAll(each, rule));
    if (earlier === -1) return [];
    const message =
      'milestone' in rule.on
        ? `Rule ${earlier} tells of ${rule.on.milestone} already: what is to be counted twice needs a destination of its own.`
        : `Never asked: rule ${earlier} fits all that it fits.`;
    return [{ pointer: `${step('rules')}${step(index)}${step('on')}`, code: 'repeated', message }];
  });
}

/**
 * Faults of rules that count at one place, where a platform takes the second for a repetition of the first.
 * @param placeOf where what a rule sends counts
 */
export function faultsOfSharedPlaces(
  rules: readonly DestinationRule[],
  words: string,
  placeOf: (send: object) => string,
): Fault[] {
  const places = rules.map(({ send }) => (isEvent(send) ? placeOf(send) : null));
  return places.flatMap((place, index) => {
    const earlier = place === null ? index : places.indexOf(place);
    if (earlier === index) return [];
    const message = `Rule ${earlier} counts there already, and ${words} knows what it counts by the click and the time: each stage needs a place of its own.`;
    return [{ pointer: `${step('rules')}${step(index)}${step('send')}`, code: 'repeated', message }];
  });
}

/** Faults of rules for ends of a lead of which a platform is told nothing. */
export function faultsOfAsides(rules: readonly DestinationRule[], words: string, abilities: Abilities): Fault[] {
  return rules.flatMap(({ on, send }, index) => {
    if ('milestone' in on || isCorrection(send)) return [];
    if (asidesOf(on).some((stage) => takesAside(stage, abilities))) return [];
    const message = `${words} is told of no such end: only what takes back or restates can follow of it.`;
    return [{ pointer: `${step('rules')}${step(index)}${step('send')}`, code: 'contradiction', message }];
  });
}

/** As what dispositions that a rule fits may stand. */
function asidesOf(on: Exclude<RuleOn, { milestone: unknown }>): SideStage[] {
  const reason = on.reason ?? '';
  const closings: Closing[] =
    'intent' in on
      ? CATEGORIES.map((category) => ({ category, reason, intent: on.intent }))
      : INTENTS.map((intent) => ({ category: on.category, reason, intent }));
  return closings.flatMap((closing) => sideStageOf(closing) ?? []);
}

function isEvent(send: object): boolean {
  return !isCorrection(send);
}

function fits(on: RuleOn, { category, reason, intent }: Closing): boolean {
  if ('milestone' in on) return false;
  if (on.reason !== undefined && on.reason.toLowerCase() !== reason.toLowerCase()) return false;
  return 'intent' in on ? on.intent === intent : on.category === category;
}

function coversAll(earlier: DestinationRule, later: DestinationRule): boolean {
  if (isCorrection(earlier.send) || isCorrection(later.send)) return isSameCorrection(earlier, later);
  return covers(earlier.on, later.on);
}

function isSameCorrection(earlier: DestinationRule, later: DestinationRule): boolean {
  if (!isCorrection(earlier.send) || !isCorrection(later.send) || !covers(earlier.on, later.on)) return false;
  const stageOf = (send: Correction) => ('retract' in send ? send.retract : send.restate);
  return stageOf(earlier.send) === stageOf(later.send);
}

function covers(earlier: RuleOn, later: RuleOn): boolean {
  if ('milestone' in earlier) return 'milestone' in later && earlier.milestone === later.milestone;
  if ('milestone' in later) return false;
  if (earlier.reason !== undefined && earlier.reason !== later.reason) return false;
  if ('intent' in earlier) return 'intent' in later && earlier.intent === later.intent;
  return 'category' in later && earlier.category === later.category;
}
