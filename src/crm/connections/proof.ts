import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import {
  type Duration,
  type Instant,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseDuration,
} from '../../platform/values/duration.js';
import { basic } from '../../records/connectors/auth.js';
import type { ProofBody, ProofKind } from './crm-connection.schema.js';

export interface ReceivedRequest {
  readonly method: string;
  /** As the CRM addresses it. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Names in lower case. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ProvenRequest {
  /** Recognises a repetition of the request; null if nothing in it is dated. */
  readonly once: { readonly digest: Buffer; readonly endsAt: Instant } | null;
}

type Field = Exclude<keyof ProofBody, 'kind'>;

const FIELDS: Readonly<Record<ProofKind, { readonly asked: readonly Field[]; readonly may: readonly Field[] }>> = {
  hmac: {
    asked: ['header'],
    may: ['encoding', 'prefix', 'signs', 'timestampHeader', 'secretEncoding', 'tolerance'],
  },
  standard: { asked: [], may: ['tolerance'] },
  header: { asked: ['header'], may: [] },
  basic: { asked: ['username'], may: [] },
};
const PLACES = /\{([^{}]*)\}/g;
const KNOWN = ['method', 'url', 'timestamp', 'body'];
const TOLERANCE_MS = 5 * MS_PER_MINUTE;
const TOLERANCE_MAX_MS = MS_PER_HOUR;
const SECRET_PREFIX = 'whsec_';
/** Distinguishes seconds since 1970, which have 10 digits for centuries, from milliseconds. */
const SECONDS_DIGITS_MAX = 11;

export function faultsOfProof(proof: ProofBody, pointer: string): Fault[] {
  const { asked, may } = FIELDS[proof.kind];
  const given = (Object.keys(proof) as (keyof ProofBody)[]).filter((name): name is Field => name !== 'kind');
  const places = [...signsOf(proof).matchAll(PLACES)].map(([, name]) => name!);
  return under(
    pointer,
    collectFaults(
      asked
        .filter((name) => proof[name] === undefined)
        .map((name) => fault(`/${name}`, 'required', `"${proof.kind}" asks for ${name}.`)),
      given
        .filter((name) => !asked.includes(name) && !may.includes(name))
        .map((name) => fault(`/${name}`, 'contradiction', `"${proof.kind}" has no ${name}: leave it out.`)),
      proof.kind === 'hmac' && faultsOfSigns(places, proof),
      proof.username?.includes(':') && fault('/username', 'value', 'Expected a name without a colon.'),
      toleranceOf(proof) > TOLERANCE_MAX_MS && fault('/tolerance', 'tooLong', 'Expected an hour at most.'),
    ),
  );
}

function faultsOfSigns(places: readonly string[], { timestampHeader }: ProofBody): Fault[] {
  const strange = places.find((name) => !KNOWN.includes(name));
  if (strange !== undefined)
    return [fault('/signs', 'value', `Expected {method}, {url}, {timestamp} and {body}, not {${strange}}.`)];
  if (!places.includes('body'))
    return [fault('/signs', 'value', 'Expected {body} in it: else anything could be sent.')];
  if (places.includes('timestamp') === (timestampHeader !== undefined)) return [];
  return [
    timestampHeader === undefined
      ? fault('/timestampHeader', 'required', 'Say which header holds the {timestamp} that is signed.')
      : fault('/signs', 'value', 'Expected {timestamp} in the template: without it, a signature could be replayed.'),
  ];
}

/** Returns faults if the secret is not in the encoding that the proof needs. */
export function faultsOfSecret({ kind, secretEncoding = 'text' }: ProofBody, secret: string, pointer: string): Fault[] {
  const isOne =
    kind === 'standard'
      ? /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(secret)
      : kind !== 'hmac' ||
        (secretEncoding === 'hex' && /^([0-9a-f]{2})+$/i.test(secret)) ||
        (secretEncoding === 'base64' && /^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) ||
        secretEncoding === 'text';
  if (isOne) return [];
  const what = kind === 'standard' ? 'whsec_ and base64' : `a key in ${secretEncoding}`;
  return [fault(pointer, 'value', `Expected ${what}.`)];
}

/** Whether the headers may prove the request, before its body is read. @param secrets any is accepted */
export function mayBeProven(proof: ProofBody, secrets: readonly string[], headers: Headers, now: Instant): boolean {
  switch (proof.kind) {
    case 'header':
      return secrets.some((secret) => isSame(headerOf(headers, proof.header!), secret));
    case 'basic':
      return secrets.some((secret) => isSame(headerOf(headers, 'authorization'), basic(proof.username!, secret)));
    case 'standard':
      return (
        headerOf(headers, 'webhook-id') !== undefined &&
        signedAt(proof, headers, now) !== null &&
        /(^| )v1,/.test(headerOf(headers, 'webhook-signature') ?? '')
      );
    case 'hmac':
      return signedAt(proof, headers, now) !== null && isSignature(proof, headerOf(headers, proof.header!));
  }
}

