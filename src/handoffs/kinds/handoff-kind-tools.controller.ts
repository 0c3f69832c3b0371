import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import { Scopes } from '../../auth/auth.guard.js';
import { closed, oneOf } from '../../platform/answer.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { HANDOFF_STARTS } from './handoff-kind.js';
import { ReadyMadeKindList } from './handoff-kind-tools.schema.js';
import { BUSINESSES, READY_MADE } from './ready-made.js';

const ReadyMadeQuery = Type.Object(
  {
    business: Type.Optional(oneOf(BUSINESSES, { description: 'Only those for this business.' })),
    on: Type.Optional(oneOf(HANDOFF_STARTS, { description: 'Only those that begin so.' })),
  },
  closed,
);
type ReadyMadeQuery = Static<typeof ReadyMadeQuery>;

@ApiTags('Handoff kinds')
@Controller('v1/handoff-kinds')
export class HandoffKindToolsController {
  @Get('ready-made')
  @Scopes('read', 'integration')
  @Operation('listReadyMadeHandoffKinds', 'List ready-made handoff kinds', {
    description:
      'For an agency, a consultancy and a company that sets up software: from sales to operations and finance when a deal is won, from operations to finance at delivery, from operations to sales before a renewal, and a complaint that somebody begins by hand and that goes through stages. Only the teams and the people are left to fill in; change the rest as you like.',
  })
  @Answers(200, 'All that there are.', ReadyMadeKindList)
  readyMade(@CheckedQuery(ReadyMadeQuery) { business, on }: ReadyMadeQuery) {
    const asked = BUSINESSES.filter((each) => business === undefined || each === business);
    return {
      data: asked.flatMap((each) =>
        READY_MADE[each]
          .filter(({ start }) => on === undefined || start.on === on)
          .map((kind) => ({ business: each, kind })),
      ),
    };
  }
}
