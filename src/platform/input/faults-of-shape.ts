import type { TSchema } from '@sinclair/typebox';
import type { ErrorObject } from 'ajv';
import { FAULTS_MAX, type Fault } from './fault.js';
import { type ObjectSchema, requiredOf, toFault } from './fault-words.js';

/**
 * Converts Ajv's errors to faults that a person can act on. If none of several alternatives fits, their errors would
 * contradict each other, so a single fault names what the schema's description expects. If an object was sent, and it
 * is the only alternative that is an object or the only one whose required fields are all present, that alternative was
 * meant, and its own errors are reported.
 * @param part what the parts of the value are called: those of a query are parameters
 */
export function toFaults(all: readonly ErrorObject[], schema: TSchema, part: 'field' | 'parameter' = 'field'): Fault[] {
  const isChoice = ({ keyword }: ErrorObject) => keyword === 'anyOf' || keyword === 'oneOf';
  const meant = new Map(all.filter(isChoice).map((choice) => [choice, objectMeant(choice)]));
  const errors = all.filter(
    (error) =>
      meant.get(error) === undefined &&
      ![...meant].some(
        ([choice, one]) =>
          one !== undefined && isBelow(error, choice) && !error.schemaPath.startsWith(`${choice.schemaPath}/${one}/`),
      ),
  );
  const choices = errors.filter(isChoice);
  const placesOf = (kind: string) =>
    new Set(errors.filter(({ keyword }) => keyword === kind).map(({ instancePath }) => instancePath));
  const [listed, formatted] = [placesOf('enum'), placesOf('format')];
  const reported = errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      // The allowed values already imply the type.
      !(error.keyword === 'type' && listed.has(error.instancePath)) &&
      // What is no date is not also one out of bounds.
      !(error.keyword === 'pattern' && formatted.has(error.instancePath)) &&
      // Another error reports what is wrong with the name.
      error.keyword !== 'propertyNames' &&
      !choices.some((choice) => isBelow(error, choice)),
  );
  const faults = new Map<string, Fault>();
  for (const error of reported) {
    const fault = toFault(error, schema, part);
    const key = `${fault.pointer} ${fault.code}`;
    if (!faults.has(key)) faults.set(key, fault);
    if (faults.size >= FAULTS_MAX) break;
  }
  return [...faults.values()];
}

function isBelow(error: ErrorObject, choice: ErrorObject): boolean {
  return error.schemaPath.startsWith(`${choice.schemaPath}/`) && error.instancePath.startsWith(choice.instancePath);
}

/**
 * Returns the alternative that an object was sent for: the only object among them, or the only one whose required
 * fields are all present.
 */
function objectMeant({ data, schema }: ErrorObject): number | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const alternatives = schema as readonly ObjectSchema[];
  const takers = [...alternatives.keys()].filter((index) => alternatives[index]!.type === 'object');
  if (takers.length === 1) return takers[0];
  const begun = takers.filter((index) => requiredOf(alternatives[index]!).every((name) => Object.hasOwn(data, name)));
  return begun.length === 1 ? begun[0] : undefined;
}
