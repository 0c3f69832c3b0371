import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { DispositionModule } from '../disposition/disposition.module.js';
import { EventsModule } from '../events/events.module.js';
import { LeadsModule } from '../leads/leads.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { PeopleModule } from '../people/people.module.js';
import { RoutingModule } from '../routing/routing.module.js';
import { SlaModule } from '../sla/sla.module.js';
import { ActingService } from './acting.service.js';
import { AmendmentService } from './amendment.service.js';
import { IntakeService } from './intake.service.js';
import { LeadActionsService } from './lead-actions.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { ReopeningService } from './reopening.service.js';
import { Router } from './router.service.js';
import { RoutingService } from './routing.service.js';
import { SweepSignal } from './sweep-signal.service.js';
import { TouchesService } from './touches.service.js';

/** What the doors call. */
const OFFERED = [
  AmendmentService,
  IntakeService,
  LeadActionsService,
  LifecycleService,
  ReopeningService,
  Router,
  RoutingService,
  TouchesService,
  SweepSignal,
];

@Module({
  imports: [
    ClocksModule,
    DirectoryModule,
    DispositionModule,
    EventsModule,
    LeadsModule,
    NotificationsModule,
    PeopleModule,
    RoutingModule,
    SlaModule,
  ],
  providers: [...OFFERED, ActingService],
  exports: OFFERED,
})
export class LifecycleModule {}
