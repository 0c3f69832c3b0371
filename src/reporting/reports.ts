import { groupBy } from '../platform/group.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignment.js';
import { type Aged, ageingOf, startsOfBands } from './ageing.js';
import { type Dimension, isTimeDimension } from './dimension.js';
import { breachesOf, cadenceOf, reassignmentsOf } from './promise-counts.js';
import type { Counted, Counts, Question, Report } from './report.js';
import type {
  AttemptCount,
  CauseCount,
  FoundPlace,
  Grouped,
  Measure,
  PromiseCount,
  ResponseCount,
  WorkingCount,
} from './report.store.js';
import { histogramOf, percentilesOf, RATED, tallyOf, wantedPlaces } from './speed-to-lead.js';

interface SpeedCounts extends Counts {
  readonly responses: readonly ResponseCount[];
  readonly working: readonly WorkingCount[];
  readonly elapsedPlaces: readonly FoundPlace[];
  readonly workingPlaces: readonly FoundPlace[];
}

const speedToLead = {
  async count(question: Question): Promise<Counted<SpeedCounts>> {
    const { store, scope, of, end } = question;
    const [responses, working] = await Promise.all([
      store.countResponses(scope, of, end),
      store.countWorking(scope, of, end, RATED),
    ]);
    const isWhole = scope.by.length === 0;
    const [elapsedPlaces, workingPlaces, elapsedOfAll, workingOfAll] = await Promise.all([
      placesOfGroups(question, 'elapsed', responses),
      placesOfGroups(question, 'working', working),
      isWhole ? [] : placesOfAll(question, 'elapsed', responses),
      isWhole ? [] : placesOfAll(question, 'working', working),
    ]);
    const groups = { responses, working, elapsedPlaces, workingPlaces };
    if (isWhole) return { groups, whole: groups };
    return { groups, whole: { responses, working, elapsedPlaces: elapsedOfAll, workingPlaces: workingOfAll } };
  },
  row({ responses, working, elapsedPlaces, workingPlaces }: SpeedCounts, { hasHistogram }: Question) {
    return {
      ...tallyOf({ responses, working }),
      elapsed: percentilesOf(responses, elapsedPlaces),
      working: percentilesOf(working, workingPlaces),
      ...(hasHistogram && { histogram: histogramOf(responses), workingHistogram: histogramOf(working) }),
    };
  },
} satisfies Report<SpeedCounts, object>;

type Bucketed = Grouped & Pick<ResponseCount, 'bucket' | 'outcome' | 'leads'>;

function placesOfGroups({ store, scope, of, end }: Question, measure: Measure, rows: readonly Bucketed[]) {
  const groups = groupBy(rows, ({ first, second }) => `${first} ${second}`);
  const wanted = [...groups.values()].flatMap((group) => wantedPlaces(group[0]!, group));
  return store.findPlaces(scope, { of, end, measure }, wanted);
}

function placesOfAll({ store, scope, of, end }: Question, measure: Measure, rows: readonly Bucketed[]) {
  const wanted = wantedPlaces({ first: 0, second: 0 }, rows);
  return store.findPlaces({ ...scope, by: [] }, { of, end, measure }, wanted);
}

interface BreachCounts extends Counts {
  readonly promises: readonly PromiseCount[];
}

const breaches = {
  async count({ store, scope }: Question): Promise<Counted<BreachCounts>> {
    return same({ promises: await store.countPromises(scope, null) });
  },
  row: ({ promises }: BreachCounts) => breachesOf(promises),
} satisfies Report<BreachCounts, object>;

interface MoveCounts extends Counts {
  readonly to: readonly CauseCount[];
  readonly away: readonly CauseCount[];
}

const reassignments = {
  async count({ store, scope }: Question): Promise<Counted<MoveCounts>> {
    const [to, away] = await Promise.all([
      store.countReassignments(scope, 'new'),
      store.countReassignments(scope, 'former'),
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
  async count({ store, scope, of }: Question): Promise<Counted<CadenceCounts>> {
    const [steps, attempts] = await Promise.all([
      store.countPromises(scope, 'followUp'),
      store.countAttempts(scope, of),
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
  async count({ open, scope, now, seesQueue, teamOf }: Question): Promise<Counted<AgeingCounts>> {
    const rows = await open.countOpen(scope, startsOfBands(now), seesQueue);
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
  row: ({ leads }: AgeingCounts, { now }: Question) => ageingOf(leads, now),
} satisfies Report<AgeingCounts, object>;

/** Every report there is. */
export const REPORTS = {
  'speed-to-lead': speedToLead,
  breaches,
  reassignments,
  cadence,
  ageing,
} as const;
export type ReportName = keyof typeof REPORTS;

function same<Of extends Counts>(counts: Of): Counted<Of> {
  return { groups: counts, whole: counts };
}
