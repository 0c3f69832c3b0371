import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { LeadStore } from './lead.store.js';

const EVERY_MS = MS_PER_SECOND;
/** A twelfth of a processor at most: a burst of leads is indexed after it, not during it. */
const BATCH_MAX = 2_000;

/** Brings the index of words up to date, behind the back of whoever records leads (docs/adr/0013). */
@Injectable()
export class WordIndexSweep {
  private readonly logger = new Logger('words');
  private isIndexing = false;

  constructor(
    private readonly leads: LeadStore,
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async index(): Promise<void> {
    if (this.environment.role === 'api' || this.isIndexing) return;
    this.isIndexing = true;
    try {
      await this.leads.indexWords(this.database.engine, BATCH_MAX);
    } catch (error) {
      // What is not indexed is found all the same, only more slowly.
      this.logger.warn(error instanceof Error ? error.message : 'The words could not be indexed');
    } finally {
      this.isIndexing = false;
    }
  }
}
