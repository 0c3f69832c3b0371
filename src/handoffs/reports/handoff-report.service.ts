import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { GROUPS_MAX, TOTAL } from '../../figures/figure.js';
import { withoutOthers } from '../../figures/individuals.js';
import { readRequest } from '../../figures/report-request.js';
import { namesOf } from '../../leads/lead.js';
import { fault } from '../../platform/input/fault.js';
import { InvalidRequestError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { ERASED_TEXT } from '../../vocabulary/erased-text.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import { HandoffCountStore } from './handoff-count.store.js';
import { HANDOFF_DIMENSION_RULES, HANDOFF_DIMENSIONS } from './handoff-counts.js';
import { handoffGroupsOf, handoffHeadOf, handoffNumbersOf, inOrderOfHandoffs } from './handoff-numbers.js';
import { reasonInWords } from './handoff-reason.js';
import { HandoffReasonStore } from './handoff-reason.store.js';
import { type HandoffReasonsQuery, type HandoffReportQuery, REASONS_DEFAULT } from './handoff-report.schema.js';

/** The report of handoffs: see docs/adr/0049. */
@Injectable()
export class HandoffReportService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly counts: HandoffCountStore,
    private readonly kinds: KindArchive,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with everything that is wrong with the request */
  async read(query: HandoffReportQuery, caller: Caller) {
    const directory = await this.directories.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    const request = { timeZone, what: 'Handoffs' };
    const { span, by, faults } = readRequest(query, this.time.now(), HANDOFF_DIMENSIONS, request);
    const { kindId, faults: unknown } = await this.kinds.readRequested(this.database.reads, query.kind);
    refuse(faults, unknown);
    const scope = {
      span,
      by,
      kindId,
      timeZone,
      repIds: may(caller, 'read') ? null : dealSightOf(caller, directory).repIds,
    };
    const counted = await this.counts.count(scope, GROUPS_MAX);
    if (counted === null) {
      const message = `That makes more than ${GROUPS_MAX} rows, which is the most that are answered. Ask for a shorter time, or by less.`;
      throw new InvalidRequestError([fault('/by', 'tooMany', message)]);
    }
    const { groups, all } = handoffGroupsOf(counted);
    const keyed = groups.map(({ texts, group }) => ({
      values: by.map((dimension, index) => HANDOFF_DIMENSION_RULES[dimension].read(texts[index]!)),
      group,
    }));
    const kindIds = by.includes('kind') ? keyed.map(({ values }) => String(values[by.indexOf('kind')])) : [];
    const heading = { scope, names: namesOf(directory), kindNames: await this.kindNames(kindIds) };
    const report = {
      data: inOrderOfHandoffs(keyed, by).map(({ values, group }) => ({
        ...handoffHeadOf(heading, values),
        ...handoffNumbersOf(group),
      })),
      total: {
        ...handoffHeadOf({ ...heading, scope: { ...scope, by: [] } }, []),
        label: TOTAL,
        ...handoffNumbersOf(all),
      },
    };
    return withoutOthers(report, caller, directory.content.settings);
  }

  /** Returns the names of kinds in their newest version, also of deleted kinds. */
  private async kindNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pins = [...new Set(ids)].map((kindId) => ({ kindId, kindVersion: null }));
    const kindOf = await this.kinds.load(this.database.reads, pins);
    return new Map(pins.map((pin) => [pin.kindId, kindOf(pin).body.name]));
  }
}

/** A quarter. */
const DEFAULT_MS = 91 * MS_PER_DAY;

/** The most frequent exceptions and blockers, and what was decided about them: see docs/adr/0050. */
@Injectable()
export class HandoffReasonsService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly reasons: HandoffReasonStore,
    private readonly kinds: KindArchive,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with everything that is wrong with the request */
  async read(query: HandoffReasonsQuery, caller: Caller) {
    const directory = await this.directories.now();
    const { timeZone } = directory.content.settings;
    const request = { timeZone, what: 'Handoffs', defaultMs: DEFAULT_MS };
    const { span, faults } = readRequest(query, this.time.now(), [], request);
    const { kindId, faults: unknown } = await this.kinds.readRequested(this.database.reads, query.kind);
    refuse(faults, unknown);
    const repIds = may(caller, 'read') ? null : dealSightOf(caller, directory).repIds;
    const scope = { span, kindId, repIds };
    const reasons = await this.reasons.readFrequent(scope, query.limit ?? REASONS_DEFAULT, ERASED_TEXT);
    const names = namesOf(directory);
    return {
      from: toIso(span.from),
      to: toIso(span.to),
      data: reasons.map((reason) => {
        const { deciders, ...rest } = reason;
        const decidedBy = deciders
          .map(({ repId, times }) => ({ repId, name: names.rep(repId), times }))
          .sort((one, other) => other.times - one.times || (one.name < other.name ? -1 : 1));
        return { ...rest, decidedBy, sentence: reasonInWords(reason, decidedBy) };
      }),
    };
  }
}
