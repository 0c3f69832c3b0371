import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, NoKeyNeeded, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery } from '../../platform/http/checked-input.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { shown } from '../../platform/http/private-page.js';
import {
  HandoffDiagnosisSchema,
  HandoffMapLinkSchema,
  HandoffMapQuery,
  HandoffMapSchema,
  MapLinkBody,
} from './handoff-map.schema.js';
import { HandoffMapService } from './handoff-map.service.js';
import { HandoffMapPageService } from './handoff-map-page.service.js';

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

@ApiTags('Handoffs')
@Controller('v1/handoffs/map/links')
export class HandoffMapLinksController {
  constructor(private readonly pages: HandoffMapPageService) {}

  @Post()
  @NoIdempotency()
  @Scopes('read', 'rep', 'manager')
  @Operation('createHandoffMapLink', 'Create a link to the map', {
    description:
      'Creates the address of a page with the map and its figures, for a person without a key. It shows what its maker may see, works for fourteen days, and ends with the key that made it. The page needs no script. Needs `SECRETS_KEY`.',
  })
  @Answers(201, 'The address, which is shown only this once.', HandoffMapLinkSchema)
  make(@CheckedBody(MapLinkBody, { mayBeAbsent: true }) body: MapLinkBody, @CalledBy() caller: Caller) {
    return this.pages.link(body, caller);
  }
}

/** A page for people, no part of the API: programs have `GET /v1/handoffs/map`. */
@ApiExcludeController()
@Controller('act/handoff-map')
export class HandoffMapPageController {
  constructor(private readonly pages: HandoffMapPageService) {}

  @Get(':token')
  @NoKeyNeeded({ door: HandoffMapPageService })
  async show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return shown(await this.pages.show(token), reply);
  }
}
