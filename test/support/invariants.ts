import { Snapshots } from '../../src/platform/snapshots.js';
import { type Sizes } from '../../src/verification/slice.js';
import { type Summary, Verification } from '../../src/verification/verification.service.js';

export interface Verified {
  readonly summary: Summary;
  /** What is not as it must be, by its row. */
  readonly found: readonly string[];
}

/** What `npm run verify` finds in a database. */
export async function verified(url: string, sizes?: Sizes): Promise<Verified> {
  const snapshots = await Snapshots.open(url);
  const found: string[] = [];
  try {
    const verification = new Verification(snapshots, sizes);
    const summary = await verification.run(({ row, said }) => found.push(`${row}: ${said}`));
    return { summary, found };
  } finally {
    await snapshots.close();
  }
}

/** @throws Error that says what does not hold of a database, and of which rows */
export async function requireInvariants(url: string): Promise<void> {
  const { found } = await verified(url);
  if (found.length > 0) throw new Error(`Broken invariants:\n${found.slice(0, 10).join('\n')}`);
}
