import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { TOTAL } from '../figures/figure.js';
import { readRequest } from '../figures/report-request.js';
import { namesOf } from '../leads/lead.js';
import { sightOf } from '../leads/visibility.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import { shadowView } from '../routing/rules/shadow.js';
import { type ShadowCount, ShadowStore } from '../routing/rules/shadow.store.js';
import type { ShadowQuery } from './report.dto.js';

const DIFFERENCES_MAX = 20;

@Injectable()
export class ShadowReportService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly store: ShadowStore,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: ShadowQuery, caller: Caller) {
    const directory = await this.directories.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    const { span, faults } = readRequest(query, this.time.now(), [], { timeZone });
    refuse(faults);
    const scope = { span, repIds: may(caller, 'read') ? null : sightOf(caller, directory).repIds };
    const { rep } = namesOf(directory);
    return this.database.reads.snapshot(async (tx) => {
      const counts = await this.store.count(tx, scope);
      const differences = await this.store.readDifferences(tx, scope, DIFFERENCES_MAX);
      return {
        data: inOrder(counts).map(({ repId, ...row }) => ({
          repId,
          label: repId === null ? NOBODY : rep(repId),
          ...row,
        })),
        total: { label: TOTAL, ...(await this.store.countAll(tx, scope)) },
        rules: await this.store.countRules(tx, scope),
        differences: differences.map(({ because, ...decision }) => ({
          leadId: decision.leadId,
          at: toIso(decision.at),
          ...shadowView(decision, because),
        })),
      };
    });
  }
}

const NOBODY = 'nobody';

function inOrder(counts: readonly ShadowCount[]): ShadowCount[] {
  const isLast = ({ repId }: ShadowCount) => Number(repId === null);
  return [...counts].sort(
    (one, other) => isLast(one) - isLast(other) || other.would - one.would || other.given - one.given,
  );
}
