import { isRecord, ownOf } from '../../platform/sql.js';

/** What is known of a field of a record in its tool, as digests: neither of them says what stood there. */
export interface FieldState {
  /** What Touchline wrote last, or asked about; null: nobody knows. */
  readonly wrote: string | null;
  /** What its tool showed since; null: that is still to be looked at. */
  readonly shows: string | null;
  /** What its tool showed before something was sent of which nobody knows what came of it. */
  readonly showedBefore?: string;
  /** What was sent was taken, and is still to be looked at: what its tool shows then is ours. */
  readonly wasTaken?: true;
}

/** By the names of fields. */
export type FieldStates = Readonly<Record<string, FieldState>>;

/** A field as it is meant to be and as it is. */
export interface FieldSeen {
  readonly name: string;
  /** Undefined where the form says nothing of it: nobody knows how its tool empties it, so it is asked about. */
  readonly wanted: unknown;
  readonly present: unknown;
}

export interface TouchedField extends FieldSeen {
  /** Nobody knows whether what was sent before was heard: the tool may have written it in a way of its own. */
  readonly mayBeOurs: boolean;
}

export interface UpdateDecision {
  /** As they are where nothing is sent. */
  readonly states: FieldStates;
  /** What is sent: nobody has touched it. */
  readonly send: readonly FieldSeen[];
  /** What the form says otherwise now, and somebody has changed in the tool or has to take away there. */
  readonly touched: readonly TouchedField[];
  /** Of fields that were sent before: so many were heard. */
  readonly heard: number;
}

/** No digest is so short: of what nobody wrote it is not known whether somebody has touched it. */
const UNKNOWN = '';

/** What of a record is brought up to date. @param digest of a value */
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
    // What somebody has brought up to date there is theirs, but for a field of which nothing was known.
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
 * What is known where nothing of it was done: what was touched is still to be asked about, and of what was sent before
 * nobody knows more than they did.
 * @param known as it was before it was decided
 */
export function asUndone(known: FieldStates, { states, send, touched }: UpdateDecision): FieldStates {
  const undone = [...send, ...touched].map(({ name }) => {
    const former = ownOf(known, name) as FieldState | undefined;
    return [name, former?.showedBefore === undefined ? { ...states[name]!, wrote: former?.wrote ?? null } : former];
  });
  return { ...states, ...(Object.fromEntries(undone) as FieldStates) };
}

/**
 * What is known while it is sent: whoever goes on after a crash can tell what was heard, and asks about what was touched.
 * @param known as it was before it was decided
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

/** What is known once it was taken, where it could not be looked at since. @param known as it was before it was decided */
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

/** What is known once it was written. @param seen as its tool shows it since */
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

/** Whether it is known what Touchline wrote there, and not only that somebody was asked. */
export function isFollowed(known: FieldStates, name: string): boolean {
  const state = ownOf(known, name) as FieldState | undefined;
  return state !== undefined && state.shows !== UNKNOWN;
}

/** What came of what was sent last. */
type Fate = 'heard' | 'unheard' | 'doubtful';

/** @param isSaid whether the tool says what was sent; @returns null where nothing was left open */
function fateOf({ wrote, shows, showedBefore, wasTaken }: FieldState, shown: string, isSaid: boolean): Fate | null {
  if (shows !== null) return null;
  if (wasTaken) return 'heard';
  if (showedBefore === undefined) return null;
  if (showedBefore === shown) return 'unheard';
  return isSaid || wrote === shown ? 'heard' : 'doubtful';
}

/**
 * What a tool shows just after it was written is ours. Where it shows something else since, and nobody knows whether
 * that is ours, ours is what it showed before.
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

/**
 * Whether what a tool shows is what is meant, as tools write it: with fields of their own, numbers as text, other line
 * ends and other spaces.
 */
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
