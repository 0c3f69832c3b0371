import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../contact/identifying.js';
import { type Fault, fault } from '../platform/input/fault.js';

/** How a report names its lead, in the form in which keys are compared. An address or a number that cannot be read matches no lead. */
export type LeadName =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'externalId'; readonly source: string; readonly externalId: string }
  | { readonly by: 'email' | 'phone'; readonly key: string | null };

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
  if (email !== undefined) names.push({ by: 'email', key: identifyingAddress(email, settings) });
  if (phone !== undefined) names.push({ by: 'phone', key: identifyingNumber(phone, undefined, settings) });
  if (names.length !== 1 && (names.length > 1 || faults.length === 0)) {
    const message = 'Expected exactly one of leadId, leadExternalId with its source, email, phone.';
    faults.push(fault('', 'oneOf', message));
  }
  return faults.length > 0 ? { faults } : names[0]!;
}

function missing(pointer: string, given: string, other: string): Fault {
  return fault(pointer, 'required', `Expected a ${other} beside the ${given}.`);
}
