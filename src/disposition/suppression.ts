import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { domainToASCII, domainToUnicode } from 'node:url';
import type { Actor } from '../platform/actor.js';
import { elapsedMs, type Instant, parseDuration } from '../platform/duration.js';
import { caseless } from '../platform/text.js';
import type { Blocks } from './disposition.js';

/** By what a person, or a company, is known again. */
export const SUPPRESSED_KINDS = ['email', 'phone', 'domain'] as const;
export type SuppressedKind = (typeof SUPPRESSED_KINDS)[number];

/** As it is compared: an address without case, a number as E.164, a domain without `www.`. */
export interface Identifier {
  readonly kind: SuppressedKind;
  readonly key: string;
}

/** What leads are blocked by, and until when; null: for good. */
export interface Block extends Identifier {
  readonly untilAt: Instant | null;
}

/** Of a lead, by what it is known again. */
export interface KnownBy {
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly company: { readonly domain?: string | undefined } | null;
}

/** The same, with what was sent: a number that nobody can read is there, and may be what is bad. */
export interface KnownContact extends KnownBy {
  readonly contact: { readonly email?: string | undefined; readonly phone?: string | undefined };
}

/** In either of its forms. Others are compared as they are: `1.2` would become an address of the Internet. */
const IS_INTERNATIONAL = /[^\0-\x7f]|(?:^|\.)xn--/;

/** Domains that everybody can have an address at. */
const FREE: ReadonlySet<string> = new Set(createRequire(import.meta.url)('email-providers/all.json') as string[]);

/** What is kept of an identifier: whoever reads the list learns nobody's address. A domain is kept as it is in the DNS. */
export function hashOf(identifier: Identifier): string {
  return hashWith(identifier, domainToASCII);
}

/** The same, and what was kept of it while a domain was kept as it had been written: `müller.de` and not `xn--mller-kva.de`. */
export function hashesOf(identifier: Identifier): string[] {
  const kept = hashOf(identifier);
  if (!IS_INTERNATIONAL.test(domainIn(identifier))) return [kept];
  const asWritten = hashWith(identifier, (domain) => caseless(domainToUnicode(domain)));
  return [...new Set([kept, asWritten])];
}

function hashWith(identifier: Identifier, inForm: (domain: string) => string): string {
  const { kind, key } = identifier;
  const domain = domainIn(identifier);
  const form = IS_INTERNATIONAL.test(domain) ? inForm(domain) : '';
  // What is no domain has no such form.
  const written = form === '' ? key : key.slice(0, key.length - domain.length) + form;
  return hash('sha256', `${kind}:${written}`);
}

/** What of it is a domain; nothing of a number. */
function domainIn({ kind, key }: Identifier): string {
  return kind === 'phone' ? '' : key.slice(key.lastIndexOf('@') + 1);
}

/** By what a later lead could be blocked. */
export function identifiersOf({ emailKey, phoneKey, company }: KnownBy): Identifier[] {
  const domains = new Set([domainOf(emailKey), domainKey(company?.domain)].filter((domain) => domain !== null));
  return [
    ...(emailKey === null ? [] : [{ kind: 'email', key: emailKey } as const]),
    ...(phoneKey === null ? [] : [{ kind: 'phone', key: phoneKey } as const]),
    ...[...domains].map((key) => ({ kind: 'domain', key }) as const),
  ];
}

/**
 * What a disposition blocks.
 * @param blocks what its reason blocks; `bad`: what `fields.bad` names, else the only one of both that there is
 * @param blockFor for how long, as the reason says; for good where it does not, but for a time where a rep says so
 * @param repBlocksFor how long that is, an ISO duration
 */
export function blockedBy(
  { blocks, blockFor }: { readonly blocks: Blocks; readonly blockFor: string | null },
  fields: Readonly<Record<string, string>>,
  knownBy: KnownContact,
  { actor, at, repBlocksFor }: { readonly actor: Actor; readonly at: Instant; readonly repBlocksFor: string },
): Block[] {
  const kinds: readonly string[] =
    blocks === 'contact' ? ['email', 'phone'] : [blocks === 'bad' ? (fields.bad ?? onlyWay(knownBy)) : blocks];
  const span = blockFor ?? (actor.type === 'rep' ? repBlocksFor : null);
  const duration = span === null ? null : parseDuration(span);
  const untilAt = duration === null || 'code' in duration ? null : at + elapsedMs(duration);
  return identifiersOf(knownBy)
    .filter((identifier) => kinds.includes(identifier.kind) && !isOfEverybody(identifier))
    .map((identifier) => ({ ...identifier, untilAt }));
}

/** Who has an address and a number: which of them is bad nobody can tell. */
function onlyWay({ contact: { email, phone } }: KnownContact): SuppressedKind | 'none' {
  if (email !== undefined && phone !== undefined) return 'none';
  return email === undefined ? 'phone' : 'email';
}

/** Blocking it would block people who have nothing to do with each other. */
export function isOfEverybody({ kind, key }: Identifier): boolean {
  return kind === 'domain' && FREE.has(key);
}

function domainOf(emailKey: string | null): string | null {
  return emailKey === null ? null : domainKey(emailKey.slice(emailKey.lastIndexOf('@') + 1));
}

/** A domain, or the host of an address of a page, as it is compared; null where it is none. */
export function domainKey(domain: string | undefined): string | null {
  const key = domain
    ?.trim()
    .toLowerCase()
    .replace(/^https?:\/\/([^/?#:]+).*$/, '$1')
    .replace(/^www\./, '');
  return key !== undefined && /^[^\s@/.]+(\.[^\s@/.]+)+$/.test(key) ? key : null;
}
