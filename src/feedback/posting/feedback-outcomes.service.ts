import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import { BatchesService } from '../batches/batches.service.js';
import type { Destination } from '../destinations/destination.js';
import { writeJson } from '../platforms/json-text.js';
import { transportOf } from '../platforms.js';
import { nextLookMs, outcomeOf } from './posted.js';
import { Poster } from './poster.service.js';
import { type PostedRequest, PushStore } from './push.store.js';

const REQUESTS_MAX = 50;
/** After that, the platform no longer reports a result. */
const QUERIED_FOR_MS = 7 * MS_PER_DAY;

/** Queries platforms that report the results of requests later. */
@Injectable()
export class FeedbackOutcomes {
  private readonly logger = new Logger('feedback');

  constructor(
    private readonly database: Database,
    private readonly pushes: PushStore,
    private readonly batches: BatchesService,
    private readonly poster: Poster,
    private readonly time: TimeSource,
  ) {}

  /** @param headers that authenticate the query. @param goOn whether the caller still has its turn */
  async ask(
    destination: Destination,
    headers: Readonly<Record<string, string>>,
    goOn: () => Promise<boolean>,
  ): Promise<void> {
    const requests = await this.pushes.readLooks(this.database.engine, destination.id, this.time.now(), REQUESTS_MAX);
    for (const request of requests) {
      if (!(await goOn())) return;
      const isDone = await this.askOf(destination, request, headers);
      await this.pushes.looked(this.database.engine, request.id, isDone ? null : this.nextLookOf(request));
    }
  }

  /** @returns whether no further query is needed */
  private async askOf(
    { id, platform, settings }: Destination,
    { batchId, requestId, kind, items }: PostedRequest,
    headers: Readonly<Record<string, string>>,
  ): Promise<boolean> {
    const { diagnostics, verdict } = transportOf(platform, settings, kind);
    // The settings have changed to another transport since.
    if (diagnostics === undefined) return true;
    const { url, headers: own, body } = diagnostics.question(requestId, settings);
    const sent = { ...own, ...headers };
    const answer = await (body === undefined
      ? this.poster.get(url, sent)
      : this.poster.post(url, sent, writeJson(body)));
    if (answer.status !== 200) return false;
    const diagnosis = diagnostics.read(answer.body, requestId, items.length);
    if (diagnosis.is === 'processing') return false;
    try {
      await this.batches.conclude(id, batchId, outcomeOf(diagnosis, items, verdict));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.logger.warn(
        `The result of request ${requestId} had already been reported by another program: ${error.message}`,
      );
    }
    return true;
  }

  private nextLookOf({ looks, postedAt }: PostedRequest): Instant | null {
    const now = this.time.now();
    return now - postedAt >= QUERIED_FOR_MS ? null : now + nextLookMs(looks + 1);
  }
}
