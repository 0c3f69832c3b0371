import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { FeedConsumerStore } from '../events/feed-consumer.store.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { secondsSince } from '../platform/running/metrics.js';
import { TimeSource } from '../platform/running/time-source.js';
import { programVersion } from '../platform/running/version.js';
import { Database } from '../platform/sql/database.js';
import { isoOrNull, toIso } from '../platform/values/duration.js';
import { CoreMetricsStore } from './core-metrics.store.js';
import { SystemSchema } from './system.schema.js';

@ApiTags('Operation')
@Controller('v1/system')
export class SystemController {
  constructor(
    private readonly store: CoreMetricsStore,
    private readonly consumers: FeedConsumerStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read')
  @Operation('getSystem', 'Check whether due work is done', {
    description:
      'Late work, waiting leads, and how far followers of the ledger are behind, for all nodes together. It serves people, as `GET /metrics` serves Prometheus.',
  })
  @Answers(200, 'As of now.', SystemSchema)
  async read() {
    const now = this.time.now();
    const { store } = this;
    const due = await store.readDueClocks(now);
    const waiting = await store.readQueue();
    const queues = await store.readNamedQueues();
    const followers = await this.consumers.readFollowers(this.database.reads);
    return {
      serverTime: toIso(now),
      version: programVersion(),
      due: { count: due.count, oldestAt: isoOrNull(due.oldestAt), latenessSeconds: secondsSince(due.oldestAt, now) },
      waiting: waiting.map(({ oldestAt, ...each }) => ({ ...each, oldestAt: isoOrNull(oldestAt) })),
      queues: queues.map(({ oldestAt, ...each }) => ({ ...each, oldestAt: isoOrNull(oldestAt) })),
      feedLagSeconds: Math.floor(await store.readFeedLagSeconds()),
      followers: followers.map(({ name, behind, oldestAt }) => ({
        name,
        behind,
        lagSeconds: oldestAt === null ? null : secondsSince(oldestAt, now),
      })),
      jobs: await store.countJobs(),
      holds: await store.countHolds(now),
    };
  }
}
