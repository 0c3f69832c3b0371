import { type Answer, type Http, listOf, part, textFrom } from './http.js';
import {
  all,
  type Fault,
  isSuccess,
  type Meaning,
  meaningOfStatus,
  type Outcome,
  type Platform,
  Refused,
  refused,
  secret,
  Unreachable,
} from './platform.js';

let token: { readonly text: string; readonly endsAt: number } | null = null;

/** Google gives a token for an hour, for a refresh token. */
async function tokenOf(http: Http, isAnew: boolean): Promise<string> {
  if (token !== null && !isAnew && token.endsAt > Date.now()) return token.text;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: secret('GOOGLE_CLIENT_ID'),
    client_secret: secret('GOOGLE_CLIENT_SECRET'),
    refresh_token: secret('GOOGLE_REFRESH_TOKEN'),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = 'https://oauth2.googleapis.com/token';
  const { status, json } = await http.ask({ method: 'POST', url, headers, body: body.toString() });
  if (status === null || status === 429 || status >= 500) throw new Unreachable('Google gives no token just now');
  const text = textFrom(part(json, 'access_token'));
  if (text === '') throw new Refused(`Google gives no token: ${textFrom(part(json, 'error')) || status}`);
  token = { text, endsAt: Date.now() + (Number(part(json, 'expires_in')) - 60) * 1_000 };
  return text;
}

/** Data Manager refuses a request whole, and says of what it has taken half an hour later what it has accepted. */
export const DATA_MANAGER: Platform = {
  headers: async (http, isAnew) => ({ authorization: `Bearer ${await tokenOf(http, isAnew)}` }),
  meaningOf(answer, items) {
    if (isSuccess(answer)) return { is: 'taken', failed: new Map() };
    const error = part(answer.json, 'error');
    const fields = listOf(part(error, 'details')).flatMap((each) => listOf(part(each, 'fieldViolations')));
    const places = fields.flatMap((each) => /\bevents\[(\d+)\]/.exec(textFrom(part(each, 'field')))?.[1] ?? []);
    const fault = faultOf(textFrom(part(error, 'status')), error, answer);
    return meaningOfStatus(answer) ?? refused(fault, places.map(Number), items);
  },
  idOf: (_request, answer) => textFrom(part(answer.json, 'requestId')) || null,
  question: (_request, id) => ({
    method: 'GET',
    url: `https://datamanager.googleapis.com/v1/requestStatus:retrieve?requestId=${encodeURIComponent(id)}`,
    headers: {},
  }),
  outcomeOf({ json }, _id, items) {
    const statuses = listOf(part(json, 'requestStatusPerDestination'));
    const isDone = statuses.every((each) => /SUCCESS|FAIL/.test(textFrom(part(each, 'requestStatus'))));
    if (statuses.length === 0 || !isDone) return 'not yet';
    const failed = new Map<number, Fault>();
    let nameless = 0;
    for (const error of statuses.flatMap((each) => listOf(part(each, 'errorInfo', 'errorCounts')))) {
      const fault = { code: textFrom(part(error, 'reason')), message: 'by the diagnostics' };
      const places = listOf(part(error, 'recordIndices')).map(Number);
      for (const place of places) failed.set(place, fault);
      nameless += Math.max(0, Number(part(error, 'recordCount') ?? 0) - places.length);
    }
    // Some of the others have failed, and nobody knows which: nothing is said of them.
    return { failed, accepted: nameless > 0 ? [] : placesOf(items).filter((place) => !failed.has(place)) };
  },
};

/** The Google Ads API looks at each row by itself. Of adjustments it says within a day how many it has taken. */
export const GOOGLE_ADS: Platform = {
  headers: async (http, isAnew) => ({
    authorization: `Bearer ${await tokenOf(http, isAnew)}`,
    'developer-token': secret('GOOGLE_DEVELOPER_TOKEN'),
  }),
  meaningOf: meaningOfRows,
  idOf: ({ url, text }) => (isAdjusting(url) ? (/"jobId":(\d+)/.exec(text)?.[1] ?? null) : null),
  question: ({ url, headers }) => ({
    method: 'POST',
    url: url.replace(/:\w+$/, '/googleAds:search'),
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      query:
        "SELECT offline_conversion_upload_client_summary.job_summaries FROM offline_conversion_upload_client_summary WHERE offline_conversion_upload_client_summary.client = 'GOOGLE_ADS_API'",
    }),
  }),
  outcomeOf({ json }, id, items): Outcome {
    const summaries = listOf(part(json, 'results')).flatMap((row) =>
      listOf(part(row, 'offlineConversionUploadClientSummary', 'jobSummaries')),
    );
    const job = summaries.find((each) => textFrom(part(each, 'jobId')) === id);
    const count = (name: string) => Number(part(job, name) ?? 0);
    const [taken, lost] = [count('successfulCount'), count('failedCount')];
    if (count('pendingCount') > 0 || taken + lost < items) return 'not yet';
    const fault = { code: 'FAILED', message: 'by the diagnostics' };
    if (taken === items) return { accepted: placesOf(items), failed: new Map() };
    return { accepted: [], failed: new Map(taken > 0 ? [] : placesOf(items).map((place) => [place, fault])) };
  },
};

function meaningOfRows(answer: Answer, items: number): Meaning {
  const status = isSuccess(answer) ? part(answer.json, 'partialFailureError') : part(answer.json, 'error');
  const errors = listOf(part(status, 'details')).flatMap((detail) => listOf(part(detail, 'errors')));
  const found = errors.map((error) => {
    const [code] = Object.values((part(error, 'errorCode') as object | undefined) ?? {});
    return { place: placeIn(error), fault: faultOf(textFrom(code), error, answer) };
  });
  const ofAll = found.find(({ place }) => place === null);
  if (isSuccess(answer)) {
    if (ofAll !== undefined) return all(ofAll.fault.code, ofAll.fault.message);
    return { is: 'taken', failed: new Map(found.map(({ place, fault }) => [place!, fault])) };
  }
  // Who may not import at all is told by 403 and a code that says more.
  if (answer.status === 403 && ofAll !== undefined) return all(ofAll.fault.code, ofAll.fault.message);
  const fault = found[0]?.fault ?? faultOf('', status, answer);
  return meaningOfStatus(answer) ?? refused(fault, found.flatMap(({ place }) => place ?? []).slice(0, 1), items);
}

/** Null where an error is of the request. An index of 0 is left out by some writers of JSON. */
function placeIn(error: unknown): number | null {
  const [first] = listOf(part(error, 'location', 'fieldPathElements'));
  const isRow = /^conversion(s|Adjustments|_adjustments)$/.test(textFrom(part(first, 'fieldName')));
  return isRow ? Number(part(first, 'index') ?? 0) : null;
}

function faultOf(code: string, error: unknown, { status }: Answer): Fault {
  return { code: code || `http${status}`, message: textFrom(part(error, 'message')) };
}

function isAdjusting(url: string): boolean {
  return url.endsWith(':uploadConversionAdjustments');
}

function placesOf(items: number): number[] {
  return Array.from({ length: items }, (_, place) => place);
}
