import { describe, expect, it } from '@jest/globals';
import { diagnoseJob } from '../../src/feedback/platforms/google-ads-api.js';
import { diagnose } from '../../src/feedback/platforms/google-data-manager.js';
import { transportOf } from '../../src/feedback/platforms.js';
import type { AnsweredRequest, RequestJudgement } from '../../src/feedback/posting/answer.js';
import { WAYS, type WayName } from './maya.js';

function judged(name: WayName, status: number | null, body?: unknown, deliveries = 3): string {
  const { platform, settings } = WAYS[name];
  const answer: AnsweredRequest = { status, body, deliveries };
  return inWords(transportOf(platform, settings, 'conversion').judge(answer));
}

function inWords(judgement: RequestJudgement): string {
  if (judgement.of === 'all') return `all ${judgement.code}: ${judgement.verdict.is}`;
  const failed = [...judgement.failed].map(([index, { code, verdict }]) => `${index} ${code} ${verdict.is}`).join(', ');
  return judgement.of === 'each'
    ? `taken${failed && ` but ${failed}`}`
    : `refused ${judgement.code}: ${failed || 'halve'}`;
}

const verdictOf = (name: WayName, code: string) => {
  const { platform, settings } = WAYS[name];
  return transportOf(platform, settings, 'conversion').verdict(code);
};

/** An answer of the Google Ads API with the errors of single rows. */
const partial = (...errors: [code: string, index: number | null, field?: string][]) => ({
  partialFailureError: {
    details: [
      {
        errors: errors.map(([code, index, fieldName = 'conversions']) => ({
          errorCode: { conversionUploadError: code },
          ...(index !== null && { location: { fieldPathElements: [{ fieldName, ...(index > 0 && { index }) }] } }),
        })),
      },
    ],
  },
  results: [],
});

describe.each(Object.keys(WAYS) as WayName[])('an answer of %s', (name) => {
  it.each([
    [null, 'all noAnswer: later'],
    [429, 'all http429: later'],
    [503, 'all http503: later'],
    [401, 'all http401: accountBroken'],
    [403, 'all http403: accountBroken'],
  ])('with status %s is judged by the status alone', (status, expected) =>
    expect(judged(name, status, {})).toBe(expected),
  );

  it('that refuses a single delivery fails that delivery for good', () => {
    expect(judged(name, 400, {}, 1)).toMatch(/^refused \S+: 0 \S+ terminal$/);
  });

  it('that refuses several without naming the wrong one has them sent again in halves', () => {
    expect(judged(name, 400, {}, 3)).toMatch(/^refused \S+: halve$/);
  });

  it.each([
    ['noAnswer', 'later'],
    ['http429', 'later'],
    ['http500', 'later'],
    ['http401', 'accountBroken'],
    ['http403', 'accountBroken'],
    ['http400', 'terminal'],
  ])('of which only the status is reported, as %s, is judged like the answer itself', (code, verdict) => {
    expect(verdictOf(name, code).is).toBe(verdict);
  });

  it('with an unknown code is final', () => {
    expect(verdictOf(name, 'SOMETHING_NEW')).toEqual({ is: 'terminal', isExpected: false });
    expect(verdictOf(name, 'constructor')).toEqual({ is: 'terminal', isExpected: false });
  });
});

