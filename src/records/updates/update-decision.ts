import { isRecord, ownOf } from '../../platform/sql/sql.js';

/** What is known of a field in the tool, as digests, which do not reveal its values. */
interface FieldState {
  /** The value that we last wrote, or asked a person about; null if not known. */
  readonly wrote: string | null;
  /** The tool's value after that; null if still to be read. */
  readonly shows: string | null;
  /** The tool's value before a request whose result is not known. */
  readonly showedBefore?: string;
  /** The request was accepted, so the value read next is ours. */
  readonly wasTaken?: true;
}

/** By field name. */
export type FieldStates = Readonly<Record<string, FieldState>>;

/** A field's intended and actual value. */
export interface FieldSeen {
  readonly name: string;
  /** Undefined if the form has no value: clearing differs by tool, so a person is asked. */
  readonly wanted: unknown;
  readonly present: unknown;
}

export interface TouchedField extends FieldSeen {
  /** Whether an earlier request of unknown result may have written it, in the tool's own notation. */
  readonly mayBeOurs: boolean;
}

export interface UpdateDecision {
  /** The states if nothing is sent. */
  readonly states: FieldStates;
  /** Fields to send; they were not changed in the tool. */
  readonly send: readonly FieldSeen[];
  /** Fields that differ from the form and were changed in the tool, or must be cleared there. */
  readonly touched: readonly TouchedField[];
  /** The number of fields whose earlier request turned out to have been received. */
  readonly heard: number;
}

/** Equals no digest: for a field we never wrote, no change can be detected. */
const UNKNOWN = '';

/** Decides which fields of a record to update. @param digest of a value */
export function decideUpdate(
  known: FieldStates,
  seen: readonly FieldSeen[],
  digest: (value: unknown) => string,
): UpdateDecision {
  const states: Record<string, FieldState> = {};
  const send: FieldSeen[] = [];
  const touched: TouchedField[] = [];
  let heard = 0;
  for (const field of seen) {
    const { name, wanted, present } = field;
    const shown = digest(present);
    const former = ownOf(known, name) as FieldState | undefined;
    const meant = digest(wanted);
    const isSaid = says(present, wanted);
    const fate = former === undefined ? null : fateOf(former, shown, isSaid && former.wrote === meant);
    const state = lookedAt(former, shown, fate);
    const isSilent = wanted === undefined;
    if (isSilent && (state.wrote === null || state.wrote === digest(null))) {
      if (former !== undefined) states[name] = state;
      continue;
    }
    if (fate === 'heard') heard++;
    if (state.wrote === meant && (fate === null || fate === 'heard')) states[name] = state;
    // A field that a person updated to our value stays theirs, unless nothing was known of it.
    else if (isSaid) states[name] = { wrote: meant, shows: state.shows === UNKNOWN ? shown : state.shows };
    else if (!isSilent && state.shows === shown) {
      states[name] = { wrote: state.wrote, shows: shown };
      send.push(field);
    } else {
      states[name] = { wrote: meant, shows: state.shows };
      touched.push({ ...field, mayBeOurs: fate === 'doubtful' });
    }
  }
  return { states, send, touched, heard };
}

/**
 * Returns the states if the decision was not carried out: a person is still to be asked about touched fields, and
 * the result of earlier requests is still unknown.
 * @param known the states before the decision
 */
export function asUndone(known: FieldStates, { states, send, touched }: UpdateDecision): FieldStates {
  const undone = [...send, ...touched].map(({ name }) => {
    const former = ownOf(known, name) as FieldState | undefined;
    return [name, former?.showedBefore === undefined ? { ...states[name]!, wrote: former?.wrote ?? null } : former];
  });
  return { ...states, ...(Object.fromEntries(undone) as FieldStates) };
}

/**
 * Returns the states during the request, by which another node can continue after a crash.
 * @param known the states before the decision
 */
export function whileSent(
  known: FieldStates,
  decision: UpdateDecision,
  digest: (value: unknown) => string,
): FieldStates {
  const sent = decision.send.map(({ name, wanted, present }) => [
    name,
    { wrote: digest(wanted), shows: null, showedBefore: digest(present) },
  ]);
  return { ...asUndone(known, decision), ...(Object.fromEntries(sent) as FieldStates) };
}

/** Returns the states after an accepted request that could not be read back. @param known before the decision */
export function onceTaken(
  known: FieldStates,
  decision: UpdateDecision,
  digest: (value: unknown) => string,
): FieldStates {
  const taken = decision.send.map(({ name, wanted }) => [
    name,
    { wrote: digest(wanted), shows: null, wasTaken: true as const },
  ]);
  return { ...asUndone(known, decision), ...(Object.fromEntries(taken) as FieldStates) };
}

/** Returns the states after a request. @param seen the fields as read afterwards */
export function onceSent(
  { states, send }: UpdateDecision,
  seen: readonly FieldSeen[],
  digest: (value: unknown) => string,
): FieldStates {
  const written = seen
    .filter(({ name }) => send.some((each) => each.name === name))
    .map(({ name, present }) => [
      name,
      { wrote: digest(send.find((each) => each.name === name)!.wanted), shows: digest(present) },
    ]);
  return { ...states, ...(Object.fromEntries(written) as FieldStates) };
}

/** Whether we know what we wrote there, rather than only having asked about it. */
export function isFollowed(known: FieldStates, name: string): boolean {
  const state = ownOf(known, name) as FieldState | undefined;
  return state !== undefined && state.shows !== UNKNOWN;
}

/** The fate of the last request. */
type Fate = 'heard' | 'unheard' | 'doubtful';

/** @param isSaid whether the tool has the value that was sent; @returns null if no request was open */
function fateOf({ wrote, shows, showedBefore, wasTaken }: FieldState, shown: string, isSaid: boolean): Fate | null {
  if (shows !== null) return null;
  if (wasTaken) return 'heard';
  if (showedBefore === undefined) return null;
  if (showedBefore === shown) return 'unheard';
  return isSaid || wrote === shown ? 'heard' : 'doubtful';
}

/**
 * Returns the state after reading. A value read right after writing is ours. If a changed value may or may not be ours,
 * the one before counts as ours.
 */
function lookedAt(
  former: FieldState | undefined,
  shown: string,
  fate: Fate | null,
): FieldState & { readonly shows: string } {
  if (former === undefined) return { wrote: null, shows: UNKNOWN };
  const { wrote, shows, showedBefore } = former;
  return { wrote, shows: shows ?? (fate === 'doubtful' ? showedBefore! : shown) };
}

/** Whether a value equals the intended one, allowing additional fields, numbers as text and other whitespace. */
export function says(present: unknown, wanted: unknown): boolean {
  if (wanted === undefined || wanted === null || wanted === '')
    return present === undefined || present === null || present === '';
  if (Array.isArray(wanted))
    return (
      Array.isArray(present) &&
      present.length === wanted.length &&
      wanted.every((each, index) => says(present[index], each))
    );
  if (isRecord(wanted))
    return isRecord(present) && Object.entries(wanted).every(([name, each]) => says(ownOf(present, name), each));
  if (typeof wanted === 'number' || typeof present === 'number')
    return present !== '' && present != null && Number(present) === Number(wanted);
  if (typeof wanted === 'string') return typeof present === 'string' && plain(present) === plain(wanted);
  return present === wanted;
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
