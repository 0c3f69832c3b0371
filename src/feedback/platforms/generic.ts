import { type Static, Type } from '@sinclair/typebox';
import { CLICK_IDS } from '../../leads/click-ids.js';
import { fault } from '../../platform/input/fault.js';
import { object, oneOf, optionalText } from '../../platform/input/schema.js';
import type { Delivery } from '../delivery.js';
import { eventName, hashedContact, hashedContactOf, sentValue } from '../destinations/settings-shapes.js';
import { sentItem } from '../dispatch/outgoing.js';
import { amountText } from '../money.js';
import type { IdentifierName } from '../person/identifiers.js';
import { abilitiesTo, type PlatformDefinition, type Transport } from '../platform.js';
import { judgeWhole, verdictBy } from '../posting/answer.js';
import type { Posting } from '../posting/posting.js';
import type { JsonObject } from './json-text.js';
import { isoSecond } from './time-text.js';

const BATCH_MAX = 2_000;

const GenericSettings = object({
  url: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s{}]{1,1990}$',
      description: 'an address that begins with https:// or http://',
    }),
  ),
  format: Type.Optional(
    oneOf(['json', 'csv'], { default: 'json', description: 'The format in which batches are handed out.' }),
  ),
  hashedContact,
});
type GenericSettings = Static<typeof GenericSettings>;
const GenericSend = object({ event: eventName('Its name.'), value: sentValue });
type GenericSend = Static<typeof GenericSend>;

const COMMON = {
  abilities: abilitiesTo('retract', 'restate', 'freeStages', 'allEnds', 'adjustsByKey'),
  windows: { afterClickMs: 0, conversion: null, adjustmentMs: null },
  knowsKeysForMs: null,
  batchMax: BATCH_MAX,
  success: () => 'accepted',
  lane: () => 'events',
  rules: [],
  judge: judgeWhole,
  verdict: verdictBy({}),
} as const satisfies Partial<Transport<GenericSettings, GenericSend>>;

const REQUESTS: Transport<GenericSettings, GenericSend> = {
  ...COMMON,
  format: 'json',
  write: ({ settings, deliveries }) => ({
    format: 'json',
    url: settings.url ?? '',
    headers: {},
    body: { events: deliveries.map(eventOf) },
    items: deliveries.map((delivery) => sentItem(delivery, isoSecond(delivery.eventAt), sentIdentifiers(delivery))),
  }),
};

const COLUMNS = ['id', 'kind', 'event', 'occurredAt', 'leadId', 'amount', 'currency', 'originalAt'] as const;
/** Last, so that the columns before them keep their places. */
const CLOSING = ['category', 'reason', 'intent'] as const;
const IDS = [...Object.keys(CLICK_IDS), 'email', 'phone'] as IdentifierName[];

const FILE: Transport<GenericSettings, GenericSend> = {
  ...COMMON,
  format: 'csv',
  write: ({ deliveries }) => ({
    format: 'csv',
    name: 'events',
    rows: [[...COLUMNS, ...IDS, ...CLOSING], ...deliveries.map(rowOf)],
    headRows: 1,
    items: deliveries.map((delivery) => sentItem(delivery, isoSecond(delivery.eventAt), sentIdentifiers(delivery))),
  }),
};

const GenericCredentials = object({
  authorization: optionalText(4_096, 'what the header Authorization holds, whole, such as Bearer and a token', {
    pattern: '^[\\x20-\\x7e]+$',
    writeOnly: true,
  }),
});
type GenericCredentials = Static<typeof GenericCredentials>;

const POSTING: Posting<GenericSettings, GenericCredentials> = {
  hosts: [],
  credentials: GenericCredentials,
  faultsOfPush: ({ url }) => (url === undefined ? [fault('/url', 'required', 'Expected the address to post to.')] : []),
  answersFreely: true,
  headers: ({ authorization }) => (authorization === undefined ? {} : { authorization }),
  requestIdOf: ({ headers }) => headers['x-request-id'] ?? null,
  testMode: 'none',
  asTest: (body) => body,
};

/** Any program that accepts plain JSON or CSV: a warehouse, a script, a platform that has no definition here. */
export const GENERIC: PlatformDefinition<GenericSettings, GenericSend> = {
  words: 'A program of your own',
  deleting: 'Whatever your program offers: it knows the lead by its id and by the keys of its items.',
  settings: GenericSettings,
  posting: POSTING,
  send: GenericSend,
  identifiers: {
    own: () => Object.keys(CLICK_IDS) as (keyof typeof CLICK_IDS)[],
    nobody: { gclid: 'Touchline-canary' },
    together: true,
    email: () => 'plain',
    phone: 'plus',
    tagKey: 'transactionId',
    hashedContact: hashedContactOf,
  },
  transports: { json: REQUESTS, csv: FILE },
  transport: ({ format = 'json' }) => (format === 'json' ? REQUESTS : FILE),
  tellsClosings: true,
  place: (_settings, { event }) => event,
};

function eventOf(delivery: Delivery<GenericSend>): JsonObject {
  const { value, original, closing } = delivery;
  return {
    id: original?.key ?? delivery.dedupKey,
    kind: delivery.kind,
    event: delivery.send.event,
    occurredAt: isoSecond(delivery.eventAt),
    leadId: delivery.leadId,
    ...(value !== null && { value: { amount: amountText(value), currency: value.currency } }),
    ...(original !== null && { originalAt: isoSecond(original.eventAt) }),
    ...(closing !== null && { category: closing.category, reason: closing.reason, intent: closing.intent }),
    ...(sentIdentifiers(delivery).length > 0 && { identifiers: { ...delivery.identifiers } }),
  };
}

function rowOf(delivery: Delivery<GenericSend>): string[] {
  const { value, original, identifiers, closing } = delivery;
  return [
    original?.key ?? delivery.dedupKey,
    delivery.kind,
    delivery.send.event,
    isoSecond(delivery.eventAt),
    delivery.leadId,
    value === null ? '' : amountText(value),
    value?.currency ?? '',
    original === null ? '' : isoSecond(original.eventAt),
    ...IDS.map((name) => (delivery.kind === 'retract' ? '' : (identifiers[name] ?? ''))),
    closing?.category ?? '',
    closing?.reason ?? '',
    closing?.intent ?? '',
  ];
}

/** A retraction is identified by its key, so no personal data is sent. */
function sentIdentifiers({ kind, identifiers }: Delivery): IdentifierName[] {
  return kind === 'retract' ? [] : (Object.keys(identifiers) as IdentifierName[]);
}
