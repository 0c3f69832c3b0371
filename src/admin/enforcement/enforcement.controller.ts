import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { actorOf } from '../../auth/actor-of.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { HoldBody, HoldListQuery, UndoBody, UndoQuery } from '../../sla/hold.dto.js';
import { HoldPage, HoldSchema } from './hold.schema.js';
import { HoldsService } from './holds.service.js';
import { UndoSchema } from './undo.schema.js';
import { UndoService } from './undo.service.js';

@ApiTags('Enforcement')
@Controller('v1/enforcement')
export class EnforcementController {
  constructor(
    private readonly holds: HoldsService,
    private readonly undoing: UndoService,
  ) {}

  @Get('holds')
  @Scopes('read')
  @Operation('listHolds', 'List the holds on enforcement', {
    description: 'Those that are on, oldest first; with `ended=true` those that are over, newest first.',
  })
  @Answers(200, 'A page.', HoldPage)
  listHolds(@CheckedQuery(HoldListQuery) page: HoldListQuery) {
    return this.holds.list(page);
  }

  @Get('holds/:id')
  @Scopes('read')
  @Operation('getHold', 'Get a hold', { description: 'Also when it is over.' })
  @Answers(200, 'The hold.', HoldSchema)
  readHold(@IdParam('hold') id: string) {
    return this.holds.read(id);
  }

  @Post('holds')
  @Scopes()
  @Operation('createHold', 'Hold enforcement', {
    description:
      'For a bad day: the dialer is down, the office has no network. Until the hold ends, clocks run and misses are recorded, but no lead moves because of one, and nobody is warned, reminded or told. When it ends, leads that were touched meanwhile are left alone, and of the others what is due is done once. Leads are still taken in, dealt out, woken and handed over.',
  })
  @Answers(201, 'The hold, which is on.', HoldSchema)
  createHold(@CheckedBody(HoldBody) body: HoldBody, @CalledBy() caller: Caller) {
    return this.holds.create(body, actorOf(caller), caller.requestId);
  }

  @Delete('holds/:id')
  @HttpCode(204)
  @Scopes()
  @Operation('deleteHold', 'End a hold', {
    description: 'Enforcement goes on at once, also of what the storm breaker has stopped.',
  })
  @Answers(204, 'Ended.')
  deleteHold(@IdParam('hold') id: string, @CalledBy() caller: Caller): Promise<void> {
    return this.holds.remove(id, actorOf(caller));
  }

  @Post('undo')
  @HttpCode(200)
  @Scopes()
  @Operation('undoMoves', 'Undo moves by breach, and strike misses', {
    description:
      'Gives leads that moved because of a missed deadline in a span of time back to who had them, unless somebody has worked on them since; `why` says it of each that stays. Whoever gets one back has the whole time again, and the moves no longer count towards `maxReassignments`. Misses that a mistake in a policy has caused are struck, also of leads that did not move: those under a version saved in the span that were not due when they were enforced by the version in force at `from`. They count no more, and what is still owed is promised again, by the version that the lead has now, with its `grace`: put the policy right before. Each person is told once of up to 500 leads, not of each. Asked again, it finds nothing more to do. At most 100,000 leads at once.',
  })
  @Answers(200, 'What became of each lead, in the order of their ids; in a dry run, what would.', UndoSchema)
  undo(@CheckedQuery(UndoQuery) query: UndoQuery, @CheckedBody(UndoBody) body: UndoBody, @CalledBy() caller: Caller) {
    return this.undoing.undo(body, query.dryRun, actorOf(caller));
  }
}
