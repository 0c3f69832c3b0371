import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AdminModule } from './admin/admin.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConfigurationModule } from './configuration/configuration.module.js';
import { DeskModule } from './desk/desk.module.js';
import { EngineModule } from './engine/engine.module.js';
import type { Database } from './platform/database.js';
import type { Environment } from './platform/environment.js';
import type { JsonLog } from './platform/log.js';
import { PlatformModule } from './platform/platform.module.js';
import type { TimeSource } from './platform/time-source.js';
import { SetupModule } from './setup/setup.module.js';

/** The ground that everything stands on, the three doors, and the roof. */
@Module({})
export class AppModule {
  static of(parts: { environment: Environment; time: TimeSource; database: Database; log: JsonLog }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(parts),
        ScheduleModule.forRoot(),
        AuthModule,
        ConfigurationModule,
        AdminModule,
        DeskModule,
        EngineModule,
        SetupModule,
      ],
    };
  }
}
