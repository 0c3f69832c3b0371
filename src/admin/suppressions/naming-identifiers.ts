import {
  type IdentifyingSettings,
  identifyingAddress,
  identifyingNumber,
  PLACEHOLDER,
  whyNobody,
} from '../../contact/identifying.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import type { SuppressionBody } from '../../disposition/suppression.dto.js';
import { domainKey, type Identifier, isOfEverybody } from '../../disposition/suppression.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { EXPECTED } from '../../platform/input/formats.js';
import type { Instant } from '../../platform/values/duration.js';

const READABLE = {
  email: EXPECTED.email!,
  phone: 'a number that can be read, best with its country: +49 30 901820',
} as const;

export type NamedIdentifier = Pick<SuppressionBody, 'email' | 'phone' | 'domain'>;

/** @returns the one identifier that is named, or the faults if there is not exactly one */
export function readNamed(
  { email, phone, domain }: NamedIdentifier,
  settings: IdentifyingSettings,
): Identifier | { readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const read: Identifier[] = [];
  const take = (kind: Identifier['kind'], key: string | null, refusal: () => Fault) =>
    key === null ? faults.push(refusal()) : read.push({ kind, key });
  const ofNobody = (by: 'email' | 'phone', text: string) =>
    whyNobody(by, text, settings) === 'placeholder'
      ? fault(`/${by}`, 'placeholder', PLACEHOLDER[by])
      : fault(`/${by}`, by, `Expected ${READABLE[by]}.`);
  if (email !== undefined) take('email', identifyingAddress(email, settings), () => ofNobody('email', email));
  if (phone !== undefined) take('phone', identifyingNumber(phone, undefined, settings), () => ofNobody('phone', phone));
  if (domain !== undefined)
    take('domain', domainKey(domain), () => fault('/domain', 'domain', 'Expected a domain such as example.com.'));
  const [first] = read;
  if (read.length + faults.length !== 1)
    return { faults: [fault('', 'oneOf', 'Expected exactly one of email, phone, domain.')] };
  if (first !== undefined && isOfEverybody(first)) {
    const message = 'Everybody can have an address at this domain: name the address, or the domain of a company.';
    return { faults: [fault('/domain', 'mailProvider', message)] };
  }
  return first ?? { faults };
}

export function faultsOfUntil(untilAt: Instant | null, now: Instant): Fault[] {
  if (untilAt === null || untilAt > now) return [];
  return [fault('/until', 'past', 'Expected an instant in the future.')];
}

export function faultsOfReason(code: string, reason: ReasonRow | undefined, reasons: readonly ReasonRow[]): Fault[] {
  if (reason?.category === 'suppress' && reason.active) return [];
  const known = reasons.filter(({ category, active }) => category === 'suppress' && active).map((each) => each.code);
  const message = `Expected a reason of the category suppress that is in use, not ${JSON.stringify(code)}: ${known.join(', ')}.`;
  return [fault('/reason', 'unknownReason', message)];
}
