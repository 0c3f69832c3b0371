import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { domainToASCII, domainToUnicode } from 'node:url';
import { storedKeys } from '../contact/identifying.js';
import type { Actor } from '../platform/values/actor.js';
import { elapsedMs, type Instant, parseDuration } from '../platform/values/duration.js';
import { caseless, domainAsWritten } from '../platform/values/text.js';
import type { Blocks } from './disposition.js';

/** The kinds of identifier by which a person or company is recognised. */
export const SUPPRESSED_KINDS = ['email', 'phone', 'domain'] as const;
export type SuppressedKind = (typeof SUPPRESSED_KINDS)[number];

/** In its form for comparison: an address without case, a number as E.164, a domain without `www.`. */
export interface Identifier {
  readonly kind: SuppressedKind;
  readonly key: string;
}

export interface Block extends Identifier {
  readonly untilAt: Instant | null;
}

export interface ContactKeys {
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
}

export interface KnownBy extends ContactKeys {
  readonly company: { readonly domain?: string | undefined } | null;
}

/** Also with the contact as it was sent, since a number that cannot be parsed may be the one that is bad. */
interface KnownContact extends KnownBy {
  readonly contact: { readonly email?: string | undefined; readonly phone?: string | undefined };
}

/** Unicode or Punycode. Others are compared as they are, since the conversion would turn `1.2` into an IP address. */
const IS_INTERNATIONAL = /[^\0-\x7f]|(?:^|\.)xn--/;

/** Domains at which anybody can have an address. */
const FREE: ReadonlySet<string> = new Set(createRequire(import.meta.url)('email-providers/all.json') as string[]);

/** Hashed, so that the list of suppressions reveals no address; domains in their DNS form. */
export function hashOf(identifier: Identifier): string {
  return hashWith(identifier, domainToASCII);
}

/**
 * Returns all hashes under which an identifier may be listed. Hashes cannot be read again, so those of earlier versions
 * are asked about for ever: of numbers that were read otherwise, and of domains as they are written (`müller.de` instead
 * of `xn--mller-kva.de`).
 */
export function hashesOf(identifier: Identifier): string[] {
  const { kind, key } = identifier;
  if (kind === 'phone') return storedKeys(kind, key).map((each) => hashOf({ kind, key: each }));
  const kept = hashOf(identifier);
  if (!IS_INTERNATIONAL.test(domainIn(identifier))) return [kept];
  const asWritten = hashWith(identifier, (domain) => caseless(domainToUnicode(domain)));
  return [...new Set([kept, asWritten])];
}

function hashWith(identifier: Identifier, inForm: (domain: string) => string): string {
  const { kind, key } = identifier;
  const domain = domainIn(identifier);
  const form = IS_INTERNATIONAL.test(domain) ? inForm(domain) : '';
  // The conversion returns an empty text for what is no domain.
  const written = form === '' ? key : key.slice(0, key.length - domain.length) + form;
  return hash('sha256', `${kind}:${written}`);
}

/** Returns the domain in an identifier; empty for a number. */
function domainIn({ kind, key }: Identifier): string {
  return kind === 'phone' ? '' : key.slice(key.lastIndexOf('@') + 1);
}

/** Returns the identifiers of a lead that a suppression could match. */
export function identifiersOf({ emailKey, phoneKey, company }: KnownBy): Identifier[] {
  const domains = new Set([domainOf(emailKey), domainKey(company?.domain)].filter((domain) => domain !== null));
  return [
    ...(emailKey === null ? [] : [{ kind: 'email', key: emailKey } as const]),
    ...(phoneKey === null ? [] : [{ kind: 'phone', key: phoneKey } as const]),
    ...[...domains].map((key) => ({ kind: 'domain', key }) as const),
  ];
}

/**
 * @param further addresses and numbers that the same person gave in other forms; whether they are bad is not known
 * @param blocks as its reason says; `bad` is the identifier in `fields.bad`, else the only one that there is
 * @param blockFor as its reason says. Null blocks for good, but only for `repBlocksFor` if a rep decides it
 * @param repBlocksFor an ISO duration
 */
export function blockedBy(
  { blocks, blockFor }: { readonly blocks: Blocks; readonly blockFor: string | null },
  fields: Readonly<Record<string, string>>,
  knownBy: KnownContact,
  further: readonly ContactKeys[],
  { actor, at, repBlocksFor }: { readonly actor: Actor; readonly at: Instant; readonly repBlocksFor: string },
): Block[] {
  const kinds: readonly string[] =
    blocks === 'contact' ? ['email', 'phone'] : [blocks === 'bad' ? (fields.bad ?? onlyWay(knownBy)) : blocks];
  const span = blockFor ?? (actor.type === 'rep' ? repBlocksFor : null);
  const duration = span === null ? null : parseDuration(span);
  const untilAt = duration === null || 'code' in duration ? null : at + elapsedMs(duration);
  const others = blocks === 'bad' ? [] : further.flatMap((each) => identifiersOf({ ...each, company: null }));
  const all = new Map([...identifiersOf(knownBy), ...others].map((each) => [`${each.kind}:${each.key}`, each]));
  return [...all.values()]
    .filter((identifier) => kinds.includes(identifier.kind) && !isOfEverybody(identifier))
    .map((identifier) => ({ ...identifier, untilAt }));
}

/**
 * What a suppression means for a lead that is to be served: it `closes` it; it `forbidsCalls`, where only the number is
 * listed and the person has another address, since others may have the number too; or a person has to look (`review`),
 * where the number is listed and what came for an address cannot be read.
 */
export type SuppressionEffect = 'closes' | 'forbidsCalls' | 'review';

export function effectOf(
  { kind }: { readonly kind: SuppressedKind },
  { emailKey, contact }: Pick<KnownContact, 'emailKey' | 'contact'>,
): SuppressionEffect {
  if (kind !== 'phone') return 'closes';
  if (emailKey !== null) return 'forbidsCalls';
  return contact.email === undefined ? 'closes' : 'review';
}

/** The ways of contact that need a number. */
export const BY_NUMBER = ['call', 'sms'] as const;
const BY_ANY_WAY = ['call', 'email', 'sms'] as const;

/** Returns the channels on which a suppression forbids to contact the person of a lead. */
export function channelsForbiddenBy(...of: Parameters<typeof effectOf>): readonly (typeof BY_ANY_WAY)[number][] {
  return effectOf(...of) === 'forbidsCalls' ? BY_NUMBER : BY_ANY_WAY;
}

/** With both an address and a number, it is unknown which one is bad. */
function onlyWay({ contact: { email, phone } }: KnownContact): SuppressedKind | 'none' {
  if (email !== undefined && phone !== undefined) return 'none';
  return email === undefined ? 'phone' : 'email';
}

/** Reports whether an identifier belongs to unrelated people, so that it must not be blocked. */
export function isOfEverybody({ kind, key }: Identifier): boolean {
  return kind === 'domain' && FREE.has(key);
}

function domainOf(emailKey: string | null): string | null {
  return emailKey === null ? null : domainKey(emailKey.slice(emailKey.lastIndexOf('@') + 1));
}

/** Returns a domain, or the host of a URL, in its form for comparison; null if it is none. */
export function domainKey(domain: string | undefined): string | null {
  const key = domain
    ?.trim()
    .toLowerCase()
    .replace(/^https?:\/\/([^/?#:]+).*$/, '$1')
    .replace(/^www\./, '');
  return key !== undefined && /^[^\s@/.]+(\.[^\s@/.]+)+$/.test(key) ? domainAsWritten(key) : null;
}
