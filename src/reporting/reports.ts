import { groupBy } from '../platform/group.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignment.js';
import { type Aged, ageingOf, startsOfBands } from './ageing.js';
import type {
  AttemptCount,
  BaseCount,
  BucketCount,
  CauseCount,
  EndCount,
  FoundPlace,
  Grouped,
  Measure,
  PromiseCount,
  ResponseCount,
  WantedPlace,
  WorthCount,
} from './counts.js';
import { type Dimension, isTimeDimension } from './dimension.js';
import { basesOf, dispositionsOf } from './disposition-counts.js';
import { breachesOf, cadenceOf, reassignmentsOf } from './promise-counts.js';
import type { Counted, Counts, Question, Report } from './report.js';
import { histogramOf, percentilesOf, tallyOf, wantedPlaces } from './speed-to-lead.js';

/** What a row is made by: nothing is read for it. */
type Asked = Omit<Question, 'sql'>;

interface SpeedCounts extends Counts {
  readonly responses: readonly ResponseCount[];
  readonly working: readonly BucketCount[];
  readonly places: readonly FoundPlace[];
}

const speedToLead = {
  async count({ sql, store, scope, of, end }: Question): Promise<Counted<SpeedCounts>> {
    const [responses, working] = await Promise.all([
      store.countResponses(sql, scope, of, end),
      store.countWorking(sql, scope, of, end),
    ]);
    const wanted = [
      ...wantedPlaces(null, 'elapsed', responses),
      ...wantedPlaces(null, 'working', working),
      ...placesOfGroups('elapsed', responses),
      ...placesOfGroups('working', working),
    ];
    const places = await store.findPlaces(sql, scope, of, end, wanted);
    return {
      groups: { responses, working, places: places.filter(({ isOfAll }) => !isOfAll) },
      whole: { responses, working, places: places.filter(({ isOfAll }) => isOfAll) },
    };
  },
  row({ responses, working, places }: SpeedCounts, { hasHistogram }: Asked) {
    return {
      ...tallyOf({ responses, working }),
      elapsed: percentilesOf('elapsed', responses, places),
      working: percentilesOf('working', working, places),
      ...(hasHistogram && { histogram: histogramOf(responses), workingHistogram: histogramOf(working) }),
    };
  },
} satisfies Report<SpeedCounts, object>;

function placesOfGroups(measure: Measure, rows: readonly BucketCount[]): WantedPlace[] {
  const groups = groupBy(rows, ({ first, second }) => `${first} ${second}`);
  return [...groups.values()].flatMap((group) => wantedPlaces(group[0]!, measure, group));
}

interface BreachCounts extends Counts {
  readonly promises: readonly PromiseCount[];
}

const breaches = {
  async count({ sql, store, scope }: Question): Promise<Counted<BreachCounts>> {
    return same({ promises: await store.countPromises(sql, scope, null) });
  },
  row: ({ promises }: BreachCounts) => breachesOf(promises),
} satisfies Report<BreachCounts, object>;

interface MoveCounts extends Counts {
  readonly to: readonly CauseCount[];
  readonly away: readonly CauseCount[];
}

const reassignments = {
  async count({ sql, store, scope }: Question): Promise<Counted<MoveCounts>> {
    const [to, away] = await Promise.all([
      store.countReassignments(sql, scope, 'new'),
      store.countReassignments(sql, scope, 'former'),
    ]);
    return same({ to, away });
  },
  row: ({ to, away }: MoveCounts) => reassignmentsOf(to, away, ASSIGNMENT_CAUSES),
} satisfies Report<MoveCounts, object>;

interface CadenceCounts extends Counts {
  readonly steps: readonly PromiseCount[];
  readonly attempts: readonly AttemptCount[];
}

const cadence = {
  async count({ sql, store, scope, of }: Question): Promise<Counted<CadenceCounts>> {
    const [steps, attempts] = await Promise.all([
      store.countPromises(sql, scope, 'followUp'),
      store.countAttempts(sql, scope, of),
    ]);
    return same({ steps, attempts });
  },
  row: ({ steps, attempts }: CadenceCounts) => cadenceOf(steps, attempts),
} satisfies Report<CadenceCounts, object>;

type OpenCount = Grouped & Aged;
interface AgeingCounts extends Counts {
  readonly leads: readonly OpenCount[];
}

const ageing = {
  async count({ sql, open, scope, now, seesQueue, teamOf }: Question): Promise<Counted<AgeingCounts>> {
    const rows = await open.countOpen(sql, scope, startsOfBands(now), seesQueue);
    const values = new Map<number, string>();
    const codes = new Map<string, number>();
    const codeOf = (dimension: Dimension | undefined, text: string): number => {
      if (dimension === undefined || text === '') return 0;
      if (isTimeDimension(dimension)) return Number(text);
      const value = dimension === 'team' ? teamOf(text) : text;
      if (value === null) return 0;
      const code = codes.get(value) ?? codes.size + 1;
      codes.set(value, code);
      values.set(code, value);
      return code;
    };
    const [first, second] = scope.by;
    const leads = rows.map((row) => ({
      ...row,
      first: codeOf(first, row.first),
      second: codeOf(second, row.second),
    }));
    return { ...same({ leads }), values };
  },
  row: ({ leads }: AgeingCounts, { now }: Asked) => ageingOf(leads, now),
} satisfies Report<AgeingCounts, object>;

interface EndCounts extends Counts {
  readonly ends: readonly EndCount[];
  readonly worth: readonly WorthCount[];
  /** Of whole: of all leads together. */
  readonly bases: readonly BaseCount[];
}

const dispositions = {
  async count({ sql, store, scope }: Question): Promise<Counted<EndCounts>> {
    const [ends, worth] = await Promise.all([store.countEnds(sql, scope), store.sumWorth(sql, scope)]);
    const together = ends.map((row) => ({ ...row, first: 0, second: 0 }));
    return {
      groups: { ends, worth, bases: basesOf(ends, scope.by) },
      whole: { ends, worth, bases: basesOf(together, []) },
    };
  },
  row: ({ ends, worth, bases }: EndCounts) => dispositionsOf(ends, worth, bases),
} satisfies Report<EndCounts, object>;

/** Every report there is. */
export const REPORTS = {
  'speed-to-lead': speedToLead,
  breaches,
  reassignments,
  cadence,
  ageing,
  dispositions,
} as const;
export type ReportName = keyof typeof REPORTS;

function same<Of extends Counts>(counts: Of): Counted<Of> {
  return { groups: counts, whole: counts };
}