/** Verifies that the CRM sent the request recently. @param secrets any is accepted @returns null if not proven */
export function proven(
  proof: ProofBody,
  secrets: readonly string[],
  request: ReceivedRequest,
  now: Instant,
): ProvenRequest | null {
  if (!mayBeProven(proof, secrets, request.headers, now)) return null;
  switch (proof.kind) {
    case 'header':
    case 'basic':
      return { once: null };
    case 'standard':
      return provenByStandard(secrets, request, now);
    case 'hmac':
      return provenByHmac(proof, secrets, request, now);
  }
}

/** @param request with headers that passed `mayBeProven` */
function provenByHmac(
  proof: ProofBody,
  secrets: readonly string[],
  request: ReceivedRequest,
  now: Instant,
): ProvenRequest | null {
  const { encoding = 'hex', prefix = '', timestampHeader } = proof;
  const given = headerOf(request.headers, proof.header!)!;
  const timestamp = (timestampHeader && headerOf(request.headers, timestampHeader)) ?? '';
  const signed = signedBytes(signsOf(proof), { ...request, timestamp });
  const expected = secrets.map(
    (secret) => prefix + createHmac('sha256', keyOf(proof, secret)).update(signed).digest(encoding),
  );
  // Hex may be in either case.
  const signature = encoding === 'hex' ? prefix + given.slice(prefix.length).toLowerCase() : given;
  if (!expected.some((each) => isSame(signature, each))) return null;
  if (timestampHeader === undefined) return { once: null };
  return {
    once: {
      digest: digestOf(`${timestamp} ${signature}`),
      endsAt: signedAt(proof, request.headers, now)! + toleranceOf(proof),
    },
  };
}

/** Standard Webhooks, "Verifying signatures": the header may contain several signatures, each with a version. */
function provenByStandard(secrets: readonly string[], request: ReceivedRequest, now: Instant): ProvenRequest | null {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headerOf(request.headers, name)!,
  ) as [string, string, string];
  const signed = signedBytes('{id}.{timestamp}.{body}', { ...request, timestamp, id });
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  });
  const isSigned = signatures.split(' ').some((given) => expected.some((each) => isSame(given, each)));
  // Retries keep the id, and continue for days if unanswered.
  return isSigned ? { once: { digest: digestOf(id), endsAt: now + 3 * MS_PER_DAY } } : null;
}

/** Returns when it was signed; null if that is missing or too long ago. Now, for proofs without a timestamp. */
function signedAt(proof: ProofBody, headers: Headers, now: Instant): Instant | null {
  const header = proof.kind === 'standard' ? 'webhook-timestamp' : proof.timestampHeader;
  const at = header === undefined ? now : atOf(headerOf(headers, header) ?? '');
  return at !== null && Math.abs(now - at) <= toleranceOf(proof) ? at : null;
}

function isSignature({ encoding = 'hex', prefix = '' }: ProofBody, given = ''): boolean {
  const signature = given.slice(prefix.length);
  return given.startsWith(prefix) && (encoding === 'hex' ? /^[0-9a-f]{64}$/i : /^[A-Za-z0-9+/]{43}=$/).test(signature);
}

/** Own properties only: a configured header name may equal a property of every object. */
function headerOf(headers: Headers, name: string): string | undefined {
  const lower = name.toLowerCase();
  const value = Object.hasOwn(headers, lower) ? headers[lower] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function signedBytes(
  signs: string,
  { body, ...values }: ReceivedRequest & { readonly timestamp: string; readonly id?: string },
): Buffer {
  const known = values as unknown as Readonly<Record<string, string>>;
  return Buffer.concat(
    signs
      .split(/(\{[^{}]*\})/)
      .map((part) =>
        part === '{body}' ? body : Buffer.from(part.startsWith('{') ? (known[part.slice(1, -1)] ?? '') : part),
      ),
  );
}

function signsOf({ signs = '{body}' }: ProofBody): string {
  return signs;
}

function keyOf({ secretEncoding = 'text' }: ProofBody, secret: string): Buffer {
  return Buffer.from(secret, secretEncoding === 'text' ? 'utf8' : secretEncoding);
}

function toleranceOf({ tolerance }: ProofBody): number {
  if (tolerance === undefined) return TOLERANCE_MS;
  const { days, ms } = parseDuration(tolerance) as Duration;
  return days * MS_PER_DAY + ms;
}

/** Accepts seconds, milliseconds, or a date with time, all of which are in use. */
function atOf(timestamp: string): Instant | null {
  if (/^\d{1,13}$/.test(timestamp))
    return timestamp.length <= SECONDS_DIGITS_MAX ? Number(timestamp) * MS_PER_SECOND : Number(timestamp);
  const at = /^\d{4}-\d{2}-\d{2}T/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compares in constant time. */
function isSame(given: string | undefined, expected: string): boolean {
  return given !== undefined && timingSafeEqual(digestOf(given), digestOf(expected));
}
