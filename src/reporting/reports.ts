import { type Dimension, isTimeDimension } from '../figures/dimension.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignments/assignment.js';
import { type AgeCount, ageingOf, startsOfBands } from './ageing.js';
import type {
  AttemptCount,
  BandCount,
  BaseCount,
  BucketCount,
  CauseCount,
  EndCount,
  GroupCodes,
  InTimeCount,
  PromiseCount,
  ResponseCount,
  TimeCount,
  WorthCount,
} from './counts.js';
import { basesOf, dispositionsOf } from './disposition-counts.js';
import { inTimeOf } from './in-time.js';
import { breachesOf, cadenceOf, reassignmentsOf } from './promise-counts.js';
import type { Counts, Report, ReportCounts, ReportQuestion } from './report.js';
import { histogramOf, percentilesOf, tallyOf } from './speed-to-lead.js';

/** The input of a row, which reads nothing. */
type ReportQuery = Omit<ReportQuestion, 'tx'>;

interface SpeedCounts extends Counts {
  readonly responses: readonly ResponseCount[];
  readonly working: readonly BandCount[];
  readonly times: readonly TimeCount[];
  readonly buckets: readonly BucketCount[];
  readonly owners: readonly InTimeCount[];
  readonly promised: readonly InTimeCount[];
}

const speedToLead = {
  async count({ tx, store, scope, of, end, hasHistogram }: ReportQuestion): Promise<ReportCounts<SpeedCounts>> {
    // Postgres reads what is next while the program counts.
    const [read, ofOwners, testLeads] = await Promise.all([
      store.readResponses(tx, scope, of, end),
      of === 'owner' ? null : store.countInTime(tx, scope, 'owner', end),
      scope.isTest ? 0 : store.countTestResponses(tx, scope, of, end),
    ]);
    const [responses, working] = [read.byElapsed(), read.byWorking()];
    const buckets = hasHistogram ? read.byBucket() : [];
    const { ofGroups, ofAll } = read.times();
    const promised = read.inTime();
    const owners = ofOwners ?? promised;
    return {
      groups: { responses, working, buckets, owners, promised, times: ofGroups },
      whole: { responses, working, buckets, owners, promised, times: ofAll },
      leavesOut: { laterCycles: read.laterCycles, testLeads, imported: read.imported },
    };
  },
  row({ responses, working, times, buckets, owners, promised }: SpeedCounts, { hasHistogram }: ReportQuery) {
    return {
      ...tallyOf({ responses, working }),
      ownersInTime: inTimeOf(owners),
      leadsInTime: inTimeOf(promised),
      elapsed: percentilesOf('elapsed', times),
      working: percentilesOf('working', times),
      ...(hasHistogram && {
        histogram: histogramOf('elapsed', buckets),
        workingHistogram: histogramOf('working', buckets),
      }),
    };
  },
} satisfies Report<SpeedCounts, object>;

interface BreachCounts extends Counts {
  readonly promises: readonly PromiseCount[];
}

const breaches = {
  async count({ tx, store, scope }: ReportQuestion): Promise<ReportCounts<BreachCounts>> {
    return same({ promises: await store.countPromises(tx, scope, null) });
  },
  row: ({ promises }: BreachCounts) => breachesOf(promises),
} satisfies Report<BreachCounts, object>;

interface MoveCounts extends Counts {
  readonly to: readonly CauseCount[];
  readonly away: readonly CauseCount[];
}

const reassignments = {
  async count({ tx, store, scope }: ReportQuestion): Promise<ReportCounts<MoveCounts>> {
    const [to, away] = await Promise.all([
      store.countReassignments(tx, scope, 'new'),
      store.countReassignments(tx, scope, 'former'),
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
  async count({ tx, store, scope, of }: ReportQuestion): Promise<ReportCounts<CadenceCounts>> {
    const [steps, attempts] = await Promise.all([
      store.countPromises(tx, scope, 'followUp'),
      store.countAttempts(tx, scope, of),
    ]);
    return same({ steps, attempts });
  },
  row: ({ steps, attempts }: CadenceCounts) => cadenceOf(steps, attempts),
} satisfies Report<CadenceCounts, object>;

type OpenCount = GroupCodes & AgeCount;
interface AgeingCounts extends Counts {
  readonly leads: readonly OpenCount[];
}

const ageing = {
  async count({ tx, open, scope, now, sees, teamOf, sourceOf }: ReportQuestion): Promise<ReportCounts<AgeingCounts>> {
    const rows = await open.countOpen(tx, scope, startsOfBands(now), sees);
    const values = new Map<number, string>();
    const codes = new Map<string, number>();
    const codeOf = (dimension: Dimension | undefined, text: string): number => {
      if (dimension === undefined || text === '') return 0;
      if (isTimeDimension(dimension)) return Number(text);
      const value = dimension === 'team' ? teamOf(text) : dimension === 'source' ? sourceOf(text) : text;
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
  row: ({ leads }: AgeingCounts, { now }: ReportQuery) => ageingOf(leads, now),
} satisfies Report<AgeingCounts, object>;

interface EndCounts extends Counts {
  readonly ends: readonly EndCount[];
  readonly worth: readonly WorthCount[];
  /** For the total: of all leads together. */
  readonly bases: readonly BaseCount[];
}

const dispositions = {
  async count({ tx, store, scope }: ReportQuestion): Promise<ReportCounts<EndCounts>> {
    const [ends, worth] = await Promise.all([store.countEnds(tx, scope), store.sumWorth(tx, scope)]);
    const together = ends.map((row) => ({ ...row, first: 0, second: 0 }));
    return {
      groups: { ends, worth, bases: basesOf(ends, scope.by) },
      whole: { ends, worth, bases: basesOf(together, []) },
    };
  },
  row: ({ ends, worth, bases }: EndCounts) => dispositionsOf(ends, worth, bases),
} satisfies Report<EndCounts, object>;

export const REPORTS = {
  'speed-to-lead': speedToLead,
  breaches,
  reassignments,
  cadence,
  ageing,
  dispositions,
} as const;
export type ReportName = keyof typeof REPORTS;

function same<Of extends Counts>(counts: Of): ReportCounts<Of> {
  return { groups: counts, whole: counts };
}
