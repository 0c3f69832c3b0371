import { MS_PER_DAY } from '../../platform/duration.js';
import { type Fault, step } from '../../platform/fault.js';
import type { DestinationRule } from '../destinations/destination.dto.js';
import type { PlatformDefinition } from '../platform.js';

/** The value of a win that is told again, once: what is left of it so many days after its contract began. */
export const SURVIVED = '^survived:P[1-9][0-9]{0,2}D$';

const FORM = /^survived:P(\d{1,3})D$/;
const VALUE = step('value');

/** How many days; null of any other value. */
export function survivedDays(value: unknown): number | null {
  const found = typeof value === 'string' ? FORM.exec(value) : null;
  return found === null ? null : Number(found[1]);
}

/** Whether a platform can be told again that late. @returns what is wrong with the value; the pointer is into the `send` */
export function faultsOfSurvival(
  { words, transport }: Pick<PlatformDefinition, 'words' | 'transport'>,
  settings: object,
  value: unknown,
): Fault[] {
  const days = survivedDays(value);
  if (days === null) return [];
  const { abilities, windows } = transport(settings, 'restate');
  if (!abilities.restate) {
    const message = `${words} changes no value, so that what is left of a win could not be told: use "milestone".`;
    return [{ pointer: VALUE, code: 'contradiction', message }];
  }
  if (windows.adjustmentMs === null) return [];
  const window = Math.floor(windows.adjustmentMs / MS_PER_DAY);
  const most = window - DAYS_TO_TELL;
  if (days <= most) return [];
  const message = `Expected survived:P${most}D at most: ${words} changes a value for ${window} days after the conversion, of which the last two are needed to let the day end and to send the change.`;
  return [{ pointer: VALUE, code: 'tooLarge', message }];
}

/** The day itself has to be over, and whoever fetches what is told once a day needs another. */
const DAYS_TO_TELL = 2;

/** Finds rules that ask for what is left of something that is no win. */
export function faultsOfSurvivedRules(rules: readonly DestinationRule[]): Fault[] {
  return rules.flatMap(({ on, send }, index) => {
    if (survivedDays((send as { readonly value?: unknown }).value) === null) return [];
    if ('milestone' in on && on.milestone === 'won' && !('restate' in send)) return [];
    const message = 'Only wins have contracts of which something is left: expected "on": { "milestone": "won" }.';
    return [{ pointer: `${step('rules')}${step(index)}${step('send')}${VALUE}`, code: 'contradiction', message }];
  });
}
