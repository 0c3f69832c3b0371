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
      'A map of one kind of handoff, or of all and how they follow each other: stages with their owners, inputs, outputs and known exceptions, drawn from the present configuration. Each arrow has the figures of the chosen time: working and elapsed time, and what was late, returned or asked, as in `GET /v1/reports/handoffs`. The arrow with the most trouble is marked. Reps see figures of handoffs that they gave or receive; managers also those of their reps. `POST /v1/handoffs/map/links` makes a page of it.',
  })
  @Answers(200, 'The map.', HandoffMapSchema)
  map(@CheckedQuery(HandoffMapQuery) query: HandoffMapQuery, @CalledBy() caller: Caller) {
    return this.maps.map(query, caller);
  }

  @Get('diagnosis')
  @Scopes('read', 'rep', 'manager')
  @Operation('diagnoseHandoffs', 'Diagnose how work changes hands', {
    description:
      'Where work starts and ends, how often it changes hands, and where it stalls, is chased and is redone, in sentences with the figures of the map. For the reasons see `GET /v1/reports/handoff-exceptions`.',
  })
  @Answers(200, 'The answers.', HandoffDiagnosisSchema)
  diagnosis(@CheckedQuery(HandoffMapQuery) query: HandoffMapQuery, @CalledBy() caller: Caller) {
    return this.maps.diagnosis(query, caller);
  }
}
