import { Module } from '@nestjs/common';
import { resourceController } from '../configuration/resource.controller.js';
import { EventsModule } from '../events/events.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { DispositionsController } from './dispositions.controller.js';
import { DispositionsService } from './dispositions.service.js';
import { ReasonBody } from './reason.dto.js';
import { REASON } from './reason.kind.js';
import { ReasonSchema } from './reason.schema.js';

const ReasonController = resourceController({
  path: 'disposition-reasons',
  tag: 'Disposition reasons',
  kind: REASON,
  body: ReasonBody,
  schema: ReasonSchema,
  // Whoever closes leads has to know with which words.
  readers: ['integration', 'rep', 'manager', 'feedback'],
});

@Module({
  imports: [EventsModule, LifecycleModule],
  controllers: [ReasonController, DispositionsController],
  providers: [DispositionsService],
})
export class DispositionModule {}
