// Loads the satellites, which register their own invariants.
import '../../src/app.module.js';
import { Snapshots } from '../../src/platform/sql/snapshots.js';
import type { Sizes } from '../../src/verification/slice.js';
import { type Summary, Verification } from '../../src/verification/verification.service.js';
import { requireKnownEvents } from './known-events.js';

export interface Verified {
  readonly summary: Summary;
  readonly found: readonly string[];
}

/** Returns what `npm run verify` finds in a database. */
export function verified(url: string, sizes?: Sizes): Promise<Verified> {
  return within(url, (snapshots) => verify(snapshots, sizes));
}

/** @throws Error that names the broken invariants of a database and their rows */
export function requireInvariants(url: string): Promise<void> {
  return within(url, holdInvariants);
}

/** Like `requireInvariants`, and also checks every event against its schema. */
export async function requireWhole(snapshots: Snapshots): Promise<void> {
  await holdInvariants(snapshots);
  await requireKnownEvents(snapshots);
}

export function requireWholeAt(url: string): Promise<void> {
  return within(url, requireWhole);
}

async function within<T>(url: string, work: (snapshots: Snapshots) => Promise<T>): Promise<T> {
  const snapshots = await Snapshots.open(url);
  try {
    return await work(snapshots);
  } finally {
    await snapshots.close();
  }
}

async function verify(snapshots: Snapshots, sizes?: Sizes): Promise<Verified> {
  const found: string[] = [];
  const summary = await new Verification(snapshots, sizes).run(({ row, fault }) => found.push(`${row}: ${fault}`));
  return { summary, found };
}

async function holdInvariants(snapshots: Snapshots): Promise<void> {
  const { found } = await verify(snapshots);
  if (found.length > 0) throw new Error(`Broken invariants:\n${found.slice(0, 10).join('\n')}`);
}
