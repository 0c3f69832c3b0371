import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Clock } from './clock.js';
import { ClockKeeper } from './clock.keeper.js';
import { Database } from './database.js';
import { Environment } from './environment.js';
import { ProblemFilter } from './problem.filter.js';

/** What every module stands on, made before the application: where it runs, what time it is, and the database. */
@Global()
@Module({})
export class PlatformModule {
  static of(parts: { environment: Environment; clock: Clock; database: Database }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Environment, useValue: parts.environment },
        { provide: Clock, useValue: parts.clock },
        { provide: Database, useValue: parts.database },
        ClockKeeper,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
      exports: [Environment, Clock, Database, ProblemFilter],
    };
  }
}
