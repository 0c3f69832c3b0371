import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Database } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { restAfter } from '../platform/spare-time.js';
import { LeadStore } from './lead.store.js';

const EVERY_MS = MS_PER_SECOND;
const BATCH_MAX = 2_000;

/** Brings the index of words up to date, behind the back of whoever records leads (docs/adr/0013). */
@Injectable()
export class WordIndexSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('words');
  private indexing: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly leads: LeadStore,
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async index(): Promise<void> {
    if (this.environment.role === 'api' || this.indexing !== null || this.isStopping) return;
    this.indexing = this.indexAll().catch((error: unknown) =>
      // What is not indexed is found all the same, only more slowly.
      this.logger.warn(error instanceof Error ? error.message : 'The words could not be indexed'),
    );
    await this.indexing;
    this.indexing = null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.indexing;
  }

  /** A burst of leads is indexed after it, for the most part, and not during it. */
  private async indexAll(): Promise<void> {
    for (let begunMs = performance.now(); ; begunMs = performance.now()) {
      if ((await this.leads.indexWords(this.database.engine, BATCH_MAX)) < BATCH_MAX) return;
      if (!(await restAfter(performance.now() - begunMs, () => !this.isStopping))) return;
    }
  }
}
