import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import type { InboundKind, Vendor } from '../connections/inbound.schema.js';
import { tokenIn } from './payload.js';

/** A request as it is proven. */
export interface SentRequest {
  readonly method: string;
  /** Its path, and what follows it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ip: string;
  readonly body: Buffer;
}

interface Proving {
  readonly secret: string;
  readonly sent: SentRequest;
  /** The address to which it was sent, as the sender knows it. */
  readonly url: string;
  readonly payload: unknown;
  readonly now: Instant;
}

/** What a request gives as its proof, beside what is expected. */
type Proof = readonly [given: string, expected: string];

/** Signatures that say when they were made count for so long. Source: HubSpot, "Validating requests". */
const SIGNED_WITHIN_MS = 5 * MS_PER_MINUTE;

const LINKEDIN_PREFIX = 'hmacsha256=';

/** How senders that have a way of their own prove what they send; all others by `proofsOfTool`. */
const OF_KIND: Partial<Record<InboundKind, (proving: Proving) => readonly Proof[]>> = {
  google: ({ secret, payload }) => [[textIn(payload, 'google_key'), secret]],
  // Source: Webhooks from Meta, "Validating payloads".
  meta: ({ secret, sent }) => [[headerOf(sent, 'x-hub-signature-256'), `sha256=${hmac(secret, sent.body, 'hex')}`]],
  // The documents say that the prefix is signed too; some apps get the signature with it, or of the body alone. Source:
  // LinkedIn, "Webhook validation".
  linkedin: ({ secret, sent }) => {
    const given = headerOf(sent, 'x-li-signature').replace(LINKEDIN_PREFIX, '');
    const prefixed = Buffer.concat([Buffer.from(LINKEDIN_PREFIX), sent.body]);
    return [
      [given, hmac(secret, prefixed, 'hex')],
      [given, hmac(secret, sent.body, 'hex')],
    ];
  },
  hubspot: (proving) => [...proofsOfHubspot(proving), ...proofsOfTool(proving)],
};
const OF_VENDOR: Partial<Record<Vendor, (proving: Proving) => readonly Proof[]>> = {
  aircall: ({ secret, payload }) => [[textIn(payload, 'token'), secret]],
  dialpad: proofsOfDialpad,
  twilio: proofsOfTwilio,
};

/** Whether a request proves that it comes from whoever knows the secret. */
export function isProvenBy({ kind, vendor }: { kind: InboundKind; vendor: Vendor | null }, proving: Proving): boolean {
  const proofs = OF_KIND[kind] ?? (vendor === null ? undefined : OF_VENDOR[vendor]) ?? proofsOfTool;
  return proofs(proving).some(([given, expected]) => isSame(given, expected));
}

/**
 * A workflow's request is signed with the secret of an app, or has a key of one's own in a header, as tools do. Source:
 * HubSpot, "Validating requests", versions 2 and 3; the addresses of connections have nothing that HubSpot would decode.
 */
function proofsOfHubspot({ secret, sent, url, now }: Proving): Proof[] {
  const { method, body } = sent;
  const stamp = headerOf(sent, 'x-hubspot-request-timestamp');
  const isRecent = Math.abs(now - Number(stamp)) <= SIGNED_WITHIN_MS;
  const signed = Buffer.concat([Buffer.from(`${method}${url}`), body, Buffer.from(stamp)]);
  const hash = createHash('sha256').update(`${secret}${method}${url}`).update(body).digest('hex');
  return [
    [headerOf(sent, 'x-hubspot-signature'), hash],
    ...(isRecent ? [[headerOf(sent, 'x-hubspot-signature-v3'), hmac(secret, signed, 'base64')] as const] : []),
  ];
}

/** Events are JSON Web Tokens, always signed with HS256: what its header says does not matter. Source: Dialpad, "Webhooks". */
function proofsOfDialpad({ secret, sent }: Proving): Proof[] {
  const [header = '', claims = '', signature = ''] = tokenIn(sent.body.toString('utf8')) ?? [];
  return [[signature, createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url')]];
}

/** The address is signed with the parameters by their names; some senders name the port. Source: Twilio, "Webhooks security". */
function proofsOfTwilio({ secret, sent, url }: Proving): Proof[] {
  const parameters = new URLSearchParams(sent.body.toString('utf8'));
  const names = [...new Set(parameters.keys())].sort();
  const signed = names.map((name) => name + [...new Set(parameters.getAll(name))].sort().join(name)).join('');
  const given = headerOf(sent, 'x-twilio-signature');
  const withPort = url.replace(/^(https?):\/\/([^/:]+)(?=\/)/, (_, scheme: string, host: string) => {
    return `${scheme}://${host}:${scheme === 'https' ? 443 : 80}`;
  });
  return [url, withPort].map((each) => [given, createHmac('sha1', secret).update(`${each}${signed}`).digest('base64')]);
}

/**
 * The secret itself in a header, or a signature. Sources: Typeform, "Secure your webhooks"; Webflow, "Webhook
 * signatures"; Calendly, "Webhook signatures"; Cal.com, "Webhooks".
 */
function proofsOfTool({ secret, sent }: Proving): Proof[] {
  const { body } = sent;
  const of = (name: string) => headerOf(sent, name);
  const { t = '', v1 = '' } = Object.fromEntries(
    of('calendly-webhook-signature')
      .split(',')
      .map((part) => part.trim().split('=', 2)),
  ) as { readonly t?: string; readonly v1?: string };
  const stamped = Buffer.concat([Buffer.from(`${of('x-webflow-timestamp')}:`), body]);
  return [
    [of('authorization').replace(/^bearer /i, ''), secret],
    [of('x-touchline-secret'), secret],
    [of('typeform-signature'), `sha256=${hmac(secret, body, 'base64')}`],
    [of('x-webflow-signature'), hmac(secret, stamped, 'hex')],
    [of('x-cal-signature-256'), hmac(secret, body, 'hex')],
    [v1, hmac(secret, Buffer.concat([Buffer.from(`${t}.`), body]), 'hex')],
  ];
}

function headerOf({ headers }: SentRequest, name: string): string {
  const given = headers[name];
  return typeof given === 'string' ? given : '';
}

function textIn(payload: unknown, name: string): string {
  const value = (payload as Readonly<Record<string, unknown>> | null)?.[name];
  return typeof value === 'string' ? value : '';
}

export function hmac(secret: string, text: Buffer | string, encoding: 'hex' | 'base64'): string {
  return createHmac('sha256', secret).update(text).digest(encoding);
}

export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
