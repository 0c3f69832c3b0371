import { Injectable } from '@nestjs/common';
import { LeadStore } from '../leads/lead.store.js';
import { Database } from '../platform/database.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { Pulse } from './pulse.sweep.js';

/** A twelfth of a processor at most: a burst of leads is indexed after it, not during it. */
const BATCH_MAX = 2_000;

/**
 * Brings the index of words up to date, behind the back of whoever records leads (docs/adr/0013). What is not indexed is
 * found all the same, only more slowly.
 */
@Injectable()
export class WordIndexSweep {
  constructor(pulse: Pulse, leads: LeadStore, database: Database) {
    pulse.whileWaiting('words', {
      name: 'words',
      everyMs: MS_PER_SECOND,
      run: () => leads.indexWords(database.engine, BATCH_MAX),
      failing: 'The words could not be indexed',
    });
  }
}
