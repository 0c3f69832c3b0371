import type { Stage } from '../../../src/feedback/delivery.js';
import type { OutgoingMessage } from '../../../src/feedback/dispatch/outgoing.js';
import type { Platform } from '../../../src/feedback/platform.js';
import type { Json } from '../../support/json.js';

/** The content of a body, independent of the platform. */
export interface Message {
  readonly what: 'count' | 'restate' | 'retract';
  /** By which the platform recognises the item. */
  readonly key: string;
  readonly stage: Stage;
  readonly value: number | null;
  /** When an adjustment was decided, if it says so. */
  readonly at: number | null;
  /** The same key again means another value, and looks like a new item. */
  readonly isUpsert: boolean;
}

export const NAMES: Readonly<Record<string, Stage>> = {
  '101': 'lead',
  '102': 'qualified',
  '103': 'opportunity',
  '104': 'won',
};
export const NUMBER_OF: Readonly<Record<Stage, string>> = {
  lead: '101',
  qualified: '102',
  opportunity: '103',
  won: '104',
};

const worth = (value: Json): number | null => (value === undefined || value === '' ? null : Number(value));
const instant = (text: Json): number => Date.parse(/[Z]|[+-]\d\d:?\d\d$|M$/.test(text) ? text : `${text}Z`);
const counted = (key: string, stage: Stage, value: number | null, isUpsert = false): Message => ({
  what: 'count',
  key,
  stage,
  value,
  at: null,
  isUpsert,
});

export function decode(platform: Platform, format: OutgoingMessage['format'], text: string): Message[] {
  if (format === 'csv') return rowsOf(text).map((row) => ofRow(platform, row));
  const body: Json = JSON.parse(text);
  switch (platform) {
    case 'googleAds':
      if (body.events !== undefined) {
        const { productDestinationId } = body.destinations[0];
        return body.events.map((event: Json) => {
          const stage = NAMES[productDestinationId]!;
          return counted(`${stage} ${event.transactionId}`, stage, worth(event.conversionValue), true);
        });
      }
      return (body.conversions ?? body.conversionAdjustments).map((each: Json): Message => {
        const stage = NAMES[each.conversionAction.split('/').at(-1)]!;
        const key = `${stage} ${each.orderId}`;
        if (each.adjustmentType === undefined) return counted(key, stage, worth(each.conversionValue));
        return {
          what: each.adjustmentType === 'RETRACTION' ? 'retract' : 'restate',
          key,
          stage,
          value: worth(each.restatementValue?.adjustedValue),
          at: instant(each.adjustmentDateTime),
          isUpsert: false,
        };
      });
    case 'meta':
      return body.data.map((event: Json) =>
        counted(`${event.event_name} ${event.event_id}`, NAMES[event.event_name]!, worth(event.custom_data.value)),
      );
    case 'tiktok':
      return body.data.map((event: Json) =>
        counted(`${event.event} ${event.event_id}`, NAMES[event.event]!, worth(event.properties?.value)),
      );
    case 'linkedin':
      return body.elements.map((each: Json) => {
        const rule = each.conversion.split(':').at(-1);
        return counted(`${rule} ${each.eventId}`, NAMES[rule]!, worth(each.conversionValue?.amount));
      });
    case 'microsoft':
      return (body.OfflineConversions ?? body.OfflineConversionAdjustments).map((each: Json): Message => {
        const stage = NAMES[each.ConversionName]!;
        const key = `${stage} ${each.MicrosoftClickId} ${Date.parse(each.ConversionTime)}`;
        if (each.AdjustmentType === undefined) return counted(key, stage, worth(each.ConversionValue));
        const what = each.AdjustmentType === 'Retract' ? 'retract' : 'restate';
        const at = Date.parse(each.AdjustmentTime);
        return { what, key, stage, value: worth(each.AdjustmentValue), at, isUpsert: false };
      });
    case 'generic':
      return body.events.map((event: Json): Message => ofOwn(event, worth(event.value?.amount)));
  }
}

function ofOwn(event: Json, value: number | null): Message {
  const stage = NAMES[event.event]!;
  const key = `${stage} ${event.id}`;
  if (event.kind === 'conversion' || event.kind === 'stage') return counted(key, stage, value);
  return { what: event.kind, key, stage, value, at: Date.parse(event.occurredAt), isUpsert: false };
}

function ofRow(platform: Platform, row: Readonly<Record<string, string>>): Message {
  if (platform === 'generic') return ofOwn(row, worth(row.amount));
  const stage = NAMES[row['Conversion Name']!]!;
  const isGoogle = platform === 'googleAds';
  const key = isGoogle
    ? `${stage} ${row['Order ID']}`
    : `${stage} ${row['Microsoft Click Id']} ${Date.parse(`${row['Conversion Time']} Z`)}`;
  const type = row['Adjustment Type'];
  if (type === undefined || type === '') return counted(key, stage, worth(row['Conversion Value']));
  return {
    what: /^retract$/i.test(type) ? 'retract' : 'restate',
    key,
    stage,
    value: worth(isGoogle ? row['Adjusted Value'] : row['Adjustment Value']),
    at: isGoogle ? instant(row['Adjustment Time']) : Date.parse(`${row['Adjustment Time']} Z`),
    isUpsert: false,
  };
}

/** Splits at commas only: no cell in these files contains one. */
function rowsOf(text: string): Record<string, string>[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')))
    .filter(([first]) => !/^Parameters:/.test(first!) && first !== 'Format Version');
  const [header, ...rows] = lines;
  return rows.map((row) => Object.fromEntries(header!.map((name, index) => [name, row[index] ?? ''])));
}
