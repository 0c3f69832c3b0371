import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Environment } from '../platform/environment.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { WordIndexStore } from './word-index.store.js';

const EVERY_MS = MS_PER_SECOND;
/** A twelfth of a processor at most: a burst of leads is indexed after it, not during it. */
const BATCH_MAX = 2_000;

/** Brings the index of words up to date, behind the back of whoever records leads (docs/adr/0013). */
@Injectable()
export class WordIndexSweep {
  private readonly logger = new Logger('words');
  private isIndexing = false;

  constructor(
    private readonly store: WordIndexStore,
    private readonly environment: Environment,
  ) {}

  @Interval(EVERY_MS)
  async index(): Promise<void> {
    if (this.environment.role === 'api' || this.isIndexing) return;
    this.isIndexing = true;
    try {
      await this.store.indexMany(BATCH_MAX);
    } catch (error) {
      // What is not indexed is found all the same, only more slowly.
      this.logger.warn(error instanceof Error ? error.message : 'The words could not be indexed');
    } finally {
      this.isIndexing = false;
    }
  }
}
