import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { Scopes } from '../../auth/auth.guard.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { objectSchema } from '../../platform/input/schema.js';
import { READY_MADE_CADENCES, READY_MADE_CALENDARS, READY_MADE_POLICIES } from '../../sla/ready-made.js';

const ReadyMadeSchema = objectSchema('ReadyMade', 'Something ready-made.', {
  code: Type.String({
    description: 'The code with which programs refer to it; for a calendar, the country (ISO 3166-1 alpha-2).',
  }),
  title: Type.String({ description: 'What people call it.' }),
  description: Type.String({ description: 'Who it is for, and what it does.' }),
  body: Type.Object({}, { additionalProperties: true, description: 'The body to send.' }),
});

const ReadyMadePoliciesSchema = objectSchema('ReadyMadePolicies', 'Ready-made documents that a setup can offer.', {
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
  @Answers(200, 'All ready-made documents.', ReadyMadePoliciesSchema)
  read() {
    return { policies: READY_MADE_POLICIES, cadences: READY_MADE_CADENCES, calendars: READY_MADE_CALENDARS };
  }
}
