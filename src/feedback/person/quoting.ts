import type { LedgerRow } from '../../events/event.js';
import type { Instant } from '../../platform/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import { type IdentifierName, type Identifiers, isClickId } from './identifiers.js';

/** By what a platform knows a person, and since when it is another. */
export interface PersonChange {
  readonly at: Instant;
  readonly names: readonly IdentifierName[];
}

/** Of an event that something turned out about a lead. */
export function personChangeOf({ occurredAt, data }: Pick<LedgerRow, 'occurredAt' | 'data'>): PersonChange {
  const fields = (data.fields as readonly string[] | undefined) ?? [];
  return { at: occurredAt, names: [...new Set(fields.flatMap(namesOf))] };
}

/**
 * What an adjustment says of the person, where the platform has no key of ours and finds what it changes by what it was
 * told: no more than was sent, as long as it is the same still. A click says it alone. Empty where it would find nothing.
 */
export function quotedOf(
  identifiers: Identifiers,
  { identifiersSent, leftAt }: Pick<DeliveryRow, 'identifiersSent' | 'leftAt'>,
  changes: readonly PersonChange[],
): Identifiers {
  const changed = new Set(changes.filter(({ at }) => at > (leftAt ?? 0)).flatMap(({ names }) => names));
  const isQuoted = (name: IdentifierName) => !changed.has(name) && (identifiersSent?.includes(name) ?? true);
  const quoted = (Object.keys(identifiers) as IdentifierName[]).filter(isQuoted);
  const clicks = quoted.filter(isClickId);
  const names = clicks.length > 0 ? clicks : quoted;
  return Object.fromEntries(names.map((name) => [name, identifiers[name]]));
}

/** The country says how a number is read. */
function namesOf(field: string): IdentifierName[] {
  const [group, name] = field.split('.');
  if (group === 'clickIds' && name !== undefined) return [name as IdentifierName];
  if (group !== 'contact') return [];
  return name === 'email' ? ['email'] : name === 'phone' || name === 'country' ? ['phone'] : [];
}
