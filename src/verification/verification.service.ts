import type { Sql } from '../platform/sql/database.js';
import type { Snapshots } from '../platform/sql/snapshots.js';
import { HeldStore, ReplayedStore } from './held.store.js';
import { InvariantsStore } from './invariants.store.js';
import { type Both, type Difference, isHeadless, isRetired, judge } from './judging.js';
import { Replay } from './replay.js';
import { BEFORE_ALL, BEHIND_ALL, SIZES, type Sizes } from './slice.js';
import { verifiedSubjects } from './verified-subjects.store.js';

export interface Summary {
  subjects: number;
  events: number;
  slices: number;
  differences: number;
  /** Subjects whose first events were removed from the ledger, and which therefore cannot be replayed. */
  retired: number;
}

/** Replays the ledger and compares it with the tables, in slices that bound the memory needed. */
export class Verification {
  private readonly replayed = new ReplayedStore();
  private readonly held = new HeldStore();
  private readonly invariants = new InvariantsStore();

  constructor(
    private readonly snapshots: Snapshots,
    private readonly sizes: Sizes = SIZES,
  ) {}

  /** @param found is called for each difference as soon as its slice has been checked */
  async run(found: (difference: Difference) => void): Promise<Summary> {
    const summary: Summary = { subjects: 0, events: 0, slices: 0, differences: 0, retired: 0 };
    const note = (differences: readonly Difference[]) => {
      summary.differences += differences.length;
      for (const each of differences) found(each);
    };
    for (let after = BEFORE_ALL; after !== BEHIND_ALL; ) {
      const slice = await this.snapshots.at((sql) => this.lookAt(sql, after));
      summary.slices += 1;
      summary.subjects += slice.subjects;
      summary.events += slice.events;
      summary.retired += slice.retired;
      note(slice.differences);
      after = slice.through;
    }
    note(await this.snapshots.at((sql) => this.invariants.brokenOfAll(sql)));
    return summary;
  }

  /** Verifies the slice after a subject, in one snapshot. */
  private async lookAt(sql: Sql, after: string) {
    const through = await this.replayed.endOfSlice(sql, after, this.sizes);
    const between = { after, through };
    const replay = new Replay(verifiedSubjects());
    for await (const event of this.replayed.events(sql, between, this.sizes.page)) replay.take(event);
    const kinds = await this.held.findKinds(sql, between);
    const held = await this.held.read(sql, between, kinds);
    const keys = new Set([...replay.subjects.keys(), ...held.keys()]);
    const both = [...keys].map((key): Both => ({ replayed: replay.subjects.get(key), held: held.get(key) }));
    const beginsAt = both.some(isHeadless) ? await this.replayed.beginsAt(sql) : null;
    const differences = both.flatMap((each) => judge(each, beginsAt));
    return {
      through,
      subjects: both.length,
      events: replay.events,
      retired: both.filter((each) => isRetired(each, beginsAt)).length,
      differences: [...differences, ...(await this.invariants.brokenOf(sql, between, kinds))],
    };
  }
}
