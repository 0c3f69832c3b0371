import type { Platform } from '../../../src/feedback/platform.js';
import { NUMBER_OF } from '../sent-once/decode.js';

/** The columns of the specification's table (disposition by platform), and the places that stand for them here. */
export const COLUMNS = ['google', 'dataManager', 'microsoft', 'meta', 'linkedin', 'tiktok'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Place {
  readonly name: string;
  readonly column: Column;
  readonly platform: Platform;
  readonly settings: object;
  readonly rules: readonly object[];
  /** Formats in which batches are requested, in turn. */
  readonly formats: readonly ('json' | 'csv')[];
}

const stages = (field: string, more: (name: string) => object = () => ({})) => [
  { on: { milestone: 'received' }, send: { [field]: NUMBER_OF.lead, ...more('Lead') } },
  { on: { milestone: 'qualified' }, send: { [field]: NUMBER_OF.qualified, ...more('Q'), value: 'milestone' } },
  { on: { milestone: 'won' }, send: { [field]: NUMBER_OF.won, ...more('W'), value: 'milestone' } },
];
/** Optional stages, for reports only. */
const ASIDES = [
  { on: { category: 'nurture' }, send: { event: 'Nurture' } },
  { on: { intent: 'notAFit' }, send: { event: 'Disqualified' } },
  { on: { intent: 'realButLost' }, send: { event: 'Lost' } },
];

let customers = 1_234_567_000;
function google(name: string, column: Column, formats: Place['formats'], settings: object): Place {
  customers += 1;
  return {
    name,
    column,
    platform: 'googleAds',
    settings: { customerId: String(customers), ...settings },
    // Files name an action only by its name, which `decode` reads.
    rules: stages('conversionActionId').map((rule) => ({
      ...rule,
      send: { ...rule.send, name: (rule.send as { conversionActionId: string }).conversionActionId },
    })),
    formats,
  };
}
const other = (
  name: string,
  column: Column,
  platform: Platform,
  settings: object,
  rules: readonly object[],
): Place => ({
  name,
  column,
  platform,
  settings,
  rules,
  formats: ['json'],
});

export const PLACES: readonly Place[] = [
  google('Google by its API', 'google', ['json'], { transport: 'adsApi' }),
  google('Google by files', 'google', ['csv'], { transport: 'csv' }),
  google('Google by Data Manager, adjusted by its API', 'google', ['json'], {
    transport: 'dataManager',
    adjustBy: 'adsApi',
  }),
  google('Google by Data Manager, adjusted by files', 'google', ['json', 'csv'], {
    transport: 'dataManager',
    adjustBy: 'csv',
  }),
  google('Google by Data Manager alone', 'dataManager', ['json'], { transport: 'dataManager' }),
  other('Microsoft by its API', 'microsoft', 'microsoft', { customerId: '1', accountId: '2' }, stages('goal')),
  {
    ...other('Microsoft by files', 'microsoft', 'microsoft', {}, stages('goal')),
    settings: { customerId: '1', accountId: '3', transport: 'bulkCsv' },
    formats: ['csv'],
  },
  other('Meta', 'meta', 'meta', { datasetId: '1122334455' }, [...stages('event'), ...ASIDES]),
  other('LinkedIn', 'linkedin', 'linkedin', { accountId: '500' }, stages('conversionId')),
  other('TikTok', 'tiktok', 'tiktok', { eventSetId: '7057103914977558530' }, [...stages('event'), ...ASIDES]),
];
