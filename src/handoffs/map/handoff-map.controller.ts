import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { HandoffMapQuery } from './handoff-map.dto.js';
import { HandoffDiagnosisSchema, HandoffMapSchema } from './handoff-map.schema.js';
import { HandoffMapService } from './handoff-map.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs')
export class HandoffMapController {
  constructor(private readonly maps: HandoffMapService) {}

  @Get('map')
  @Scopes('read', 'rep', 'manager')
  @Operation('getHandoffMap', 'Get the map of handoffs', {
    description:
      'Of one kind, or of all and how they follow each other: stages with their owners, what comes in and what goes out, and the exceptions that are known, drawn from the configuration as it is now. On each arrow stands what became of what was handed over in the time: how long it took, at work and by the clock, what was late, returned or asked; the same promises as in `GET /v1/reports/handoffs`. The arrow along which work went wrong most often is marked. A rep sees the numbers of handoffs that they gave or answer for, a manager also those of their reps. `POST /v1/handoffs/map/links` makes a page of it.',
  })
  @Answers(200, 'The map.', HandoffMapSchema)
  map(@CheckedQuery(HandoffMapQuery) query: HandoffMapQuery, @CalledBy() caller: Caller) {
    return this.maps.map(query, caller);
  }

  @Get('diagnosis')
  @Scopes('read', 'rep', 'manager')
  @Operation('diagnoseHandoffs', 'Diagnose how work changes hands', {
    description:
      'Where the work starts and ends, how often it changes hands, where it stalls, where it is chased and where it is redone, in sentences with the numbers of the map. Why it was held up says `GET /v1/reports/handoff-exceptions`.',
  })
  @Answers(200, 'The answers.', HandoffDiagnosisSchema)
  diagnosis(@CheckedQuery(HandoffMapQuery) query: HandoffMapQuery, @CalledBy() caller: Caller) {
    return this.maps.diagnosis(query, caller);
  }
}
