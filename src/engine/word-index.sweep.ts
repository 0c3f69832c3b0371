import { Injectable } from '@nestjs/common';
import { LeadStore, WORDS_WAIT } from '../leads/lead.store.js';
import { restAfter } from '../platform/running/turns.js';
import { Database } from '../platform/sql/database.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { Pulse } from './pulse.sweep.js';

const BATCH_MAX = 2_000;

/**
 * Updates the index of words in the background, and not while leads are recorded (docs/adr/0013). Leads that are not
 * indexed yet are still found, only more slowly.
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

  /** Rests between batches, so that a burst of leads is mostly indexed after it, and not during it. */
  private async index(goOn: () => boolean): Promise<void> {
    for (let begunMs = performance.now(); ; begunMs = performance.now()) {
      if ((await this.leads.indexWords(this.database.engine, BATCH_MAX)) < BATCH_MAX) return;
      if (!(await restAfter(performance.now() - begunMs, goOn))) return;
    }
  }
}
