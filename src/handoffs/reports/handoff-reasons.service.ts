import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { readRequest } from '../../figures/report-request.js';
import { namesOf } from '../../leads/names.js';
import { Database } from '../../platform/database.js';
import { MS_PER_DAY, toIso } from '../../platform/instant.js';
import { refuse } from '../../platform/refusal.js';
import { TimeSource } from '../../platform/time-source.js';
import { ERASED_TEXT } from '../../vocabulary/erased-text.js';
import { KindArchive } from '../kinds/kind-archive.store.js';
import { HandoffReasonStore } from './handoff-reason.store.js';
import { reasonInWords } from './handoff-reason-words.js';
import { type HandoffReasonsQuery, REASONS_DEFAULT } from './handoff-report.dto.js';

/** A quarter. */
const DEFAULT_MS = 91 * MS_PER_DAY;

/** What went another way most often, and what was decided about it: see docs/adr/0050. */
@Injectable()
export class HandoffReasonsService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly reasons: HandoffReasonStore,
    private readonly kinds: KindArchive,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with everything that is wrong with what is asked */
  async read(asked: HandoffReasonsQuery, caller: Caller) {
    const directory = await this.directories.now();
    const { timeZone } = directory.content.settings;
    const request = { timeZone, what: 'Handoffs', defaultMs: DEFAULT_MS };
    const { span, faults } = readRequest(asked, this.time.now(), [], request);
    const { kindId, faults: unknown } = await this.kinds.readAsked(this.database.reads, asked.kind);
    refuse([...faults, ...unknown]);
    const repIds = may(caller, 'read') ? null : dealSightOf(caller, directory).repIds;
    const scope = { span, kindId, repIds };
    const reasons = await this.reasons.readFrequent(scope, asked.limit ?? REASONS_DEFAULT, ERASED_TEXT);
    const names = namesOf(directory);
    return {
      ...{ from: toIso(span.from), to: toIso(span.to) },
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
