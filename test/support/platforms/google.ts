import type { Json } from '../json.js';
import { hasToken, type Platform, type PlatformRequest, type PlatformState, type Reply } from './platform-server.js';

const UNAUTHENTICATED: Reply = {
  status: 401,
  body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' } },
};

/** Issues a token for an hour in return for the refresh token. */
export const googleTokens: Platform = ({ text }, state) => {
  const fields = new URLSearchParams(text);
  if (fields.get('grant_type') !== 'refresh_token' || fields.get('refresh_token') !== state.refreshToken)
    return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
  state.tokensGiven += 1;
  const token = `token-${state.tokensGiven}`;
  state.goodTokens.add(token);
  return { status: 200, body: { access_token: token, expires_in: 3599, token_type: 'Bearer' } };
};

/** `UploadClickConversions` and `UploadConversionAdjustments`, which check each row by itself. */
export const googleAdsApi: Platform = (request, state) => {
  if (!hasToken(request, state) || request.headers['developer-token'] === undefined) return UNAUTHENTICATED;
  if (request.path.endsWith('/googleAds:search')) return jobsOf(state);
  const isAdjusting = request.path.endsWith(':uploadConversionAdjustments');
  const field = isAdjusting ? 'conversionAdjustments' : 'conversions';
  if (request.json.partialFailure !== true) return refusal('PARTIAL_FAILURE_MODE_REQUIRED');
  const rows = request.json[field] as Json[];
  const errors: Json[] = [];
  const results = rows.map((row, index) => {
    const code = isAdjusting ? faultOfAdjustment(row, state, request) : faultOfConversion(row, state, request);
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

function faultOfConversion(row: Json, state: PlatformState, { json }: PlatformRequest): string | null {
  if (state.invalid.has(row.orderId)) return 'UNPARSEABLE_GCLID';
  if (json.validateOnly === true) return null;
  return state.count(row.orderId, row) ? null : 'ORDER_ID_ALREADY_IN_USE';
}

/** An adjustment of an unknown conversion is accepted, but counted as failed in the diagnostics. */
function faultOfAdjustment(row: Json, state: PlatformState, { json }: PlatformRequest): string | null {
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

/** While the diagnostics are behind, all adjustments are pending. */
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

/** `events:ingest`, which refuses whole requests, and reports on single events only later. */
export const dataManager: Platform = (request, state) => {
  if (!hasToken(request, state)) return UNAUTHENTICATED;
  if (request.path === '/v1/requestStatus:retrieve') return statusOf(request.query.get('requestId')!, state);
  const events = request.json.events as Json[];
  if (events.some((event) => event.eventSource === undefined)) return violation(0, 'eventSource');
  if (request.json.validateOnly === true) return { status: 200, body: { requestId: 'validated' } };
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
