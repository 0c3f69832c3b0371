import { Module } from '@nestjs/common';
import { SCOPES } from '../auth/scope.js';
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
  // Whoever closes leads, or is told of it, has to know the words.
  readers: SCOPES,
});

@Module({
  imports: [EventsModule, LifecycleModule],
  controllers: [ReasonController, DispositionsController],
  providers: [DispositionsService],
})
export class DispositionModule {}
