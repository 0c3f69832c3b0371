import type { TSchema } from '@sinclair/typebox';
import { readBody } from './checked.js';
import type { Fault } from './fault.js';
import { Turns } from './turns.js';

/** From then on the first fault of an entry stands for all of its: an answer must not be many times its request. */
const FAULTS_MAX = 5_000;

/** One entry of a batch: its body is of its type where there are no faults. */
export interface ReadEntry<Body> {
  readonly index: number;
  readonly body: Body;
  readonly faults: readonly Fault[];
}

/** The entries of a batch, each checked on its own, in turns with everything else. */
export async function readEntries<Body>(schema: TSchema, sent: readonly unknown[]): Promise<ReadEntry<Body>[]> {
  const entries: ReadEntry<Body>[] = [];
  let told = 0;
  const turns = new Turns();
  for (const [index, entry] of sent.entries()) {
    const { body, faults } = readBody<Body>(schema, entry, told < FAULTS_MAX ? 'all' : 'first');
    told += faults.length;
    entries.push({ index, body, faults });
    await turns.next();
  }
  return entries;
}
