import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Clock } from './clock.js';
import { ClockKeeper } from './clock.keeper.js';
import { Configuration } from './configuration.js';
import { Database } from './database.js';
import { ProblemFilter } from './problem.filter.js';

/** What every module stands on, made before the application: where it runs, what time it is, and the database. */
@Global()
@Module({})
export class PlatformModule {
  static of(parts: { configuration: Configuration; clock: Clock; database: Database }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Configuration, useValue: parts.configuration },
        { provide: Clock, useValue: parts.clock },
        { provide: Database, useValue: parts.database },
        ClockKeeper,
        ProblemFilter,
        { provide: APP_FILTER, useExisting: ProblemFilter },
      ],
      exports: [Configuration, Clock, Database, ProblemFilter],
    };
  }
}
