import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { DIMENSION_RULES, DIMENSIONS, isTimeDimension, type KeyValue, type RowFilter } from '../figures/dimension.js';
import { GROUPS_MAX, TOTAL } from '../figures/figure.js';
import { readRequest } from '../figures/report-request.js';
import { namesOf } from '../leads/lead.js';
import { sightOf } from '../leads/visibility.js';
import { refuse } from '../platform/refusal.js';
import { TimeSource } from '../platform/time-source.js';
import type { End } from './facts/facts.js';
import { DISPOSITION_DIMENSIONS } from './report.dto.js';
import { type Counts, groupsOf, type Question, type Report } from './report.js';
import { AgeingStore, ReportStore, type Scope } from './report.store.js';
import { headOf, inOrder } from './report-rows.js';
import { REPORTS, type ReportName } from './reports.js';

/** What may be asked of any report. */
interface ReportQuery {
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
  readonly by?: string;
  readonly test?: boolean;
  readonly cycles?: 'first' | 'all';
  readonly until?: End;
  readonly histogram?: boolean;
}

type Asking = Omit<Question, 'tx'>;

/** The numbers, from what was settled: see docs/adr/0022. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly store: ReportStore,
    private readonly open: AgeingStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with everything that is wrong with what is asked */
  async read<Name extends ReportName>(name: Name, asked: ReportQuery, caller: Caller) {
    const directory = await this.directories.now();
    const question = this.questionOf(name, asked, caller, directory);
    const report = REPORTS[name] as unknown as Report<Counts, ReturnType<(typeof REPORTS)[Name]['row']>>;
    const { groups, whole, values } = await this.store.snapshot((tx) => report.count({ ...question, tx }));
    const found = groupsOf(groups);
    if (found.length > GROUPS_MAX) {
      const message = `That makes more than ${GROUPS_MAX} rows, which is the most that are answered. Ask for a shorter time, or by less.`;
      refuse([{ pointer: '/by', code: 'tooMany', message }]);
    }
    const { by, span, timeZone, isTest } = question.scope;
    const valuesFor = await this.valuesOf(
      found.map(({ codes }) => codes),
      question.scope,
      values,
    );
    // What is promised to the lead, whoever has it, nobody alone has missed.
    const noRep = name === 'breaches' ? 'the company' : 'nobody';
    const also = ALSO[name] ?? {};
    const heading = { by, span, timeZone, isTest, names: namesOf(directory), noRep, also };
    const rows = found.map(({ codes, counts }) => ({
      codes,
      head: headOf(heading, valuesFor(codes)),
      row: report.row(counts, question),
    }));
    return {
      data: inOrder(rows, by).map(({ head, row }) => ({ ...head, ...row })),
      total: { ...headOf({ ...heading, by: [] }, []), label: TOTAL, ...report.row(whole, question) },
    };
  }

  private questionOf(name: ReportName, asked: ReportQuery, caller: Caller, directory: Directory): Asking {
    const now = this.time.now();
    const timeZone = asked.timeZone ?? directory.content.settings.timeZone;
    // What is open now came in whenever it did, unless somebody asks for a time.
    const isOpenNow = name === 'ageing' && asked.from === undefined;
    const { span, by, faults } = readRequest(
      isOpenNow ? { ...asked, from: FIRST_OF_ALL } : asked,
      now,
      name === 'dispositions' ? DISPOSITION_DIMENSIONS : DIMENSIONS,
      { timeZone, isUnlimited: isOpenNow },
    );
    refuse(faults);
    const { repIds, queue, queueIds } = sightOf(caller, directory);
    const seesAll = may(caller, 'read');
    const scope: Scope = {
      span,
      by,
      timeZone,
      isTest: asked.test ?? false,
      isFirstCycle: (asked.cycles ?? (name === 'speed-to-lead' ? 'first' : 'all')) === 'first',
      repIds: seesAll ? null : repIds,
    };
    const isOfOwners = !seesAll || by.some((dimension) => dimension === 'rep' || dimension === 'team');
    return {
      store: this.store,
      open: this.open,
      scope,
      of: isOfOwners ? 'owner' : 'lead',
      end: asked.until ?? 'attempt',
      hasHistogram: asked.histogram ?? false,
      sees: seesAll ? { queue: false, queueIds: [] } : { queue, queueIds },
      teamOf: (repId) => directory.teamOf(repId)?.id ?? null,
      now,
    };
  }

  private async valuesOf(
    found: readonly (readonly [number, number])[],
    { by }: Scope,
    known: ReadonlyMap<number, string> | undefined,
  ): Promise<(codes: readonly [number, number]) => KeyValue[]> {
    const codes = by.flatMap((dimension, index) =>
      isTimeDimension(dimension) ? [] : found.map((each) => each[index]!),
    );
    const values = known ?? (await this.store.readValues([...new Set(codes)]));
    const valuesFor = (code: number) => values.get(code) ?? null;
    return (each) => by.map((dimension, index) => DIMENSION_RULES[dimension].read(each[index]!, valuesFor));
  }
}

/** Before any lead there is. */
const FIRST_OF_ALL = '1970-01-01T00:00:00.000Z';

/** What the leads of a report have in common, for their list. */
const ALSO: Readonly<Partial<Record<ReportName, RowFilter>>> = { ageing: { status: 'open' } };
