import {
  type IdentifyingSettings,
  identifyingAddress,
  identifyingNumber,
  type Nobody,
  PLACEHOLDER,
  whyNobody,
} from '../contact/identifying.js';
import { type Fault, fault } from '../platform/input/fault.js';

/** How a report names its lead, in the form in which keys are compared. */
export type LeadName =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'externalId'; readonly source: string; readonly externalId: string }
  | { readonly by: 'email' | 'phone'; readonly key: string }
  | NameOfNobody;

/** An address or a number that identifies nobody, and so matches no lead. */
interface NameOfNobody {
  readonly by: 'email' | 'phone';
  readonly key: null;
  readonly why: Nobody;
}

/** Why a name matches no lead: none that the caller may work on has it, or several do and not exactly one is open. */
export type NoLead = 'unknownLead' | 'severalOpen' | 'noneOpen';

export type LeadNames = Readonly<
  Partial<Record<'leadId' | 'leadExternalId' | 'source' | 'email' | 'phone', string | undefined>>
>;

/** @returns the name, or faults unless there is exactly one */
export function readName(
  { leadId, leadExternalId, source, email, phone }: LeadNames,
  settings: IdentifyingSettings,
): LeadName | { readonly faults: readonly Fault[] } {
  const names: LeadName[] = [];
  const faults: Fault[] = [];
  if (leadId !== undefined) names.push({ by: 'id', id: leadId.toLowerCase() });
  if (leadExternalId !== undefined && source !== undefined)
    names.push({ by: 'externalId', source, externalId: leadExternalId });
  else if (leadExternalId !== undefined) faults.push(missing('/source', 'leadExternalId', 'source'));
  else if (source !== undefined) faults.push(missing('/leadExternalId', 'source', 'leadExternalId'));
  const nameBy = (by: 'email' | 'phone', text: string, key: string | null) =>
    names.push(key === null ? { by, key, why: whyNobody(by, text, settings) } : { by, key });
  if (email !== undefined) nameBy('email', email, identifyingAddress(email, settings));
  if (phone !== undefined) nameBy('phone', phone, identifyingNumber(phone, undefined, settings));
  if (names.length !== 1 && (names.length > 1 || faults.length === 0)) {
    const message = 'Expected exactly one of leadId, leadExternalId with its source, email, phone.';
    faults.push(fault('', 'oneOf', message));
  }
  return faults.length > 0 ? { faults } : names[0]!;
}

function missing(pointer: string, given: string, other: string): Fault {
  return fault(pointer, 'required', `Expected a ${other} beside the ${given}.`);
}

const NAMED_BY: Readonly<Record<LeadName['by'], { readonly pointer: string; readonly words: string }>> = {
  id: { pointer: '/leadId', words: 'this id' },
  externalId: { pointer: '/leadExternalId', words: 'this external id of this source' },
  email: { pointer: '/email', words: 'this address' },
  phone: { pointer: '/phone', words: 'this number' },
};

const OF_NOBODY: Readonly<Record<NameOfNobody['by'], Readonly<Record<Nobody, string>>>> = {
  email: {
    unreadable: 'This is no e-mail address that can be read, so it identifies nobody.',
    placeholder: PLACEHOLDER.email,
  },
  phone: {
    unreadable: 'This is no phone number that can be read, best with its country code, so it identifies nobody.',
    placeholder: PLACEHOLDER.phone,
  },
};

/** Says why a name matches no lead. */
export function faultOfNoLead(name: LeadName, why: NoLead): Fault {
  const { pointer, words } = NAMED_BY[name.by];
  if ('why' in name) return fault(pointer, name.why, OF_NOBODY[name.by][name.why]);
  return fault(pointer, why, NO_LEAD[why](words));
}

const NO_LEAD: Readonly<Record<NoLead, (words: string) => string>> = {
  unknownLead: (words) => `No lead that you may work on has ${words}.`,
  severalOpen: (words) => `Several open leads have ${words}: name the lead by its leadId.`,
  noneOpen: (words) => `Several leads have ${words}, and none of them is open: name the lead by its leadId.`,
};