describe('Google’s API', () => {
  const name = 'Google Ads by its API';

  it.each<[string, unknown, string]>([
    ['takes all', { results: [{}] }, 'taken'],
    [
      'names a row that is there already',
      partial(['CLICK_CONVERSION_ALREADY_EXISTS', 1]),
      'taken but 1 CLICK_CONVERSION_ALREADY_EXISTS alreadyThere',
    ],
    ['leaves out the index of the first', partial(['EXPIRED_EVENT', 0]), 'taken but 0 EXPIRED_EVENT terminal'],
    [
      'names several',
      partial(['TOO_RECENT_EVENT', 0], ['CLICK_NOT_FOUND', 2]),
      'taken but 0 TOO_RECENT_EVENT later, 2 CLICK_NOT_FOUND terminal',
    ],
    [
      'names an adjustment',
      partial(['CONVERSION_NOT_FOUND', 2, 'conversion_adjustments']),
      'taken but 2 CONVERSION_NOT_FOUND later',
    ],
    [
      'breaks the account',
      partial(['CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE', null]),
      'all CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE: accountBroken',
    ],
  ])('%s', (_, body, expected) => expect(judged(name, 200, body)).toBe(expected));

  it('names the fault of the account in a refusal', () => {
    const body = {
      error: {
        details: [{ errors: [{ errorCode: { authorizationError: 'CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE' } }] }],
      },
    };
    expect(judged(name, 403, body)).toBe('all CUSTOMER_NOT_ALLOWLISTED_FOR_THIS_FEATURE: accountBroken');
  });

  it.each([
    ['ORDER_ID_ALREADY_IN_USE', 'alreadyThere'],
    ['CONVERSION_ALREADY_RETRACTED', 'alreadyThere'],
    ['RESTATEMENT_ALREADY_EXISTS', 'alreadyThere'],
    ['MORE_RECENT_RESTATEMENT_FOUND', 'superseded'],
    ['DUPLICATE_ORDER_ID', 'ours'],
    ['INVALID_USER_IDENTIFIER', 'ours'],
    ['TOO_RECENT_CONVERSION_ACTION', 'later'],
    ['CONVERSION_EXPIRED', 'terminal'],
    ['UNPARSEABLE_WBRAID', 'terminal'],
    ['NO_CONVERSION_ACTION_FOUND', 'accountBroken'],
  ])('has its code %s judged as %s, also in the results of a file', (code, is) => {
    expect([verdictOf(name, code).is, verdictOf('Google Ads by files', code).is]).toEqual([is, is]);
  });

  it('gets items again after six hours, for seven days if the original is missing; unknown clicks are expected', () => {
    const hours = 3_600_000;
    expect(verdictOf(name, 'TOO_RECENT_EVENT')).toEqual({ is: 'later', pauseMs: 6 * hours, giveUpAfterMs: null });
    expect(verdictOf(name, 'CONVERSION_NOT_FOUND')).toEqual({
      is: 'later',
      pauseMs: 6 * hours,
      giveUpAfterMs: 7 * 24 * hours,
    });
    expect(verdictOf(name, 'CLICK_NOT_FOUND')).toEqual({ is: 'terminal', isExpected: true });
  });

  it('accepts conversions by its answer, but adjustments, files and Data Manager’s events later', () => {
    const of = (way: WayName) => {
      const { platform, settings } = WAYS[way];
      return (['conversion', 'retract'] as const).map((kind) => transportOf(platform, settings, kind).success(kind));
    };
    expect(of(name)).toEqual(['accepted', 'sent']);
    expect(of('Google Ads by files')).toEqual(['sent', 'sent']);
    expect(of('Google Ads by Data Manager')).toEqual(['sent', 'sent']);
    expect(of('Meta')).toEqual(['accepted', 'accepted']);
  });
});

describe('Data Manager', () => {
  it('names the path of what it refuses', () => {
    const body = {
      error: { status: 'INVALID_ARGUMENT', details: [{ fieldViolations: [{ field: 'events.events[2].user_data' }] }] },
    };
    expect(judged('Google Ads by Data Manager', 400, body)).toBe(
      'refused INVALID_ARGUMENT: 2 INVALID_ARGUMENT terminal',
    );
  });

  const status = (requestStatus: string, errorCounts: object[] = []) => ({
    requestStatusPerDestination: [{ requestStatus, errorInfo: { errorCounts } }],
  });

  it.each(['PROCESSING', 'REQUEST_STATUS_UNKNOWN'])('is waited for while its diagnostics say %s', (word) => {
    expect(diagnose(status(word), 3)).toEqual({ is: 'processing' });
    expect(diagnose({}, 3)).toEqual({ is: 'processing' });
  });

  it.each(['SUCCESS', 'FAILED', 'FAILURE', 'PARTIAL_SUCCESS'])('is done when they say %s', (word) => {
    expect(diagnose(status(word), 3)).toEqual({ is: 'done', failed: new Map(), unplaced: new Map() });
  });

  it('says which events failed, or only how many', () => {
    const duplicate = 'PROCESSING_ERROR_REASON_DUPLICATE_TRANSACTION_ID';
    const found = diagnose(
      status('PARTIAL_SUCCESS', [
        { reason: duplicate, recordCount: '1', recordIndices: [1] },
        { reason: 'PROCESSING_ERROR_REASON_EVENT_TOO_OLD', recordCount: '2' },
      ]),
      3,
    );
    expect(found).toEqual({
      is: 'done',
      failed: new Map([[1, { code: duplicate, verdict: { is: 'alreadyThere' } }]]),
      unplaced: new Map([['PROCESSING_ERROR_REASON_EVENT_TOO_OLD', 2]]),
    });
  });
});

