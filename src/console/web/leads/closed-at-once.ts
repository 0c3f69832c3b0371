import type { Schemas } from '../api/api.js';

type Told = Pick<Schemas['Lead'], 'ownerId' | 'rule' | 'disposition'>;

/** Says of a lead that never had an owner why it was closed as it came in; undefined for any other. */
export function closedAtOnce({ ownerId, rule, disposition }: Told): string | undefined {
  if (ownerId !== null || disposition === null) return undefined;
  const { through, label } = disposition;
  if (through === 'suppression') return `was closed as it came in, because its person is suppressed: ${label}`;
  return through === 'rule' ? `was closed as it came in, by the rule “${rule}”: ${label}` : undefined;
}
