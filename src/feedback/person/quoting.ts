import type { LedgerRow } from '../../events/event.js';
import type { Instant } from '../../platform/values/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import { type IdentifierName, type Identifiers, isClickId } from './identifiers.js';

/** Identifiers of a person that changed, and when. */
export interface PersonChange {
  readonly at: Instant;
  readonly names: readonly IdentifierName[];
}

export function personChangeOf({ occurredAt, data }: Pick<LedgerRow, 'occurredAt' | 'data'>): PersonChange {
  const fields = (data.fields as readonly string[] | undefined) ?? [];
  return { at: occurredAt, names: [...new Set(fields.flatMap(namesOf))] };
}

/**
 * Returns the identifiers that an adjustment quotes on platforms that find the original by them: those that were sent
 * and have not changed since. Click ids are quoted alone. Empty if the platform would find nothing.
 * @param identifiers with the click of the form whose click was sent: only the lead's own can be changed
 */
export function quotedOf(
  identifiers: Identifiers,
  { identifiersSent, clickInquiryId, leftAt }: Pick<DeliveryRow, 'identifiersSent' | 'clickInquiryId' | 'leftAt'>,
  changes: readonly PersonChange[],
): Identifiers {
  const changed = new Set(changes.filter(({ at }) => at > (leftAt ?? 0)).flatMap(({ names }) => names));
  const isSame = (name: IdentifierName) => !changed.has(name) || (isClickId(name) && clickInquiryId !== null);
  const isQuoted = (name: IdentifierName) => isSame(name) && (identifiersSent?.includes(name) ?? true);
  const quoted = (Object.keys(identifiers) as IdentifierName[]).filter(isQuoted);
  const clicks = quoted.filter(isClickId);
  const names = clicks.length > 0 ? clicks : quoted;
  return Object.fromEntries(names.map((name) => [name, identifiers[name]]));
}

/** A change of the country changes how the phone number is parsed. */
function namesOf(field: string): IdentifierName[] {
  const [group, name] = field.split('.');
  if (group === 'clickIds' && name !== undefined) return [name as IdentifierName];
  if (group !== 'contact') return [];
  return name === 'email' ? ['email'] : name === 'phone' || name === 'country' ? ['phone'] : [];
}
