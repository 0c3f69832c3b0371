import type { Instant } from '../../platform/values/duration.js';

/** A request as it came. */
export interface KeptRequest {
  readonly at: Instant;
  readonly method: string;
  /** Of `HEADERS_KEPT`, those that it had. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly body: string;
  readonly encoding: 'utf8' | 'base64';
}

/** Headers that say who sent it, or prove it; no cookies, and nothing by which a visitor could be followed. */
const HEADERS_KEPT =
  /^(content-type|user-agent|origin|referer|x-.*signature.*|x-.*timestamp.*|typeform-signature|calendly-webhook-signature)$/;
const HEADER_MAX = 1_000;

export function keptRequest(
  at: Instant,
  method: string,
  sent: Readonly<Record<string, string | readonly string[] | undefined>>,
  bytes: Buffer,
): KeptRequest {
  const headers = Object.fromEntries(
    Object.entries(sent)
      .filter(([name]) => HEADERS_KEPT.test(name) && !name.startsWith('x-forwarded'))
      .map(([name, value]) => [name, String(value).slice(0, HEADER_MAX)]),
  );
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  const body = isText ? text : bytes.toString('base64');
  return { at, method, headers, contentType: headers['content-type'], body, encoding: isText ? 'utf8' : 'base64' };
}

/** Returns what was fetched, in the form of a request that brought it. */
export function fetchedRequest(at: Instant, payload: unknown): KeptRequest {
  const body = JSON.stringify(payload);
  return { at, method: 'GET', headers: {}, contentType: 'application/json', body, encoding: 'utf8' };
}