describe('Meta', () => {
  it.each<[string, number, unknown, string]>([
    ['has received all', 200, { events_received: 3 }, 'taken'],
    ['has received fewer', 200, { events_received: 2 }, 'refused eventsMissing: halve'],
    ['is called too often', 400, { error: { code: 613 } }, 'all 613: later'],
    ['does not know the token', 400, { error: { code: 190 } }, 'all 190: accountBroken'],
    ['finds one of them wrong', 400, { error: { code: 100 } }, 'refused 100: halve'],
    ['fails', 500, { error: { code: 1 } }, 'all http500: later'],
  ])('%s', (_, status, body, expected) => expect(judged('Meta', status, body)).toBe(expected));
});

describe('LinkedIn', () => {
  it.each<[string, number, unknown, string]>([
    ['has taken one', 201, '', 'taken'],
    ['has taken a list', 200, { elements: [{ status: 201 }, { status: 400 }] }, 'taken but 1 http400 terminal'],
    [
      'could not take some of a list',
      200,
      { elements: [{ status: 500 }, { status: 201 }, { status: 429 }] },
      'taken but 0 http500 later, 2 http429 later',
    ],
    [
      'names the places',
      400,
      { message: 'conversionHappenedAt is too old at index 0, index 2' },
      'refused http400: 0 http400 terminal, 2 http400 terminal',
    ],
    ['finds one wrong', 422, { message: 'amount is a number' }, 'refused http422: halve'],
    ['answers a version no longer', 426, {}, 'all http426: accountBroken'],
    ['is locked', 423, {}, 'all http423: later'],
  ])('%s', (_, status, body, expected) => expect(judged('LinkedIn', status, body)).toBe(expected));

  it.each([
    ['201', 'terminal'],
    ['400', 'terminal'],
    ['401', 'accountBroken'],
    ['426', 'accountBroken'],
    ['429', 'later'],
    ['503', 'later'],
  ])('has status %s of a list element judged as %s', (code, is) => {
    expect(verdictOf('LinkedIn', code).is).toBe(is);
  });
});

describe('Microsoft', () => {
  it('gives the index of each failed item, which differs from the place of the error', () => {
    const body = {
      PartialErrors: [
        { Index: 2, ErrorCode: 'OfflineConversionTimeOutOfWindow' },
        { Index: 0, ErrorCode: 'OfflineConversionsApplyFailed' },
      ],
    };
    expect(judged('Microsoft by its API', 200, body)).toBe(
      'taken but 2 OfflineConversionTimeOutOfWindow terminal, 0 OfflineConversionsApplyFailed later',
    );
    expect(judged('Microsoft by its API', 200, { PartialErrors: [] })).toBe('taken');
  });
});

describe('TikTok', () => {
  it.each<[string, unknown, string]>([
    ['takes all by code 0 alone', { code: 0 }, 'taken'],
    ['is called too often', { code: 40100 }, 'all 40100: later'],
    [
      'names the first that is wrong',
      { code: 40002, message: 'data.1.event_time: invalid' },
      'refused 40002: 1 40002 terminal',
    ],
    ['does not know the token', { code: 40105 }, 'all 40105: accountBroken'],
    ['says nothing', undefined, 'refused : halve'],
  ])('%s', (_, body, expected) => expect(judged('TikTok', 200, body)).toBe(expected));
});

describe('Google’s count of the adjustments of a job', () => {
  const said = (job: object, deliveries = 3) => {
    const jobSummaries = [{ jobId: '8', successfulCount: '9' }, { uploadDate: '2026-11-20' }, { jobId: '7', ...job }];
    const diagnosis = diagnoseJob(
      { results: [{ offlineConversionUploadClientSummary: { jobSummaries } }] },
      '7',
      deliveries,
    );
    return diagnosis.is === 'processing' ? 'processing' : Object.fromEntries(diagnosis.unplaced);
  };

  it.each<[string, object, unknown]>([
    ['all were taken', { successfulCount: '3' }, {}],
    ['all were taken, beside others that were refused at once', { successfulCount: '3', failedCount: '5' }, {}],
    ['none was', { failedCount: '3' }, { FAILED: 3 }],
    ['some were not', { successfulCount: '2', failedCount: '1' }, { FAILED: 1 }],
    [
      'some were not, beside others that were refused at once',
      { successfulCount: '2', failedCount: '6' },
      { FAILED: 1 },
    ],
    ['some wait', { successfulCount: '2', pendingCount: '1' }, 'processing'],
    ['some have not been counted yet', { successfulCount: '2' }, 'processing'],
    ['another job has the same number', { successfulCount: '4' }, 'processing'],
  ])('is understood where %s', (_name, job, expected) => expect(said(job)).toEqual(expected));

  it('is still processing where the job does not exist', () => {
    expect(diagnoseJob({ results: [] }, '7', 1)).toEqual({ is: 'processing' });
    expect(diagnoseJob(undefined, '7', 1)).toEqual({ is: 'processing' });
  });
});
