import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { EventsModule } from '../events/events.module.js';
import { ActivityStore } from '../leads/activity.store.js';
import { LeadStore } from '../leads/lead.store.js';
import { NotificationStore } from '../notifications/notification.store.js';
import { RoutingModule } from '../routing/routing.module.js';
import { ClockStore } from '../sla/clock.store.js';
import { PolicyArchive } from '../sla/policy-archive.store.js';
import { ActingService } from './acting.service.js';
import { AmendmentService } from './amendment.service.js';
import { EnforcementService } from './enforcement.service.js';
import { Engine } from './engine.service.js';
import { EngineSweep } from './engine.sweep.js';
import { IntakeService } from './intake.service.js';
import { LeadActionsService } from './lead-actions.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { PlanKeeper } from './plan-keeper.service.js';
import { QueueService } from './queue.service.js';
import { QueueStore } from './queue.store.js';
import { RepTimersService } from './rep-timers.service.js';
import { RepTimerStore } from './rep-timers.store.js';
import { ReplanningService } from './replanning.service.js';
import { ReplanningStore } from './replanning.store.js';
import { ReturningService } from './returning.service.js';
import { Router } from './router.service.js';
import { SetAsideLeads } from './set-aside.js';
import { TouchesService } from './touches.service.js';
import { Waker } from './waker.service.js';
import { Watchdog } from './watchdog.sweep.js';

/** What other modules call. */
const OFFERED = [
  ActivityStore,
  AmendmentService,
  DispositionStore,
  Engine,
  EngineSweep,
  IntakeService,
  LeadActionsService,
  LeadStore,
  LifecycleService,
  NotificationStore,
  PolicyArchive,
  QueueService,
  QueueStore,
  RepTimerStore,
  ReturningService,
  TouchesService,
  Watchdog,
];

@Module({
  imports: [DirectoryModule, EventsModule, RoutingModule],
  providers: [
    ...OFFERED,
    ActingService,
    ClockStore,
    EnforcementService,
    PlanKeeper,
    ReplanningService,
    ReplanningStore,
    RepTimersService,
    Router,
    SetAsideLeads,
    Waker,
  ],
  exports: [...OFFERED, RoutingModule],
})
export class LifecycleModule {}
