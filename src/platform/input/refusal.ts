import { inWords } from '../values/text.js';
import { collectFaults, type Fault, type FoundFaults } from './fault.js';

/** The kinds of refusal; the problem filter alone knows which HTTP status each one is. */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'method'
  | 'conflict'
  | 'stale'
  | 'tooLarge'
  | 'invalid'
  | 'tooMany'
  | 'overload'
  | 'noSpace';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A request that is not carried out. Nothing was changed. */
export abstract class Refusal extends Error {
  abstract readonly code: string;
  abstract readonly kind: RefusalKind;
  abstract readonly title: string;
  /** Facts for programs, added to the problem document. */
  readonly facts: Readonly<Record<string, unknown>> = {};
  readonly errors?: readonly Fault[];
  readonly retryAfterSeconds?: number;
}

/** Returns a base class of refusals, so that a class gives its code, its kind and its title in one place. */
export function defineRefusal(code: string, kind: RefusalKind, title: string) {
  return class extends Refusal {
    readonly code = code;
    readonly kind = kind;
    readonly title = title;
  };
}

/** 422: the request can be read but asks for something impossible. Contains every fault, not only the first. */
export class InvalidRequestError extends defineRefusal('invalid-request', 'invalid', 'The request is not valid') {
  override readonly errors: readonly Fault[];

  constructor(errors: readonly Fault[]) {
    super(inOneLine(errors));
    this.errors = errors;
  }
}

/** Returns the place of the first fault and what was expected there. */
function inOneLine([first, ...rest]: readonly Fault[]): string {
  if (first === undefined) return '';
  const { pointer, message } = first;
  if (rest.length > 0)
    return `${rest.length + 1} errors, the first${pointer === '' ? '' : ` at ${pointer}`}: ${message}`;
  return pointer === '' ? message : `${pointer}: ${message}`;
}

export class NotFoundError extends defineRefusal('not-found', 'notFound', 'Not found') {
  /** @param known what exists, if there are few and the caller may know of them */
  constructor(what: string, id: string, known: readonly string[] = []) {
    super(
      `There is no ${inWords(what)} ${JSON.stringify(id)}${known.length === 0 ? '' : `; known are ${known.join(', ')}`}.`,
    );
  }
}

export class MalformedRequestError extends defineRefusal(
  'malformed-request',
  'malformed',
  'The request cannot be read',
) {}

export class TooLargeError extends defineRefusal('too-large', 'tooLarge', 'The request is too large') {
  constructor(bytesMax: number) {
    super(`The body may have at most ${sizeInWords(bytesMax)}.`);
  }
}

export class OverloadError extends defineRefusal('overload', 'overload', 'Too busy just now') {
  override readonly retryAfterSeconds = 1;
}

function sizeInWords(bytes: number): string {
  return bytes % MIB === 0 ? `${bytes / MIB} MiB` : `${bytes / KIB} KiB`;
}

/** @throws InvalidRequestError if checks found any faults */
export function refuse(...found: readonly FoundFaults[]): void {
  const faults = collectFaults(...found);
  if (faults.length > 0) throw new InvalidRequestError(faults);
}

/** The program cannot start. `message` is one line that says why, and what to do. */
export class StartRefusal extends Error {}

/** @throws StartRefusal if arguments follow a command of the program: its settings come from the environment alone */
export function requireNoOptions([option]: readonly string[]): void {
  if (option !== undefined)
    throw new StartRefusal(`There is no option "${option}": settings come from the environment, see docs/install.md.`);
}
