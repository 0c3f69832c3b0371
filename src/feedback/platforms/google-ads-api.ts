import { type Delivery, isAdjustment } from '../delivery.js';
import { type OutgoingBatch, sentItem } from '../dispatch/outgoing.js';
import { jsonAmount } from '../money.js';
import { abilitiesTo, type Transport } from '../platform.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  type Diagnosis,
  each,
  type Failure,
  isSuccess,
  judgeRefused,
  judgeStatus,
  listOf,
  part,
  type RequestJudgement,
  SOON,
  textFrom,
  verdictBy,
} from '../posting/answer.js';
import { G1, G2, G5 } from './google-rules.js';
import {
  consentWord,
  GOOGLE_BATCH_MAX,
  GOOGLE_VERDICTS,
  GOOGLE_WINDOWS,
  type GoogleSend,
  type GoogleSettings,
} from './google-shared.js';
import type { JsonObject } from './json-text.js';
import { withOffset } from './time-text.js';

/** Google Ads API, `UploadClickConversions` and `UploadConversionAdjustments`. */
export const ADS_API: Transport<GoogleSettings, GoogleSend> = {
  format: 'json',
  abilities: abilitiesTo('retract', 'restate', 'adjustsByKey'),
  windows: GOOGLE_WINDOWS,
  knowsKeysForMs: null,
  batchMax: GOOGLE_BATCH_MAX,
  // An adjustment whose conversion is still being processed stays in the diagnostics for up to a day.
  success: (kind) => (isAdjustment({ kind }) ? 'sent' : 'accepted'),
  lane: (delivery) => (isAdjustment(delivery) ? 'adjustments' : 'conversions'),
  write: (batch) => (isAdjustment(batch.deliveries[0]!) ? adjustmentsOf(batch) : conversionsOf(batch)),
  rules: [G1, G2, G5],
  judge,
  diagnostics: {
    idOf: ({ jobId }) => (typeof jobId === 'number' ? String(jobId) : null),
    question: (_id, settings) => ({
      ...postTo('googleAds:search', settings, '/'),
      body: {
        query:
          "SELECT offline_conversion_upload_client_summary.job_summaries FROM offline_conversion_upload_client_summary WHERE offline_conversion_upload_client_summary.client = 'GOOGLE_ADS_API'",
      },
    }),
    read: diagnoseJob,
  },
  verdict: verdictBy({
    ...GOOGLE_VERDICTS,
    ...each(SOON, 'RESOURCE_EXHAUSTED RESOURCE_TEMPORARILY_EXHAUSTED TRANSIENT_ERROR INTERNAL_ERROR'),
    ...each(ACCOUNT_BROKEN, 'USER_PERMISSION_DENIED DEVELOPER_TOKEN_NOT_APPROVED CUSTOMER_NOT_ENABLED'),
  }),
};

function conversionsOf(batch: OutgoingBatch<GoogleSettings, GoogleSend>) {
  const { settings, deliveries, timeZone, jobId } = batch;
  const times = deliveries.map(({ eventAt }) => withOffset(eventAt, timeZone));
  return {
    format: 'json' as const,
    ...postTo('uploadClickConversions', settings),
    body: {
      conversions: deliveries.map((delivery, index) => conversionOf(delivery, settings, times[index]!)),
      partialFailure: true,
      validateOnly: false,
      ...(jobId !== undefined && { jobId }),
    },
    items: deliveries.map((delivery, index) => sentItem(delivery, times[index]!)),
  };
}

function conversionOf(delivery: Delivery<GoogleSend>, settings: GoogleSettings, time: string): JsonObject {
  const { gclid, gbraid, wbraid, email, phone } = delivery.identifiers;
  const { value } = delivery;
  const source = { userIdentifierSource: 'FIRST_PARTY' };
  const contact = [
    ...(email === undefined ? [] : [{ ...source, hashedEmail: email }]),
    ...(phone === undefined ? [] : [{ ...source, hashedPhoneNumber: phone }]),
  ];
  // Consent to personalization is for audience lists alone, and rejected here.
  const adUserData = consentWord(delivery.consent.adUserData, { granted: 'GRANTED', denied: 'DENIED' });
  return {
    ...(gclid !== undefined && { gclid }),
    ...(gbraid !== undefined && { gbraid }),
    ...(wbraid !== undefined && { wbraid }),
    conversionAction: actionOf(delivery, settings),
    conversionDateTime: time,
    ...(value !== null && { conversionValue: jsonAmount(value), currencyCode: value.currency }),
    orderId: delivery.dedupKey,
    ...(adUserData !== undefined && { consent: { adUserData } }),
    ...(contact.length > 0 && { userIdentifiers: contact }),
  };
}

