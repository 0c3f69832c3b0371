import type { Rows, Story } from '../events/verified.js';
import type { Instant } from '../platform/instant.js';
import { keyOf, type Replayed } from './replay.js';

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
export function differencesOf(told: Rows, held: Held): Difference[] {
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
export function faultsOf(replayed: Replayed, held: Held | undefined): Difference[] {
  const numbered =
    held === undefined || held.lastSeq === replayed.lastSeq
      ? []
      : [`its row says that its latest event is ${held.lastSeq}, the ledger ends with ${replayed.lastSeq}`];
  const row = `events of ${nameOf(replayed)}`;
  return [...new Set([...replayed.faults, ...numbered])].map((said) => ({ row, said }));
}

export function nameOf(subject: { readonly subjectType: string; readonly subjectId: string }): string {
  return keyOf(subject);
}

function worded(value: unknown): string {
  return value === undefined || value === null ? 'nothing' : String(value);
}
