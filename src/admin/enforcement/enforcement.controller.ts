import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { HoldBody, HoldListQuery, UndoBody, UndoQuery } from '../../sla/hold.dto.js';
import { HoldsService } from './holds.service.js';
import { HoldPage, HoldSchema, UndoSchema } from './undo.schema.js';
import { UndoService } from './undo.service.js';

@ApiTags('Enforcement')
@Controller('v1/enforcement')
export class EnforcementController {
  constructor(
    private readonly holds: HoldsService,
    private readonly undoing: UndoService,
  ) {}

  @Get('holds')
  @Scopes('read', 'rep', 'manager')
  @Operation('listHolds', 'List the holds on enforcement', {
    description: 'Holds that are on, oldest first; with `ended=true`, those that are over, newest first.',
  })
  @Answers(200, 'A page.', HoldPage)
  listHolds(@CheckedQuery(HoldListQuery) page: HoldListQuery) {
    return this.holds.list(page);
  }

  @Get('holds/:id')
  @Scopes('read', 'rep', 'manager')
  @Operation('getHold', 'Get a hold', { description: 'A hold that is on or over.' })
  @Answers(200, 'The hold.', HoldSchema)
  readHold(@IdParam('hold') id: string) {
    return this.holds.read(id);
  }

  @Post('holds')
  @Scopes()
  @Operation('createHold', 'Hold enforcement', {
    description:
      'For a bad day: the dialer is down, or the office has no network. Until the hold ends, clocks run and misses are recorded, but no lead moves because of one, and nobody is warned, reminded or notified. When it ends, leads that were touched meanwhile are left alone; for the others, what is due is done once. Intake, routing, returns and handoffs go on.',
  })
  @Answers(201, 'The hold, which is on.', HoldSchema)
  createHold(@CheckedBody(HoldBody) body: HoldBody, @CalledBy() caller: Caller) {
    return this.holds.create(body, actorOf(caller), caller.requestId);
  }

  @Delete('holds/:id')
  @Scopes()
  @Operation('deleteHold', 'End a hold', {
    description: 'Ends a hold, also one of the storm breaker. Enforcement goes on at once.',
  })
  @Answers(204, 'Ended.')
  deleteHold(@IdParam('hold') id: string, @CalledBy() caller: Caller): Promise<void> {
    return this.holds.remove(id, actorOf(caller));
  }

  @Post('undo')
  @Scopes()
  @Operation('undoMoves', 'Undo moves by breach, and strike misses', {
    description:
      'Returns leads that moved by a breach in a span of time to their former owners, unless somebody has worked on them since; `why` explains each that stays. They have the full time again, and the moves no longer count towards `maxReassignments`. Misses caused by a mistake in a policy are struck, also of leads that did not move: those under a version saved in the span that were not due by the version in force at `from`. Struck misses no longer count, and promises that are still owed begin again under the present version, with its `grace`, so correct the policy first. Each person gets one notification. Repeating the request does nothing more: `struckBefore` counts the misses that are struck already, and moves that were undone before are not moves any more. At most 100,000 leads at once.',
  })
  @Answers(200, 'The result for each lead, by id; in a dry run, what it would be.', UndoSchema)
  undo(@CheckedQuery(UndoQuery) query: UndoQuery, @CheckedBody(UndoBody) body: UndoBody, @CalledBy() caller: Caller) {
    return this.undoing.undo(body, query.dryRun, actorOf(caller));
  }
}
