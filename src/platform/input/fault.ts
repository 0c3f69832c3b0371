/**
 * One thing that is wrong with a request.
 * `pointer` is an RFC 6901 JSON pointer into the request, `code` a stable word for programs,
 * `message` a sentence for people that says what was expected.
 */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export function fault(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}

/** What a check found: nothing, one fault or several. */
export type FoundFaults = Fault | readonly Fault[] | false | '' | null | undefined;

/** Gathers what checks found: `collectFaults(isLate && fault('/at', 'tooLate', …), faultsOfName(name))`. */
export function collectFaults(...found: readonly FoundFaults[]): Fault[] {
  return found.flatMap((each) => each || []);
}

/** Enough to fix any honest request in one go, while a hostile one cannot cause an unbounded answer. */
export const FAULTS_MAX = 1_000;

/** Prefixes faults found in a part of a request with the pointer to that part. */
export function under<Each extends Pick<Fault, 'pointer'>>(pointer: string, faults: readonly Each[]): Each[] {
  return faults.map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
}

/**
 * Returns the faults that are elsewhere. Known faulty places were emptied, so a further check of them, or of what
 * contains them, says nothing new.
 */
export function faultsElsewhere(known: readonly Fault[], faults: readonly Fault[]): readonly Fault[] {
  const isKnown = (pointer: string) => known.some((fault) => isWithin(fault.pointer, pointer));
  return known.length === 0 ? faults : faults.filter(({ pointer }) => !isKnown(pointer));
}

/** One step of a JSON pointer, escaped. */
export function step(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Whether a JSON pointer is that of a place, or of something in it. */
export function isWithin(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}
