import { type Fault, fault } from '../../platform/input/fault.js';
import { caseless } from '../../platform/values/text.js';

/** Finds a churn reason by what was sent, without case. @returns its code, or the fault that names those that exist */
export function churnReasonNamed(
  given: string | null,
  codes: readonly string[],
):
  | { readonly code: string; readonly faults: readonly [] }
  | { readonly code: null; readonly faults: readonly Fault[] } {
  const code = given === null ? undefined : codes.find((each) => caseless(each) === caseless(given));
  if (code !== undefined) return { code, faults: [] };
  const message = `There is no churn reason ${JSON.stringify(given)}. Expected one of ${codes.join(', ')}.`;
  return { code: null, faults: [fault('/reason', 'unknownReason', message)] };
}
