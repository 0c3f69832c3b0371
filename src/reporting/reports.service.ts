import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { DIMENSION_RULES, DIMENSIONS, isTimeDimension, type KeyValue, type RowFilter } from '../figures/dimension.js';
import { TOTAL } from '../figures/figure.js';
import { withoutOthers } from '../figures/individuals.js';
import { readRequest, tooManyRows } from '../figures/report-request.js';
import type { Imported } from '../leads/imported.js';
import { namesOf } from '../leads/lead.js';
import { sightOf } from '../leads/visibility.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import type { Tx } from '../platform/sql/sql.js';
import { pluck } from '../platform/values/group.js';
import { AgeingStore } from './ageing.store.js';
import { cyclesOf, OF_HERE } from './cycles.js';
import type { End } from './facts/response-facts.js';
import { DISPOSITION_DIMENSIONS } from './report.dto.js';
import { type Counts, groupsOf, type Report, type ReportQuestion } from './report.js';
import { NO_SPELLINGS, type ReportScope, ReportStore } from './report.store.js';
import { type Heading, headOf, inOrder } from './report-rows.js';
import { REPORTS, type ReportName } from './reports.js';
import { type CostBase, type Costs, costBasesOf, costsOf, isPriced, sumOfCosts } from './source-cost.js';

/** The query parameters of all reports together. */
interface ReportQuery {
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
  readonly by?: string;
  readonly imported?: Imported;
  readonly test?: boolean;
  readonly cycles?: 'first' | 'all';
  readonly until?: End;
  readonly histogram?: boolean;
}

type Asking = Omit<ReportQuestion, 'tx'>;

/** Answers reports from settled facts (docs/adr/0022). */
@Injectable()
export class ReportsService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly store: ReportStore,
    private readonly open: AgeingStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read<Name extends ReportName>(name: Name, query: ReportQuery, caller: Caller) {
    const directory = await this.directories.now();
    const { question, labels } = await this.withSpellings(this.questionOf(name, query, caller, directory), directory);
    const report = REPORTS[name] as unknown as Report<Counts, ReturnType<(typeof REPORTS)[Name]['row']>>;
    const isOpenNow = name === 'ageing';
    const { groups, whole, values, leavesOut, bases, staleDays } = await this.store.snapshot(async (tx) => ({
      ...(await report.count({ ...question, tx })),
      bases: await this.basesOfCosts(tx, name, question.scope, directory),
      staleDays: isOpenNow ? 0 : await this.store.countStaleDays(tx, question.scope.span),
    }));
    const found = groupsOf(groups);
    refuse(tooManyRows(found.length, 'Ask for a shorter time, or by less.'));
    const { by, span, timeZone, isTest } = question.scope;
    const { imported = 'without' } = query;
    const valuesFor = await this.valuesOf(pluck(found, 'codes'), question.scope, values, labels);
    const costs = hasCosts(name, question.scope) ? new CostsOfRows(bases, directory, question.scope) : null;
    // Promises to the lead do not belong to any owner.
    const noRep = name === 'breaches' ? 'the company' : 'nobody';
    const also = ALSO[name] ?? {};
    const { [name]: leadsOfRep = 'hadBy' } = LEADS_OF_REP;
    const heading = {
      by,
      span,
      timeZone,
      isTest,
      imported,
      names: namesOf(directory),
      noRep,
      also,
      leadsOfRep,
      isOpenNow,
    };
    const rowOf = (codes: readonly [number, number], values: readonly KeyValue[], counts: Counts) => ({
      codes,
      head: headOf(heading, values),
      row: { ...report.row(counts, question), ...costs?.of(codes[0], String(values[0])) },
    });
    const rows = found.map(({ codes, counts }) => rowOf(codes, valuesFor(codes), counts));
    // A source without leads may still have cost money.
    for (const source of costs?.spentInVain(new Set(rows.map(({ head }) => String(head.key.source)))) ?? [])
      rows.push(rowOf([NO_CODE, 0], [source], emptied(groups)));
    const answered = {
      data: inOrder(rows, by).map(({ head, row }) => ({ ...head, ...row })),
      total: { ...headOf({ ...heading, by: [] }, []), label: TOTAL, ...report.row(whole, question), ...costs?.ofAll() },
      ...(staleDays > 0 && { staleDays }),
      ...(leavesOut && { leavesOut }),
    };
    // Open leads are a to-do list rather than a rep's performance, so that other reps' rows are not withheld.
    return isOpenNow ? answered : withoutOthers(answered, caller, directory.content.settings);
  }

  private questionOf(name: ReportName, query: ReportQuery, caller: Caller, directory: Directory): Asking {
    const now = this.time.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    // Open leads are counted whenever they came in, unless the query has a `from`.
    const isOpenNow = name === 'ageing' && query.from === undefined;
    const { span, by, faults } = readRequest(
      isOpenNow ? { ...query, from: FIRST_OF_ALL } : query,
      now,
      name === 'dispositions' ? DISPOSITION_DIMENSIONS : DIMENSIONS,
      { timeZone, isUnlimited: isOpenNow },
    );
    refuse(faults);
    const { repIds, queue, queueIds } = sightOf(caller, directory);
    const seesAll = may(caller, 'read');
    const scope: ReportScope = {
      span,
      by,
      timeZone,
      isTest: query.test ?? false,
      cycles: cyclesOf(query.imported ?? 'without', query.cycles === 'first'),
      repIds: seesAll ? null : repIds,
      spellings: NO_SPELLINGS,
    };
    const isOfOwners = !seesAll || by.some((dimension) => dimension === 'rep' || dimension === 'team');
    return {
      store: this.store,
      open: this.open,
      scope,
      of: isOfOwners ? 'owner' : 'lead',
      end: query.until ?? 'attempt',
      hasHistogram: query.histogram ?? false,
      sees: seesAll ? { queue: false, queueIds: [] } : { queue, queueIds },
      sourceOf: (text) => directory.content.sources.codeOf(text),
      teamOf: (repId) => directory.teamOf(repId)?.id ?? null,
      now,
    };
  }

  /** Counts all spellings of a source under one id, labelled with its code. */
  private async withSpellings(
    question: Asking,
    { content: { sources } }: Directory,
  ): Promise<{ question: Asking; labels: ReadonlyMap<number, string> }> {
    const { scope } = question;
    const labels = new Map<number, string>();
    if (sources.all.length === 0 || !scope.by.includes('source')) return { question, labels };
    const spellings = new Map<number, number>();
    for (const { code, numbers } of await this.store.readSpellings()) {
      const [first] = numbers;
      labels.set(first!, code);
      for (const number of numbers) spellings.set(number, first!);
    }
    return { question: { ...question, scope: { ...scope, spellings } }, labels };
  }

  /** Returns the bases that costs are divided by, by source id; empty if no source has costs. */
  private async basesOfCosts(
    tx: Tx,
    name: ReportName,
    scope: ReportScope,
    { content: { sources } }: Directory,
  ): Promise<ReadonlyMap<number, CostBase>> {
    if (!hasCosts(name, scope) || scope.repIds !== null || !sources.all.some(isPriced)) return new Map();
    const came = await this.store.countEnds(tx, {
      ...scope,
      cycles: { ...scope.cycles, to: Math.min(scope.cycles.to, 1) },
    });
    const ends = await this.store.countEnds(tx, {
      ...scope,
      cycles: { ...scope.cycles, to: scope.cycles.to === 0 ? 0 : OF_HERE.to },
    });
    return costBasesOf(came, ends);
  }

  private async valuesOf(
    found: readonly (readonly [number, number])[],
    { by }: ReportScope,
    known: ReadonlyMap<number, string> | undefined,
    labels: ReadonlyMap<number, string>,
  ): Promise<(codes: readonly [number, number]) => KeyValue[]> {
    const codes = by.flatMap((dimension, index) =>
      isTimeDimension(dimension) ? [] : found.map((each) => each[index]!),
    );
    const values = known ?? (await this.store.readValues([...new Set(codes)]));
    const valuesFor = (code: number) => labels.get(code) ?? values.get(code) ?? null;
    return (each) => by.map((dimension, index) => DIMENSION_RULES[dimension].read(each[index]!, valuesFor));
  }
}

