import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AuthModule } from './auth/auth.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { ConfigurationModule } from './configuration/configuration.module.js';
import { DeskModule } from './desk/desk.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { DispositionModule } from './disposition/disposition.module.js';
import { EventsModule } from './events/events.module.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { PeopleModule } from './people/people.module.js';
import type { Clock } from './platform/clock.js';
import type { Configuration } from './platform/configuration.js';
import type { Database } from './platform/database.js';
import { PlatformModule } from './platform/platform.module.js';
import { RoutingModule } from './routing/routing.module.js';
import { SetupModule } from './setup/setup.module.js';
import { SlaModule } from './sla/sla.module.js';

/** The table of contents, in the order in which a lead meets it. */
@Module({})
export class AppModule {
  static of(parts: { configuration: Configuration; clock: Clock; database: Database }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(parts),
        ScheduleModule.forRoot(),
        AuthModule,
        EventsModule,
        ConfigurationModule,
        CalendarModule,
        DirectoryModule,
        PeopleModule,
        RoutingModule,
        LifecycleModule,
        DeskModule,
        SlaModule,
        DispositionModule,
        NotificationsModule,
        SetupModule,
      ],
    };
  }
}
