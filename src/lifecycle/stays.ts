import type { Instant } from '../platform/values/duration.js';
import type { Tenure } from '../routing/assignments/assignment.js';
import { type Stay, staysOf } from '../routing/assignments/stays.js';
import type { LeadCase } from './lead-case.js';

type WithTenures = Pick<LeadCase, 'tenures'>;

/**
 * Returns the stay of an instant, as if what was taken back since had never been. Instants before the first stay belong
 * to it, and those at which the lead was closed to the last one before.
 */
export function stayAt({ tenures }: WithTenures, at: Instant): Stay<Tenure> | undefined {
  const stays = staysOf(tenures);
  return stays.findLast(({ tenure }) => tenure.fromAt <= at) ?? stays[0];
}

/** Returns the assignments of the stay that an assignment belongs to; its own alone if it was taken back. */
export function assignmentsBeside({ tenures }: WithTenures, assignmentId: string): string[] {
  const stay = staysOf(tenures).find((each) => each.tenures.some(({ id }) => id === assignmentId));
  return stay?.tenures.map(({ id }) => id) ?? [assignmentId];
}

/**
 * Reports whether an assignment belongs to the present owner's stay: it is the present one, or the lead has been given
 * back to them since, so that what they missed then is theirs as if it had never gone.
 */
export function isOfPresentStay(
  { assignment, tenures }: Pick<LeadCase, 'assignment' | 'tenures'>,
  assignmentId: string | null | undefined,
): boolean {
  if (assignment === null || assignmentId == null) return false;
  if (assignment.id === assignmentId) return true;
  const stay = staysOf(tenures).at(-1);
  return stay?.tenures.at(-1)?.id === assignment.id && stay.tenures.some(({ id }) => id === assignmentId);
}
