import type { Rows, Story } from '../events/verified.js';
import { type Instant, MS_PER_SECOND } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { keyOf, type ReplayedSubject } from './replay.js';
import type { Summary } from './verification.service.js';

export interface Difference {
  /** The name of the row: `clock <id> of lead <id>`. */
  readonly row: string;
  readonly fault: string;
}

export interface StoredSubject extends Story {
  /** The number of its latest event according to its row. */
  readonly lastSeq: number;
  /** The `xid` of its latest event, or a greater one, according to its row. */
  readonly lastXid: string | null;
  readonly madeAt: Instant;
}

/** Compares the rows of a subject with those that its events imply. */
function differencesOf(replayed: Rows, held: StoredSubject): Difference[] {
  const kinds = new Set([...Object.keys(replayed), ...Object.keys(held.rows)]);
  return [...kinds].flatMap((kept) => {
    const ids = new Set([...(replayed[kept]?.keys() ?? []), ...(held.rows[kept]?.keys() ?? [])]);
    return [...ids].flatMap((id) => differenceOf(kept, id, replayed, held) ?? []);
  });
}

function differenceOf(kept: string, id: string, replayed: Rows, held: StoredSubject): Difference | null {
  const row = kept === 'subject' ? keyOf(held) : `${kept} ${id} of ${keyOf(held)}`;
  const [fromLedger, inTable] = [replayed[kept]?.get(id), held.rows[kept]?.get(id)];
  if (inTable === undefined) return { row, fault: 'the ledger has it, but there is no such row' };
  if (fromLedger === undefined) return { row, fault: 'there is such a row, but the ledger does not have it' };
  const others = Object.keys(inTable).filter((name) => inTable[name] !== (fromLedger[name] ?? null));
  if (others.length === 0) return null;
  const differences = others.map(
    (name) => `${name} is ${worded(inTable[name])}, the ledger says ${worded(fromLedger[name])}`,
  );
  return { row, fault: differences.join('; ') };
}

/** Returns faults of the events of a subject, and of what its row says about the last one. */
function faultsOf(replayed: ReplayedSubject, held: StoredSubject | undefined): Difference[] {
  const numbered =
    held === undefined || held.lastSeq === replayed.lastSeq
      ? []
      : [`its row says that its latest event is ${held.lastSeq}, the ledger ends with ${replayed.lastSeq}`];
  const row = `events of ${keyOf(replayed)}`;
  return [...new Set([...replayed.faults, ...numbered, ...misplacedIn(replayed, held)])].map((fault) => ({
    row,
    fault,
  }));
}

/** The next event is placed by what the row says, so that must not be before the last event. */
function misplacedIn({ latest }: ReplayedSubject, held: StoredSubject | undefined): string[] {
  if (held === undefined || !latest.isOrdered || !latest.isOfEpoch) return [];
  if (held.lastXid !== null && BigInt(held.lastXid) >= BigInt(latest.xid)) return [];
  return [`its row places its latest event at ${worded(held.lastXid)}, the feed at ${latest.xid}`];
}

function worded(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : String(value);
}

export interface Both {
  readonly replayed: ReplayedSubject | undefined;
  readonly held: StoredSubject | undefined;
}

/** Reports whether the first events of a subject are missing. */
export function isHeadless({ replayed }: Both): boolean {
  return replayed === undefined || replayed.firstSeq > 1;
}

/**
 * Reports whether the first events were removed together with all others of that age. Events about configuration and
 * reps have no rows to compare with, so for these this is assumed.
 * @param beginsAt when the oldest remaining event was recorded; null if there is none
 */
export function isRetired(both: Both, beginsAt: Instant | null): boolean {
  return isHeadless(both) && (both.held === undefined || beginsAt === null || both.held.madeAt < beginsAt);
}

/** Returns the differences between the ledger and the tables. @param beginsAt as for `isRetired` */
export function judge(both: Both, beginsAt: Instant | null): Difference[] {
  const { replayed, held } = both;
  const faults = replayed === undefined ? [] : faultsOf(replayed, held);
  if (held === undefined) return replayed!.isTold && !replayed!.isOver ? [...faults, noSuchRow(replayed!)] : faults;
  if (replayed?.isOver) return [...faults, stillThere(replayed)];
  if (isHeadless(both)) return isRetired(both, beginsAt) ? faults : [...faults, firstIsMissing(held, replayed)];
  return [...faults, ...differencesOf(replayed!.story!.rows, held)];
}

function noSuchRow(replayed: ReplayedSubject): Difference {
  return { row: keyOf(replayed), fault: 'the ledger has it, but there is no such row' };
}

function stillThere(replayed: ReplayedSubject): Difference {
  return { row: keyOf(replayed), fault: 'the ledger says that it is deleted, but there is such a row' };
}

function firstIsMissing(held: StoredSubject, replayed: ReplayedSubject | undefined): Difference {
  const missing = replayed === undefined ? 'there are none' : missingBefore(replayed.firstSeq);
  return { row: `events of ${keyOf(held)}`, fault: `${missing}, though the ledger goes back to before its first` };
}

function missingBefore(firstSeq: number): string {
  return firstSeq === 2 ? 'event 1 is missing' : `events 1 to ${firstSeq - 1} are missing`;
}

export function conclusionOf(summary: Summary, tookMs: number): string[] {
  const { subjects, events, slices, retired, differences } = summary;
  const seconds = counted(Math.round(tookMs / MS_PER_SECOND), 'second');
  return [
    `Compared ${counted(subjects, 'subject')} by ${counted(events, 'event')}, in ${counted(slices, 'slice')}, in ${seconds}.`,
    ...(retired === 0
      ? []
      : [`For ${retired}, the first events were removed from the ledger, so they cannot be compared with their rows.`]),
    differences === 0 ? 'Nothing differs.' : `${counted(differences, 'difference')}, named above.`,
  ];
}
