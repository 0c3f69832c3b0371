import { type Delivery, isAdjustment } from '../delivery.js';
import { type OutgoingBatch, type OutgoingMessage, sentItem } from '../dispatch/outgoing.js';
import { amountText } from '../money.js';
import { abilitiesTo, type Transport } from '../platform.js';
import { judgeWhole, verdictBy } from '../posting/answer.js';
import { G1, G4, G5 } from './google-rules.js';
import {
  consentWord,
  GOOGLE_BATCH_MAX,
  GOOGLE_VERDICTS,
  GOOGLE_WINDOWS,
  type GoogleSend,
  type GoogleSettings,
} from './google-shared.js';
import { plainUtc } from './time-text.js';

type Lane = 'conversions' | 'adjustments by order id' | 'adjustments by click';
type Column = readonly [header: string, cell: (delivery: Delivery<GoogleSend>) => string | undefined];

const CONSENT = { granted: 'Granted', denied: 'Denied' };
const NAME: Column = ['Conversion Name', ({ send }) => send.name];
const VALUE: readonly Column[] = [
  // Blank means the default value of the action, so zero is written.
  ['Conversion Value', ({ value }) => value?.amount && amountText(value)],
  ['Conversion Currency', ({ value }) => value?.currency],
];
const ADJUSTED: readonly Column[] = [
  ['Adjustment Time', ({ eventAt }) => plainUtc(eventAt)],
  // These words differ from those of the API.
  ['Adjustment Type', ({ kind }) => (kind === 'retract' ? 'RETRACT' : 'RESTATE')],
  ['Adjusted Value', ({ value }) => value?.amount && amountText(value)],
  ['Adjusted Value Currency', ({ value }) => value?.currency],
];

/** Google Ads, scheduled uploads of files. Conversions and adjustments never share a file. */
export const GOOGLE_CSV: Transport<GoogleSettings, GoogleSend> = {
  format: 'csv',
  abilities: abilitiesTo('retract', 'restate', 'adjustsByKey'),
  windows: GOOGLE_WINDOWS,
  knowsKeysForMs: null,
  batchMax: GOOGLE_BATCH_MAX,
  // The results of the upload report on each row later.
  success: () => 'sent',
  lane: laneOf,
  write: writeFile,
  rules: [G1, G4, G5],
  // The results of the upload report on rows later.
  judge: judgeWhole,
  verdict: verdictBy(GOOGLE_VERDICTS),
};

function laneOf(delivery: Delivery<GoogleSend>): Lane {
  if (!isAdjustment(delivery)) return 'conversions';
  return delivery.original?.key == null ? 'adjustments by click' : 'adjustments by order id';
}

function writeFile({ deliveries }: OutgoingBatch<GoogleSettings, GoogleSend>): OutgoingMessage {
  const lane = laneOf(deliveries[0]!);
  const columns = COLUMNS[lane](deliveries);
  return {
    format: 'csv',
    name: lane,
    rows: [
      ['Parameters:TimeZone=+0000'],
      columns.map(([header]) => header),
      ...deliveries.map((delivery) => columns.map(([, cell]) => cell(delivery) ?? '')),
    ],
    headRows: 2,
    items: deliveries.map((delivery) => sentItem(delivery, plainUtc(delivery.eventAt), identifiersOfLane(lane))),
  };
}

function identifiersOfLane(lane: Lane) {
  if (lane === 'adjustments by order id') return [];
  return lane === 'adjustments by click' ? (['gclid'] as const) : undefined;
}

const COLUMNS: Readonly<Record<Lane, (deliveries: readonly Delivery<GoogleSend>[]) => readonly Column[]>> = {
  conversions: (deliveries) => [
    ...(isAny(deliveries, 'email') || isAny(deliveries, 'phone')
      ? [idColumn('Email', 'email'), idColumn('Phone Number', 'phone')]
      : []),
    idColumn('Google Click ID', 'gclid'),
    ...(isAny(deliveries, 'gbraid') ? [idColumn('GBRAID', 'gbraid')] : []),
    ...(isAny(deliveries, 'wbraid') ? [idColumn('WBRAID', 'wbraid')] : []),
    NAME,
    ['Conversion Time', ({ eventAt }) => plainUtc(eventAt)],
    ...VALUE,
    ['Order ID', ({ dedupKey }) => dedupKey],
    ['Ad User Data', ({ consent }) => consentWord(consent.adUserData, CONSENT)],
    ['Ad Personalization', ({ consent }) => consentWord(consent.adPersonalization, CONSENT)],
  ],
  'adjustments by order id': () => [['Order ID', ({ original }) => original?.key ?? undefined], NAME, ...ADJUSTED],
  'adjustments by click': () => [
    idColumn('Google Click ID', 'gclid'),
    NAME,
    ['Conversion Time', ({ original }) => original?.eventTimeAsSent],
    ...ADJUSTED,
  ],
};

function idColumn(header: string, name: 'email' | 'phone' | 'gclid' | 'gbraid' | 'wbraid'): Column {
  return [header, ({ identifiers }) => identifiers[name]];
}

function isAny(deliveries: readonly Delivery[], name: 'email' | 'phone' | 'gbraid' | 'wbraid'): boolean {
  return deliveries.some(({ identifiers }) => identifiers[name] !== undefined);
}
