import type { TSchema } from '@sinclair/typebox';
import { Turns } from '../running/turns.js';
import { readBody } from './checked.js';
import type { Fault } from './fault.js';

/* Batches whose entries are checked each on its own, so that an invalid one does not reject the others. */

/**
 * Number of faults after which only the first of each further entry is reported: an answer must not be many times as
 * long as its request.
 */
const FAULTS_MAX = 5_000;

export interface Faulty {
  readonly faults: readonly Fault[];
}

/** One entry of a batch. Its body is of its type if there are no faults. */
interface ReadEntry<Body> extends Faulty {
  readonly index: number;
  readonly body: Body;
}

/** Reads the entries of a batch, in turns with all other work. */
export function readEntries<Body>(schema: TSchema, sent: readonly unknown[]): Promise<ReadEntry<Body>[]> {
  return readEntriesBy((entry, howMany) => readBody<Body>(schema, entry, howMany), sent);
}

/** @param read reads one entry */
export async function readEntriesBy<Read extends Faulty>(
  read: (entry: unknown, howMany: 'all' | 'first') => Read,
  sent: readonly unknown[],
): Promise<(Read & { readonly index: number })[]> {
  const entries: (Read & { readonly index: number })[] = [];
  let count = 0;
  const turns = new Turns();
  for (const [index, entry] of sent.entries()) {
    const each = read(entry, count < FAULTS_MAX ? 'all' : 'first');
    count += each.faults.length;
    entries.push({ ...each, index });
    await turns.next();
  }
  return entries;
}

/** Takes the entries without faults, all at once. @returns what became of each entry, in the order of the batch */
export async function takeSound<Entry extends object, Taken>(
  read: readonly (Entry | Faulty)[],
  take: (sound: readonly Entry[]) => Promise<readonly Taken[]>,
): Promise<(Taken | Faulty)[]> {
  const taken = [...(await take(read.filter((each): each is Entry => !('faults' in each))))];
  return read.map((each) => ('faults' in each ? each : taken.shift()!));
}
