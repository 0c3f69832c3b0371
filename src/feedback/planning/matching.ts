import { CATEGORIES, INTENTS } from '../../disposition/disposition.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type SideStage, STAGE_OF_MILESTONE, STAGES, type Stage } from '../delivery.js';
import type { DestinationRule, RuleOn } from '../destinations/destination.dto.js';
import type { Abilities } from '../platform.js';
import { takesAside } from './intents.js';
import { ACTIONS, type ClosingParts, type Correction, isCorrection, triggerOf } from './trigger.js';

/** Returns what rules send for a stage or a disposition; undefined if nothing. */
export function sendOf(
  rules: readonly DestinationRule[],
  stage: Stage | SideStage,
  closing: ClosingParts | null,
): object | undefined {
  if ((STAGES as readonly string[]).includes(stage)) return sendOfStage(rules, stage as Stage);
  return closing !== null && sideStageOf(closing) === stage ? sendOfClosing(rules, closing) : undefined;
}

/** Returns what the rule of a milestone sends for its stage. */
export function sendOfStage(rules: readonly DestinationRule[], stage: Stage): object | undefined {
  return rules.find(({ on, send }) => 'milestone' in on && STAGE_OF_MILESTONE[on.milestone] === stage && isEvent(send))
    ?.send;
}

/** Returns what the first matching rule sends for a disposition as an event of its own. */
function sendOfClosing(rules: readonly DestinationRule[], closing: ClosingParts): object | undefined {
  return rules.find(({ on, send }) => fits(on, closing) && isEvent(send))?.send;
}

/** Returns the corrections that rules make after a disposition. */
export function correctionsOf(rules: readonly DestinationRule[], closing: ClosingParts): Correction[] {
  return rules.flatMap(({ on, send }) => (fits(on, closing) && isCorrection(send) ? [send] : []));
}

/** Returns the corrections that rules make after a lead reaches a stage. */
export function correctionsOfStage(rules: readonly DestinationRule[], stage: Stage): Correction[] {
  return rules.flatMap(({ on, send }) =>
    'milestone' in on && STAGE_OF_MILESTONE[on.milestone] === stage && isCorrection(send) ? [send] : [],
  );
}

/** Returns the side stage as which a disposition is sent; undefined if it is not. */
function sideStageOf(closing: ClosingParts): SideStage | undefined {
  const aside = ACTIONS[triggerOf(closing)].find((action) => action.do === 'aside');
  return aside?.stage;
}

/**
 * Finds rules that would send the same twice, and rules that are never reached because an earlier one fits all that
 * they fit.
 */
export function faultsOfRules(rules: readonly DestinationRule[]): Fault[] {
  return rules.flatMap((rule, index) => {
    const earlier = rules.findIndex((each, place) => place < index && coversAll(each, rule));
    if (earlier === -1) return [];
    const message =
      'milestone' in rule.on
        ? `Rule ${earlier} already sends ${rule.on.milestone}: to count it twice, use a second destination.`
        : `This rule never applies: rule ${earlier} matches everything that it matches.`;
    return [fault(`${step('rules')}${step(index)}${step('on')}`, 'repeated', message)];
  });
}

/**
 * Finds rules that count at one place, where a platform takes the second for a repetition of the first.
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
    const message = `Rule ${earlier} already counts there, and ${words} identifies what it counts by the click and the time: give each stage a place of its own.`;
    return [fault(`${step('rules')}${step(index)}${step('send')}`, 'repeated', message)];
  });
}

/** Finds rules for dispositions of which the platform accepts no events. */
export function faultsOfAsides(rules: readonly DestinationRule[], words: string, abilities: Abilities): Fault[] {
  return rules.flatMap(({ on, send }, index) => {
    if ('milestone' in on || isCorrection(send)) return [];
    if (asidesOf(on).some((stage) => takesAside(stage, abilities))) return [];
    const message = `${words} takes no event for this disposition: only a retraction or a restatement is possible.`;
    return [fault(`${step('rules')}${step(index)}${step('send')}`, 'contradiction', message)];
  });
}

/** Returns the side stages as which dispositions that match a rule may be sent. */
function asidesOf(on: Exclude<RuleOn, { milestone: unknown }>): SideStage[] {
  const reason = on.reason ?? '';
  const closings: ClosingParts[] =
    'intent' in on
      ? CATEGORIES.map((category) => ({ category, reason, intent: on.intent }))
      : INTENTS.map((intent) => ({ category: on.category, reason, intent }));
  return closings.flatMap((closing) => sideStageOf(closing) ?? []);
}

function isEvent(send: object): boolean {
  return !isCorrection(send);
}

function fits(on: RuleOn, { category, reason, intent }: ClosingParts): boolean {
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
