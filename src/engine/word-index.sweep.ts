import { Injectable } from '@nestjs/common';
import { LeadStore, WORDS_WAIT } from '../leads/lead.store.js';
import { Database } from '../platform/database.js';
import { MS_PER_SECOND } from '../platform/duration.js';
import { restAfter } from '../platform/turns.js';
import { Pulse } from './pulse.sweep.js';

const BATCH_MAX = 2_000;

/**
 * Brings the index of words up to date, behind the back of whoever records leads (docs/adr/0013). What is not indexed is
 * found all the same, only more slowly.
 */
@Injectable()
export class WordIndexSweep {
  constructor(
    pulse: Pulse,
    private readonly leads: LeadStore,
    private readonly database: Database,
  ) {
    pulse.whileWaiting(WORDS_WAIT, {
      name: 'words',
      everyMs: MS_PER_SECOND,
      run: (goOn) => this.index(goOn),
      failing: 'The words could not be indexed',
    });
  }

  /** A burst of leads is indexed after it, for the most part, and not during it. */
  private async index(goOn: () => boolean): Promise<void> {
    for (let begunMs = performance.now(); ; begunMs = performance.now()) {
      if ((await this.leads.indexWords(this.database.engine, BATCH_MAX)) < BATCH_MAX) return;
      if (!(await restAfter(performance.now() - begunMs, goOn))) return;
    }
  }
}
