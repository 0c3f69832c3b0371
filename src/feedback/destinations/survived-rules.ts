import { type Fault, fault, step } from '../../platform/input/fault.js';
import { MS_PER_DAY } from '../../platform/values/duration.js';
import type { PlatformDefinition } from '../platform.js';
import type { DestinationRule } from './destination.dto.js';

/** A value that is sent once more: what is left of a win so many days after its contract began. */
export const SURVIVED = '^survived:P[1-9][0-9]{0,2}D$';

const FORM = /^survived:P(\d{1,3})D$/;
const VALUE = step('value');

/** Returns the number of days; null for any other value. */
export function survivedDays(value: unknown): number | null {
  const found = typeof value === 'string' ? FORM.exec(value) : null;
  return found === null ? null : Number(found[1]);
}

/** Checks that the platform accepts a restatement that late. @returns faults with pointers into the `send` */
export function faultsOfSurvival(
  { words, transport }: Pick<PlatformDefinition, 'words' | 'transport'>,
  settings: object,
  value: unknown,
): Fault[] {
  const days = survivedDays(value);
  if (days === null) return [];
  const { abilities, windows } = transport(settings, 'restate');
  if (!abilities.restate) {
    const message = `${words} changes no value, so the remaining value of a win could not be sent: use "milestone".`;
    return [fault(VALUE, 'contradiction', message)];
  }
  if (windows.adjustmentMs === null) return [];
  const window = Math.floor(windows.adjustmentMs / MS_PER_DAY);
  const most = window - DAYS_TO_SEND;
  if (days <= most) return [];
  const message = `Expected survived:P${most}D at most: ${words} changes a value for ${window} days after the conversion. The last two are needed to let the day end and to send the change.`;
  return [fault(VALUE, 'tooLarge', message)];
}

/** The day itself must be over, and a client that fetches once a day needs another. */
const DAYS_TO_SEND = 2;

/** Finds rules that use such a value for anything but a win. */
export function faultsOfSurvivedRules(rules: readonly DestinationRule[]): Fault[] {
  return rules.flatMap(({ on, send }, index) => {
    if (survivedDays((send as { readonly value?: unknown }).value) === null) return [];
    if ('milestone' in on && on.milestone === 'won' && !('restate' in send)) return [];
    const message = 'Expected "on": { "milestone": "won" }: only wins have contracts with a remaining value.';
    return [fault(`${step('rules')}${step(index)}${step('send')}${VALUE}`, 'contradiction', message)];
  });
}
