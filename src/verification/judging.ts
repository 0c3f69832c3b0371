import type { Rows, Story } from '../events/verified.js';
import { type Instant, MS_PER_SECOND } from '../platform/duration.js';
import { counted } from '../platform/words.js';
import { keyOf, type Replayed } from './replay.js';
import type { Summary } from './verification.service.js';

/** One row that is not as it must be. */
export interface Difference {
  /** Of which row: `clock <id> of lead <id>`. */
  readonly row: string;
  readonly said: string;
}

/** A subject as its tables hold it. */
export interface Held extends Story {
  /** The number of its latest event, as its row has it. */
  readonly lastSeq: number;
  /** When it was made. */
  readonly madeAt: Instant;
}

/** Where the rows of a subject are not what its events tell. */
function differencesOf(told: Rows, held: Held): Difference[] {
  const kinds = new Set([...Object.keys(told), ...Object.keys(held.rows)]);
  return [...kinds].flatMap((kept) => {
    const ids = new Set([...(told[kept]?.keys() ?? []), ...(held.rows[kept]?.keys() ?? [])]);
    return [...ids].flatMap((id) => differenceOf(kept, id, told, held) ?? []);
  });
}

function differenceOf(kept: string, id: string, told: Rows, held: Held): Difference | null {
  const row = kept === 'subject' ? nameOf(held) : `${kept} ${id} of ${nameOf(held)}`;
  const [fromLedger, inTable] = [told[kept]?.get(id), held.rows[kept]?.get(id)];
  if (inTable === undefined) return { row, said: 'the ledger tells of it, and there is no such row' };
  if (fromLedger === undefined) return { row, said: 'there is such a row, and the ledger tells nothing of it' };
  const others = Object.keys(inTable).filter((name) => inTable[name] !== (fromLedger[name] ?? null));
  if (others.length === 0) return null;
  const said = others.map((name) => `${name} is ${worded(inTable[name])}, the ledger says ${worded(fromLedger[name])}`);
  return { row, said: said.join('; ') };
}

/** What is wrong with the events of a subject, and with what its row knows of them. */
function faultsOf(replayed: Replayed, held: Held | undefined): Difference[] {
  const numbered =
    held === undefined || held.lastSeq === replayed.lastSeq
      ? []
      : [`its row says that its latest event is ${held.lastSeq}, the ledger ends with ${replayed.lastSeq}`];
  const row = `events of ${nameOf(replayed)}`;
  return [...new Set([...replayed.faults, ...numbered])].map((said) => ({ row, said }));
}

function nameOf(subject: { readonly subjectType: string; readonly subjectId: string }): string {
  return keyOf(subject);
}

function worded(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : String(value);
}

/** A subject as the ledger tells of it, and as its tables hold it: as far as there is either. */
export interface Both {
  readonly replayed: Replayed | undefined;
  readonly held: Held | undefined;
}

/** Whether the beginning is missing of what the ledger told of it. */
export function isHeadless({ replayed }: Both): boolean {
  return replayed === undefined || replayed.firstSeq > 1;
}

/**
 * Whether that was removed with all that was as old. What the ledger tells of configuration and of reps is in no row of
 * theirs, so that of these it is taken for granted.
 * @param beginsAt when the oldest event that there still is was recorded; null where there is none
 */
export function isRetired(both: Both, beginsAt: Instant | null): boolean {
  return isHeadless(both) && (both.held === undefined || beginsAt === null || both.held.madeAt < beginsAt);
}

/** Where the two are not the same. @param beginsAt of the ledger, as above */
export function judge(both: Both, beginsAt: Instant | null): Difference[] {
  const { replayed, held } = both;
  const faults = replayed === undefined ? [] : faultsOf(replayed, held);
  if (held === undefined) return replayed!.isTold ? [...faults, noSuchRow(replayed!)] : faults;
  if (isHeadless(both)) return isRetired(both, beginsAt) ? faults : [...faults, firstIsMissing(held, replayed)];
  return [...faults, ...differencesOf(replayed!.story!.rows, held)];
}

function noSuchRow(replayed: Replayed): Difference {
  return { row: nameOf(replayed), said: 'the ledger tells of it, and there is no such row' };
}

function firstIsMissing(held: Held, replayed: Replayed | undefined): Difference {
  const missing = replayed === undefined ? 'there are none' : missingBefore(replayed.firstSeq);
  return { row: `events of ${nameOf(held)}`, said: `${missing}, though the ledger goes back to before its first` };
}

function missingBefore(firstSeq: number): string {
  return firstSeq === 2 ? 'event 1 is missing' : `events 1 to ${firstSeq - 1} are missing`;
}

/** What is said in the end. */
export function conclusionOf(summary: Summary, tookMs: number): string[] {
  const { subjects, events, slices, retired, differences } = summary;
  const seconds = counted(Math.round(tookMs / MS_PER_SECOND), 'second');
  return [
    `Compared ${counted(subjects, 'subject')} by ${counted(events, 'event')}, in ${counted(slices, 'slice')}, in ${seconds}.`,
    ...(retired === 0
      ? []
      : [`Of ${retired} the first events were removed from the ledger: what it told of them cannot be compared.`]),
    differences === 0 ? 'Nothing differs.' : `${counted(differences, 'difference')}, named above.`,
  ];
}
