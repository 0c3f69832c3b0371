import { type Fault, fault } from '../../platform/input/fault.js';
import { caseless } from '../../platform/values/text.js';
import type { Treatment } from '../kinds/handoff-kind.js';
import { EXCEPTION_LENGTH_MAX, EXCEPTIONS_MAX, type HandoffKindBody } from '../kinds/handoff-kind.schema.js';

type Exceptions = HandoffKindBody['exceptions'];

const asName = (text: string) => text.trim().replaceAll(/\s+/g, ' ');
const isNamed = (name: string) => (each: Exceptions[number]) => caseless(asName(each.name)) === caseless(asName(name));

/** Whether a kind knows an exception by its name, and treats it as decided. */
export function isTreated(exceptions: Exceptions, exception: string, treatment: Treatment): boolean {
  return exceptions.find(isNamed(exception))?.treatment === treatment;
}

/** Returns the exceptions of a kind with one that was decided. A name that it knows keeps its place and its spelling. */
export function withTreatment(exceptions: Exceptions, exception: string, treatment: Treatment): Exceptions {
  if (!exceptions.some(isNamed(exception))) return [...exceptions, { name: asName(exception), treatment }];
  return exceptions.map((each) => (isNamed(exception)(each) ? { ...each, treatment } : each));
}

/** Returns why a kind cannot take an exception. */
export function faultsOfTreated(exceptions: Exceptions, exception: string): Fault[] {
  if (asName(exception).length > EXCEPTION_LENGTH_MAX)
    return [
      fault(
        '/addToKind',
        'tooLong',
        `Names of exceptions have at most ${EXCEPTION_LENGTH_MAX} characters: add it to the kind by a shorter one.`,
      ),
    ];
  const isFull = exceptions.length >= EXCEPTIONS_MAX && !exceptions.some(isNamed(exception));
  return isFull
    ? [fault('/addToKind', 'tooMany', `The kind has ${EXCEPTIONS_MAX} exceptions, which is the most.`)]
    : [];
}
