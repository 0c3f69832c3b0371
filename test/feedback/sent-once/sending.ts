import type { Stage } from '../../../src/feedback/delivery.js';
import type { DestinationRule } from '../../../src/feedback/destinations/destination.dto.js';
import type { Platform } from '../../../src/feedback/platform.js';
import { NUMBER_OF } from './decode.js';

/** The value sent with a qualified lead, whatever its milestone says. */
export const ESTIMATE = { amount: '100.00', currency: 'USD' };
/** The value sent for each stage: a number for all leads, or undefined for that of the milestone. */
export const FIXED = { lead: null, qualified: 100, opportunity: undefined, won: undefined } as const;

/** Rules that send all stages, under the names that `decode` reads. */
export function rulesOf(platform: Platform): DestinationRule[] {
  const name = { googleAds: 'conversionActionId', linkedin: 'conversionId', microsoft: 'goal' } as const;
  const sendOf = (stage: Stage, value: object) => ({
    [name[platform as 'googleAds'] ?? 'event']: NUMBER_OF[stage],
    ...(platform === 'googleAds' && { name: NUMBER_OF[stage] }),
    ...value,
  });
  return [
    { on: { milestone: 'received' }, send: sendOf('lead', {}) },
    { on: { milestone: 'qualified' }, send: sendOf('qualified', { value: ESTIMATE }) },
    { on: { milestone: 'opportunity' }, send: sendOf('opportunity', { value: 'milestone' }) },
    { on: { milestone: 'won' }, send: sendOf('won', { value: 'milestone' }) },
  ];
}
