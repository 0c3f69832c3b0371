import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { CheckedBody } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { inTurns } from '../../platform/running/turns.js';
import { rehearse } from './rehearsal.js';
import { RevenueRehearsalBody, RevenueWindowSchema } from './rehearsal.schema.js';

@ApiTags('Revenue')
@Controller('v1/revenue')
export class RevenueRehearsalController {
  @Post('rehearse')
  @Scopes('read', 'integration', 'manager')
  @Operation('rehearseRevenue', 'Try the rules of revenue on figures of your own', {
    description:
      'Calculates the figures of ARR histories in a window: opening, closing, movements and retention. Nothing is saved, and no saved data is read. Movements are taken step by step; retention compares the two days.',
  })
  @Answers(200, 'The figures.', RevenueWindowSchema)
  rehearse(@CheckedBody(RevenueRehearsalBody) body: RevenueRehearsalBody) {
    return inTurns(rehearse(body));
  }
}
