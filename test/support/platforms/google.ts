import type { Json } from '../json.js';
import { type Asked, hasToken, type Platform, type PlatformState, type Reply } from './platform-server.js';

const UNAUTHENTICATED: Reply = {
  status: 401,
  body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' } },
};

/** A token for an hour, for whoever has the refresh token. */
export const googleTokens: Platform = ({ text }, state) => {
  const fields = new URLSearchParams(text);
  if (fields.get('grant_type') !== 'refresh_token' || fields.get('refresh_token') !== state.refreshToken)
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
  state.tokensGiven += 1;
  const token = `token-${state.tokensGiven}`;
  state.goodTokens.add(token);
  return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
};

/** `UploadClickConversions` and `UploadConversionAdjustments`: each row is looked at by itself. */
export const googleAdsApi: Platform = (asked, state) => {
  if (!hasToken(asked, state) || asked.headers['developer-token'] === undefined) return UNAUTHENTICATED;
  if (asked.path.endsWith('/googleAds:search')) return jobsOf(state);
  const isAdjusting = asked.path.endsWith(':uploadConversionAdjustments');
  const field = isAdjusting ? 'conversionAdjustments' : 'conversions';
  if (asked.json.partialFailure !== true) return refusal('PARTIAL_FAILURE_MODE_REQUIRED');
  const rows = asked.json[field] as Json[];
  const errors: Json[] = [];
  const results = rows.map((row, index) => {
    const code = isAdjusting ? faultOfAdjustment(row, state, asked) : faultOfConversion(row, state, asked);
    if (code === null) return { orderId: row.orderId };
    errors.push({
      errorCode: { conversionUploadError: code },
      message: `Row ${index}: ${code}`,
      location: { fieldPathElements: [{ fieldName: field, index }] },
    });
    return {};
  });
  return {
    status: 200,
    headers: { 'request-id': `ads-${state.counted.size}` },
    body: {
      results,
      ...(errors.length > 0 && {
        partialFailureError: { code: 3, message: 'Multiple errors', details: [{ errors }] },
      }),
    },
  };
};

function faultOfConversion(row: Json, state: PlatformState, { json }: Asked): string | null {
  if (state.invalid.has(row.orderId)) return 'UNPARSEABLE_GCLID';
  if (json.validateOnly === true) return null;
  return state.count(row.orderId, row) ? null : 'ORDER_ID_ALREADY_IN_USE';
}

/** One whose conversion is not known is taken too, and ends as failed in the diagnostics. */
function faultOfAdjustment(row: Json, state: PlatformState, { json }: Asked): string | null {
  const counted = state.counted.get(row.orderId);
  if (counted?.isRetracted) return 'CONVERSION_ALREADY_RETRACTED';
  const job = state.jobs.get(json.jobId) ?? { successfulCount: 0, failedCount: 0 };
  state.jobs.set(json.jobId, job);
  if (counted === undefined || state.invalid.has(row.orderId)) {
    job.failedCount += 1;
    return null;
  }
  job.successfulCount += 1;
  if (row.adjustmentType === 'RETRACTION') counted.isRetracted = true;
  else counted.conversionValue = row.restatementValue.adjustedValue;
  return null;
}

/** Adjustments stand as pending at first. */
function jobsOf({ jobs, isBehind }: PlatformState): Reply {
  const jobSummaries = [...jobs].map(([jobId, { successfulCount, failedCount }]) => ({
    jobId: String(jobId),
    ...(isBehind
      ? { pendingCount: String(successfulCount + failedCount) }
      : { successfulCount: String(successfulCount), failedCount: String(failedCount) }),
  }));
  return { status: 200, body: { results: [{ offlineConversionUploadClientSummary: { jobSummaries } }] } };
}

function refusal(code: string): Reply {
  const details = [{ errors: [{ errorCode: { conversionUploadError: code }, message: code }] }];
  return { status: 400, body: { error: { code: 400, message: code, details } } };
}

/** `events:ingest` refuses whole requests, and says of events later what became of them. */
export const dataManager: Platform = (asked, state) => {
  if (!hasToken(asked, state)) return UNAUTHENTICATED;
  if (asked.path === '/v1/requestStatus:retrieve') return statusOf(asked.query.get('requestId')!, state);
  const events = asked.json.events as Json[];
  if (events.some((event) => event.eventSource === undefined)) return violation(0, 'eventSource');
  if (asked.json.validateOnly === true) return { status: 200, body: { requestId: 'validated' } };
  const requestId = `dm-${state.requests.size + 1}`;
  state.requests.set(requestId, { events, isDone: true });
  return { status: 200, body: { requestId } };
};

function statusOf(requestId: string, state: PlatformState): Reply {
  const request = state.requests.get(requestId);
  if (request === undefined) return { status: 404, body: { error: { code: 404, status: 'NOT_FOUND' } } };
  if (request.isDone !== true)
    return { status: 200, body: { requestStatusPerDestination: [{ requestStatus: 'PROCESSING' }] } };
  const bad = (request.events as Json[]).flatMap((event, index) => {
    if (!state.invalid.has(event.transactionId)) state.count(event.transactionId, event);
    return state.invalid.has(event.transactionId) ? [index] : [];
  });
  const errorCounts = [
    { reason: 'PROCESSING_ERROR_REASON_INVALID_GCLID', recordCount: String(bad.length), recordIndices: bad },
  ];
  const words = bad.length === 0 ? 'SUCCESS' : bad.length === request.events.length ? 'FAILED' : 'PARTIAL_SUCCESS';
  const status = { requestStatus: words, ...(bad.length > 0 && { errorInfo: { errorCounts } }) };
  return { status: 200, body: { requestStatusPerDestination: [status] } };
}

function violation(index: number, field: string): Reply {
  const details = [
    { fieldViolations: [{ field: `events[${index}].${field}`, description: 'REQUIRED_FIELD_MISSING' }] },
  ];
  return { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', details } } };
}
