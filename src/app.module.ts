import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AdminModule } from './admin/admin.module.js';
import { AuthModule } from './auth/auth.module.js';
import { ConsoleModule } from './console/console.module.js';
import { CoreModule } from './core.module.js';
import { CrmModule } from './crm/crm.module.js';
import { DealsModule } from './deals/deals.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DeskModule } from './desk/desk.module.js';
import { EngineModule } from './engine/engine.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { HandoffsModule } from './handoffs/handoffs.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { PlatformModule } from './platform/platform.module.js';
import type { Environment } from './platform/running/environment.js';
import type { JsonLog } from './platform/running/log.js';
import type { TimeSource } from './platform/running/time-source.js';
import type { Database } from './platform/sql/database.js';
import { RecordsModule } from './records/records.module.js';
import { ReferenceModule } from './reference/reference.module.js';
import { RehearsalModule } from './rehearsal/rehearsal.module.js';
import { ReportingModule } from './reporting/reporting.module.js';
import { RevenueModule } from './revenue/revenue.module.js';
import { SetupModule } from './setup/setup.module.js';
import { SourcesModule } from './sources/sources.module.js';
import { SummariesModule } from './summaries/summaries.module.js';
import { WavesModule } from './waves/waves.module.js';

@Module({})
export class AppModule {
  static of(parts: { environment: Environment; time: TimeSource; database: Database; log: JsonLog }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.of(parts),
        ScheduleModule.forRoot(),
        AuthModule,
        CoreModule,
        AdminModule,
        DeskModule,
        EngineModule,
        DeliveriesModule,
        FeedbackModule,
        ReportingModule,
        SummariesModule,
        SourcesModule,
        ImportsModule,
        WavesModule,
        RehearsalModule,
        ErasureModule,
        HandoffsModule,
        RecordsModule,
        DealsModule,
        CrmModule,
        RevenueModule,
        ConsoleModule,
        SetupModule,
        ReferenceModule,
      ],
    };
  }
}