function adjustmentsOf(batch: OutgoingBatch<GoogleSettings, GoogleSend>) {
  const { settings, deliveries, timeZone, jobId } = batch;
  const times = deliveries.map(({ eventAt }) => withOffset(eventAt, timeZone));
  return {
    format: 'json' as const,
    ...postTo('uploadConversionAdjustments', settings),
    body: {
      conversionAdjustments: deliveries.map((delivery, index) => adjustmentOf(delivery, settings, times[index]!)),
      partialFailure: true,
      validateOnly: false,
      ...(jobId !== undefined && { jobId }),
    },
    items: deliveries.map((delivery, index) =>
      sentItem(delivery, times[index]!, delivery.original!.key === null ? ['gclid'] : []),
    ),
  };
}

function adjustmentOf(delivery: Delivery<GoogleSend>, settings: GoogleSettings, time: string): JsonObject {
  const { kind, original, value, identifiers } = delivery;
  return {
    conversionAction: actionOf(delivery, settings),
    adjustmentType: kind === 'retract' ? 'RETRACTION' : 'RESTATEMENT',
    // A conversion with an order id can be identified by nothing else.
    ...(original!.key !== null
      ? { orderId: original!.key }
      : { gclidDateTimePair: { gclid: identifiers.gclid ?? '', conversionDateTime: original!.eventTimeAsSent } }),
    adjustmentDateTime: time,
    ...(value !== null && {
      restatementValue: { adjustedValue: jsonAmount(value), currencyCode: value.currency },
    }),
  };
}

function postTo(
  method: string,
  { customerId, loginCustomerId, apiVersion = 'v26' }: GoogleSettings,
  separator: ':' | '/' = ':',
) {
  return {
    url: `https://googleads.googleapis.com/${apiVersion}/customers/${customerId}${separator}${method}`,
    headers: loginCustomerId === undefined ? {} : { 'login-customer-id': loginCustomerId },
  };
}

function actionOf({ send }: Delivery<GoogleSend>, { customerId }: GoogleSettings): string {
  return `customers/${customerId}/conversionActions/${send.conversionActionId}`;
}

/** A success may contain errors of single rows, by index; an error status rejects the whole request. */
function judge(answer: AnsweredRequest): RequestJudgement {
  const status = judgeStatus(answer);
  const isFine = isSuccess(answer);
  const details = listOf(part(answer.body, isFine ? 'partialFailureError' : 'error', 'details'));
  const errors = details.flatMap((detail) => listOf(part(detail, 'errors')));
  const found = errors.map((error) => ({ index: indexOf(error), failure: failureOf(error) }));
  if (!isFine) {
    const [first] = found;
    // An account that may not import at all gets a 403 with a more precise code.
    if (first !== undefined && (status === null || status.of !== 'all' || answer.status === 403))
      return first.index === null
        ? { of: 'all', ...first.failure }
        : judgeRefused(answer, first.failure.code, [first.index], first.failure.verdict);
    return status ?? judgeRefused(answer, `http${answer.status}`, [], ADS_API.verdict(`http${answer.status}`));
  }
  // An error without an index is about the request.
  const ofAll = found.find(({ index }) => index === null);
  if (ofAll !== undefined) return { of: 'all', ...ofAll.failure };
  return { of: 'each', failed: new Map(found.map(({ index, failure }) => [index!, failure])) };
}

function indexOf(error: unknown): number | null {
  const [first] = listOf(part(error, 'location', 'fieldPathElements'));
  const isRow = /^conversion(s|_?adjustments)$/i.test(textFrom(part(first, 'fieldName')));
  // Some JSON writers leave out an index of 0.
  return isRow ? Number(part(first, 'index') ?? 0) : null;
}

function failureOf(error: unknown): Failure {
  const code = textFrom(Object.values((part(error, 'errorCode') as object | undefined) ?? {})[0]) || 'UNKNOWN';
  return { code, verdict: ADS_API.verdict(code), message: textFrom(part(error, 'message')) };
}

/**
 * Reads the diagnostics of uploads for a job: how many of its rows were accepted, failed, or still wait, for up to a
 * day. They name no row, so the result of a row is known only if all rows have the same.
 */
export function diagnoseJob(body: unknown, id: string, deliveries: number): Diagnosis {
  const summaries = listOf(part(body, 'results')).flatMap((row) =>
    listOf(part(row, 'offlineConversionUploadClientSummary', 'jobSummaries')),
  );
  const job = summaries.find((summary) => textFrom(part(summary, 'jobId')) === id);
  const count = (name: string) => Number(part(job, name) ?? 0);
  const [taken, failed] = [count('successfulCount'), count('failedCount')];
  if (job === undefined || count('pendingCount') > 0 || taken + failed < deliveries) return { is: 'processing' };
  // Failed rows may include those rejected at once. If more were accepted than sent, another job counts as well.
  if (taken > deliveries) return { is: 'processing' };
  const unplaced = taken === deliveries ? [] : [['FAILED', deliveries - taken] as const];
  return { is: 'done', failed: new Map(), unplaced: new Map(unplaced) };
}
