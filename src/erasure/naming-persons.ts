import { toE164 } from '../leads/phone.js';
import type { Fault } from '../platform/fault.js';
import { caseless } from '../platform/text.js';
import type { AskedBy } from './erasure.js';

type Named = Readonly<Partial<Record<AskedBy, string | undefined>>>;

/** Whom somebody asks for, as leads are compared. */
export interface Person {
  readonly by: AskedBy;
  readonly key: string;
}

/** @returns whom exactly one of them names, or why that is nobody */
export function readPerson(
  { email, phone, leadId }: Named,
  defaultCountry: string | null,
  among: readonly AskedBy[],
): Person | { readonly faults: readonly Fault[] } {
  const named: (Person | { readonly faults: readonly Fault[] })[] = [];
  if (email !== undefined) named.push({ by: 'email', key: caseless(email) });
  if (phone !== undefined) {
    const key = toE164(phone, undefined, defaultCountry);
    named.push(key === null ? { faults: [UNREADABLE] } : { by: 'phone', key });
  }
  if (leadId !== undefined) named.push({ by: 'leadId', key: leadId.toLowerCase() });
  if (named.length === 1) return named[0]!;
  return { faults: [{ pointer: '', code: 'oneOf', message: `Expected exactly one of ${among.join(', ')}.` }] };
}

const UNREADABLE: Fault = {
  pointer: '/phone',
  code: 'phone',
  message: 'Expected a number that can be read, best with its country: +49 30 901820.',
};

const ADDRESS = /[^\s@]+@[^\s@]+/;
/** So many digits of a number tell whose it is. */
const DIGITS = 7;

/** A reason is kept for good: who was erased may not stand in it. */
export function faultsOfReason(reason: string, person: Person): Fault[] {
  const digits = reason.replace(/[^0-9]/g, '');
  const isNamed =
    ADDRESS.test(reason) ||
    (person.by === 'email' && caseless(reason).includes(person.key)) ||
    (person.by === 'phone' && digits.includes(person.key.slice(-DIGITS)));
  if (!isNamed) return [];
  const message = 'Expected words that do not say who it is: the reason is kept. No address and no number of theirs.';
  return [{ pointer: '/reason', code: 'personal', message }];
}
