import { localPeriods } from '../../conditions/condition-value.js';
import type { Directory } from '../../directory/directory.js';
import type { Instant } from '../../platform/values/duration.js';
import { MS_PER_DAY } from '../../platform/values/duration.js';
import type { Load, SourceLoad } from '../../routing/deciding/roster.js';

export interface FirstLoad {
  readonly repId: string;
  readonly open: number;
  readonly untouched: number;
  /** Leads assigned to them in the preceding days. */
  readonly taken: readonly TakenLead[];
}

export interface TakenLead {
  readonly at: Instant;
  /** In lower case. */
  readonly source: string;
}

/** A week, and a day of tolerance for changes of clocks. */
export const WEEK_MS = 8 * MS_PER_DAY;

export class ReplayedLoads {
  private readonly loads = new Map<string, { open: number; untouched: number; taken: TakenLead[] }>();

  /** @param directory for the time zones of reps and the spellings of sources */
  constructor(
    first: readonly FirstLoad[],
    private readonly directory: Pick<Directory, 'timeZoneOf' | 'content'>,
  ) {
    const { sources } = directory.content;
    for (const { repId, open, untouched, taken } of first) {
      const compared = taken.map(({ at, source }) => ({ at, source: sources.keyOf(source) }));
      this.loads.set(repId, { open, untouched, taken: compared });
    }
  }

  of(repId: string, at: Instant): Load {
    const { open, untouched, taken } = this.ofRep(repId);
    const { day, week } = localPeriods(this.directory.timeZoneOf(repId), at);
    const bySource = new Map<string, SourceLoad>();
    let [today, thisWeek] = [0, 0];
    for (const each of taken) {
      if (each.at < week.from) continue;
      const isOfToday = each.at >= day.from ? 1 : 0;
      thisWeek += 1;
      today += isOfToday;
      const ofSource = bySource.get(each.source) ?? { today: 0, thisWeek: 0 };
      bySource.set(each.source, { today: ofSource.today + isOfToday, thisWeek: ofSource.thisWeek + 1 });
    }
    return { open, untouched, today, thisWeek, bySource };
  }

  have(repId: string, isUntouched: boolean): void {
    const load = this.ofRep(repId);
    load.open += 1;
    if (isUntouched) load.untouched += 1;
  }

  /** Counts a lead for the day and week. */
  take(repId: string, taken: TakenLead): void {
    const load = this.ofRep(repId);
    if (load.taken.length > 0 && load.taken[0]!.at < taken.at - WEEK_MS)
      load.taken = load.taken.filter(({ at }) => at >= taken.at - WEEK_MS);
    load.taken.push(taken);
  }

  /** Uncounts a lead for the day and week. */
  takeBack(repId: string, { at, source }: TakenLead): void {
    const { taken } = this.ofRep(repId);
    const place = taken.findLastIndex((each) => each.at === at && each.source === source);
    if (place !== -1) taken.splice(place, 1);
  }

  countAgain(repId: string, taken: TakenLead): void {
    const load = this.ofRep(repId);
    load.taken = [...load.taken, taken].sort((one, other) => one.at - other.at);
  }

  /** Removes an open lead. It still counts for its day. */
  giveUp(repId: string, isUntouched: boolean): void {
    const load = this.ofRep(repId);
    load.open -= 1;
    if (isUntouched) load.untouched -= 1;
  }

  touch(repId: string): void {
    this.ofRep(repId).untouched -= 1;
  }

  private ofRep(repId: string) {
    const known = this.loads.get(repId);
    if (known !== undefined) return known;
    const none = { open: 0, untouched: 0, taken: [] as TakenLead[] };
    this.loads.set(repId, none);
    return none;
  }
}