/** Reports by source alone include costs. Open leads have no time window to which costs could belong. */
function hasCosts(name: ReportName, { by, isTest }: ReportScope): boolean {
  return name !== 'ageing' && by.length === 1 && by[0] === 'source' && !isTest;
}

const NO_LEADS: CostBase = { leads: 0, qualified: 0, won: 0 };
const NO_CODE = -1;

function emptied(counts: Counts): Counts {
  return Object.fromEntries(Object.keys(counts).map((name) => [name, []]));
}

class CostsOfRows {
  private readonly parts: { readonly costs: Costs; readonly base: CostBase }[] = [];

  constructor(
    private readonly bases: ReadonlyMap<number, CostBase>,
    private readonly directory: Directory,
    private readonly scope: ReportScope,
  ) {}

  of(code: number, source: string): Costs {
    const { settings, sources } = this.directory.content;
    const { span, repIds } = this.scope;
    const base = this.bases.get(code) ?? NO_LEADS;
    // A rep sees only their own leads, while the cost covers those of others, too.
    const known = repIds === null ? sources.of(source) : undefined;
    const costs = costsOf(known, base, { span, timeZone: settings.timeZone });
    this.parts.push({ costs, base });
    return costs;
  }

  /** Returns sources with costs but no row. @param codes the sources with a row */
  spentInVain(codes: ReadonlySet<string>): string[] {
    const { settings, sources } = this.directory.content;
    const { span, repIds } = this.scope;
    if (repIds !== null) return [];
    const spent = sources.all.filter((source) => {
      const { cost } = costsOf(source, NO_LEADS, { span, timeZone: settings.timeZone });
      return !codes.has(source.code) && cost !== null && Number(cost.amount) !== 0;
    });
    return spent.map(({ code }) => code);
  }

  ofAll(): Costs {
    return sumOfCosts(this.parts);
  }
}

const FIRST_OF_ALL = '1970-01-01T00:00:00.000Z';

/**
 * The parameter that lists the leads of a rep's row, if not all that they have had. Which rep had a lead last in a cycle,
 * so that its end counts for them, is no parameter.
 */
const LEADS_OF_REP: Readonly<Partial<Record<ReportName, Heading['leadsOfRep']>>> = {
  ageing: 'ownerId',
  dispositions: null,
};

/** Filters that all leads of a report have in common. */
const ALSO: Readonly<Partial<Record<ReportName, RowFilter>>> = { ageing: { status: 'open' } };
