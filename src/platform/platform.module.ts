import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Bodies } from './body.js';
import { Database } from './database.js';
import { Disk } from './disk.js';
import { Environment } from './environment.js';
import { JsonLog } from './log.js';
import { Mailer } from './mailer.js';
import { Metrics } from './metrics.js';
import { Outbound } from './outbound.js';
import { Periodic } from './periodic.sweep.js';
import { ProblemFilter } from './problem.filter.js';
import { Secrets } from './secrets.js';
import { Draining } from './server.js';
import { Slack } from './slack.js';
import { TimeSource } from './time-source.js';
import { TimeSync } from './time-source.sweep.js';

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
