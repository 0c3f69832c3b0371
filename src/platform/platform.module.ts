import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Bodies } from './bodies/body.js';
import { ProblemFilter } from './http/problem.filter.js';
import { Draining } from './http/server.js';
import { Mailer } from './outbound/mailer.js';
import { Outbound } from './outbound/outbound.js';
import { Secrets } from './outbound/secrets.js';
import { Slack } from './outbound/slack.js';
import { Disk } from './running/disk.js';
import { Environment } from './running/environment.js';
import { JsonLog } from './running/log.js';
import { Metrics } from './running/metrics.js';
import { Periodic } from './running/periodic.sweep.js';
import { TimeSource } from './running/time-source.js';
import { TimeSync } from './running/time-source.sweep.js';
import { Database } from './sql/database.js';

/**
 * What every module depends on, created before the application: the environment, the time, the database and the log.
 */
@Global()
@Module({})
export class PlatformModule {
  static of(parts: { environment: Environment; time: TimeSource; database: Database; log: JsonLog }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Environment, useValue: parts.environment },
        { provide: TimeSource, useValue: parts.time },
        { provide: Database, useValue: parts.database },
        { provide: JsonLog, useValue: parts.log },
        Bodies,
        Periodic,
        TimeSync,
        Disk,
        Draining,
        Mailer,
        Metrics,
        Outbound,
        Secrets,
        Slack,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
      exports: [
        Environment,
        TimeSource,
        Bodies,
        Database,
        Disk,
        Draining,
        JsonLog,
        ProblemFilter,
        Mailer,
        Metrics,
        Outbound,
        Periodic,
        Secrets,
        Slack,
      ],
    };
  }
}
