import { Global, Module } from '@nestjs/common';
import { CalendarPreviewController, CalendarsController, DaysController } from './calendars/calendars.controller.js';
import { DryRuns } from './dry-runs.service.js';
import { EnforcementController } from './enforcement/enforcement.controller.js';
import { HoldsService } from './enforcement/holds.service.js';
import { ScopeService } from './enforcement/scope.service.js';
import { UndoService } from './enforcement/undo.service.js';
import { FirstStartService } from './first-start/first-start.service.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';
import { KeysController } from './keys/keys.controller.js';
import { ListsController } from './lists/lists.controller.js';
import { AbsencesController } from './people/absences.controller.js';
import { AbsencesService } from './people/absences.service.js';
import { DeparturesService } from './people/departures.service.js';
import { HandingOver } from './people/handing-over.service.js';
import { LeavingLeads } from './people/leaving-leads.service.js';
import { Memberships } from './people/memberships.service.js';
import { OffboardingController } from './people/offboarding.controller.js';
import { OffboardingService } from './people/offboarding.service.js';
import { ReceivingService } from './people/receiving.service.js';
import { RepBatchService } from './people/rep-batch.service.js';
import { RepsController } from './people/reps.controller.js';
import { RepsService } from './people/reps.service.js';
import { TeamsController } from './people/teams.controller.js';
import { PoliciesController, PolicyOrderController } from './policies/policies.controller.js';
import { ReadyMadeController } from './policies/ready-made.controller.js';
import { ReasonsController } from './reasons/reasons.controller.js';
import { FairnessService } from './routing/fairness.service.js';
import { PoolsController } from './routing/pools.controller.js';
import { QueuesController } from './routing/queues.controller.js';
import { RosterService } from './routing/roster.service.js';
import { RoutingController } from './routing/routing.controller.js';
import { RulebookService } from './routing/rulebook.service.js';
import { WaitingService } from './routing/waiting.service.js';
import { SettingsController } from './settings/settings.controller.js';
import { SettingsService } from './settings/settings.service.js';
import { SourcesController } from './sources/sources.controller.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

/** Administration. Controllers with a fixed word in a path come first: those with `:id` would match it as an id. */
@Global()
@Module({
  controllers: [
    ReadyMadeController,
    KeysController,
    CalendarPreviewController,
    DaysController,
    CalendarsController,
    RepsController,
    AbsencesController,
    OffboardingController,
    TeamsController,
    RoutingController,
    PoolsController,
    QueuesController,
    SourcesController,
    ListsController,
    PolicyOrderController,
    PoliciesController,
    ReasonsController,
    SuppressionsController,
    EnforcementController,
    JobsController,
    SettingsController,
  ],
  providers: [
    DryRuns,
    FirstStartService,
    HoldsService,
    ScopeService,
    UndoService,
    JobsService,
    AbsencesService,
    DeparturesService,
    HandingOver,
    OffboardingService,
    LeavingLeads,
    Memberships,
    ReceivingService,
    RepBatchService,
    RepsService,
    RulebookService,
    FairnessService,
    RosterService,
    WaitingService,
    SettingsService,
    SuppressionsService,
  ],
  exports: [DryRuns, JobsService, OffboardingService, RepBatchService, RulebookService, SettingsService],
})
export class AdminModule {}
