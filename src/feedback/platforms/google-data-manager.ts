import { type Delivery, isAdjustment } from '../delivery.js';
import { type OutgoingBatch, sentItem } from '../dispatch/outgoing.js';
import { jsonAmount } from '../money.js';
import { abilitiesTo, type Transport } from '../platform.js';
import {
  ALREADY_THERE,
  type AnsweredRequest,
  type Diagnosis,
  EXPECTED_MISS,
  each,
  type Failure,
  isSuccess,
  judgeRefused,
  judgeStatus,
  listOf,
  part,
  type RequestJudgement,
  SOON,
  TAKEN,
  TERMINAL,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { G1, G3 } from './google-rules.js';
import {
  consentWord,
  GOOGLE_BATCH_MAX,
  GOOGLE_WINDOWS,
  type GoogleSend,
  type GoogleSettings,
} from './google-shared.js';
import type { JsonObject } from './json-text.js';
import { isoSecond } from './time-text.js';

const CONSENT = { granted: 'CONSENT_GRANTED', denied: 'CONSENT_DENIED' };

/** Data Manager API, `events:ingest`. A changed value is the same event again; there are no retractions. */
export const DATA_MANAGER: Transport<GoogleSettings, GoogleSend> = {
  format: 'json',
  abilities: abilitiesTo('restate'),
  windows: GOOGLE_WINDOWS,
  knowsKeysForMs: null,
  batchMax: GOOGLE_BATCH_MAX,
  // The diagnostics report whether an event was accepted, half an hour later at the earliest.
  success: () => 'sent',
  // Each action is a destination; one request for each keeps their failures apart.
  lane: ({ send, stage }) => `${send.conversionActionId} ${stage}`,
  write: (batch) => ({
    format: 'json',
    url: 'https://datamanager.googleapis.com/v1/events:ingest',
    headers: {},
    body: bodyOf(batch),
    items: batch.deliveries.map((delivery) => sentItem(delivery, isoSecond(countedAt(delivery)))),
  }),
  rules: [G1, G3],
  judge,
  diagnostics: {
    idOf: (_body, requestId) => requestId,
    question: (id) => ({
      url: `https://datamanager.googleapis.com/v1/requestStatus:retrieve?requestId=${encodeURIComponent(id)}`,
      headers: {},
    }),
    read: (body, _id, deliveries) => diagnose(body, deliveries),
  },
  verdict: verdictBy({
    ...each(ALREADY_THERE, 'PROCESSING_ERROR_REASON_DUPLICATE_TRANSACTION_ID'),
    ...each(
      TERMINAL,
      `PROCESSING_ERROR_REASON_NO_CONSENT PROCESSING_ERROR_REASON_DENIED_CONSENT PROCESSING_ERROR_REASON_EVENT_TOO_OLD
       PROCESSING_ERROR_REASON_INVALID_GCLID PROCESSING_ERROR_OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER`,
    ),
    ...each(EXPECTED_MISS, 'CLICK_NOT_FOUND'),
    ...each(SOON, 'RESOURCE_EXHAUSTED'),
  }),
};

function bodyOf({ settings, deliveries }: OutgoingBatch<GoogleSettings, GoogleSend>): JsonObject {
  const { stage, send } = deliveries[0]!;
  const hasContact = deliveries.some(({ identifiers: { email, phone } }) => email !== undefined || phone !== undefined);
  const account = (accountId: string) => ({ accountType: 'GOOGLE_ADS', accountId });
  return {
    destinations: [
      {
        reference: stage,
        ...(settings.loginCustomerId !== undefined && { loginAccount: account(settings.loginCustomerId) }),
        operatingAccount: account(settings.customerId),
        productDestinationId: send.conversionActionId,
      },
    ],
    events: deliveries.map((delivery) => eventOf(delivery, settings)),
    ...(hasContact && { encoding: 'HEX' }),
    validateOnly: false,
  };
}

function eventOf(delivery: Delivery<GoogleSend>, { eventSource = 'OTHER' }: GoogleSettings): JsonObject {
  const { identifiers, value, consent } = delivery;
  const { email, phone, gclid, gbraid, wbraid } = identifiers;
  const click = { ...(gclid && { gclid }), ...(gbraid && { gbraid }), ...(wbraid && { wbraid }) };
  const contact = [
    ...(email === undefined ? [] : [{ emailAddress: email }]),
    ...(phone === undefined ? [] : [{ phoneNumber: phone }]),
  ];
  const adUserData = consentWord(consent.adUserData, CONSENT);
  const adPersonalization = consentWord(consent.adPersonalization, CONSENT);
  const given = { ...(adUserData && { adUserData }), ...(adPersonalization && { adPersonalization }) };
  return {
    destinationReferences: [delivery.stage],
    transactionId: delivery.original?.key ?? delivery.dedupKey,
    eventTimestamp: isoSecond(countedAt(delivery)),
    eventSource,
    ...(Object.keys(click).length > 0 && { adIdentifiers: click }),
    ...(contact.length > 0 && { userData: { userIdentifiers: contact } }),
    ...(value !== null && { conversionValue: jsonAmount(value), currency: value.currency }),
    ...(Object.keys(given).length > 0 && { consent: given }),
  };
}

/** A restated event has the time of the original. */
function countedAt(delivery: Delivery<GoogleSend>) {
  return isAdjustment(delivery) && delivery.original !== null ? delivery.original.eventAt : delivery.eventAt;
}

/** One invalid field rejects the whole request; the answer names its path. */
function judge(answer: AnsweredRequest): RequestJudgement {
  if (isSuccess(answer)) return TAKEN;
  const known = judgeStatus(answer);
  if (known !== null) return known;
  const error = part(answer.body, 'error');
  const paths = listOf(part(error, 'details')).flatMap((detail) => listOf(part(detail, 'fieldViolations')));
  const named = paths.flatMap((violation) => {
    const [, index] = /\bevents\[(\d+)\]/.exec(textFrom(part(violation, 'field'))) ?? [];
    return index === undefined ? [] : [Number(index)];
  });
  return judgeRefused(answer, textFrom(part(error, 'status')) || `http${answer.status}`, named, TERMINAL);
}

/** Reads the diagnostics of a request: `requestStatus:retrieve`. */
export function diagnose(body: unknown, deliveries: number): Diagnosis {
  const statuses = listOf(part(body, 'requestStatusPerDestination'));
  const words = statuses.map((status) => textFrom(part(status, 'requestStatus')));
  // The documentation has FAILURE where the schema has FAILED.
  if (words.length === 0 || !words.every((word) => /^(SUCCESS|PARTIAL_SUCCESS|FAILED|FAILURE)$/.test(word)))
    return { is: 'processing' };
  const failed = new Map<number, Failure>();
  const unplaced = new Map<string, number>();
  for (const error of statuses.flatMap((status) => listOf(part(status, 'errorInfo', 'errorCounts')))) {
    const code = textFrom(part(error, 'reason'));
    const places = listOf(part(error, 'recordIndices'))
      .map(Number)
      .filter((place) => Number.isInteger(place) && place >= 0 && place < deliveries);
    for (const place of places) failed.set(place, { code, verdict: DATA_MANAGER.verdict(code) });
    const count = Number(part(error, 'recordCount') ?? places.length) - places.length;
    if (count > 0) unplaced.set(code, (unplaced.get(code) ?? 0) + count);
  }
  return { is: 'done', failed, unplaced };
}
