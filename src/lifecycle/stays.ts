import { staysOf } from '../routing/assignments/stays.js';
import type { LeadCase } from './lead-case.js';

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
