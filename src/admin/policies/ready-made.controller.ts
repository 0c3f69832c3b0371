import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { Scopes } from '../../auth/auth.guard.js';
import { thing } from '../../platform/answer.js';
import { Answers, Operation } from '../../platform/operation.js';
import { READY_MADE_CADENCES, READY_MADE_CALENDARS, READY_MADE_POLICIES } from '../../sla/ready-made.js';

const ReadyMadeSchema = thing('ReadyMade', 'Something ready-made.', {
  code: Type.String({ description: 'By which programs know it; of a calendar the country (ISO 3166-1 alpha-2).' }),
  title: Type.String({ description: 'What people call it.' }),
  description: Type.String({ description: 'For whom it is, and what it does.' }),
  body: Type.Object({}, { additionalProperties: true, description: 'What is sent.' }),
});

const ReadyMadePoliciesSchema = thing('ReadyMadePolicies', 'What a setup can offer.', {
  policies: Type.Array(ReadyMadeSchema, { description: 'Bodies of `POST /v1/sla-policies`.' }),
  cadences: Type.Array(ReadyMadeSchema, { description: 'The `followUp` of policies.' }),
  calendars: Type.Array(ReadyMadeSchema, { description: 'Bodies of `POST /v1/calendars`, by country.' }),
});

@ApiTags('SLA policies')
@Controller('v1/policies')
export class ReadyMadeController {
  @Get('ready-made')
  @Scopes('read')
  @Operation('getReadyMadePolicies', 'Read ready-made policies', {
    description: 'Policies, cadences and calendars that can be sent as they are, or changed before.',
  })
  @Answers(200, 'All there are.', ReadyMadePoliciesSchema)
  read() {
    return { policies: READY_MADE_POLICIES, cadences: READY_MADE_CADENCES, calendars: READY_MADE_CALENDARS };
  }
}
