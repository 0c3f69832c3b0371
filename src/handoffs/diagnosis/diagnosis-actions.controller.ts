import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import {
  ActionBody,
  ActionsQuery,
  DiagnosisActionList,
  DiagnosisActionSchema,
  EndActionBody,
} from './diagnosis-action.schema.js';
import { DiagnosisActions } from './diagnosis-actions.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs/diagnosis/actions')
export class DiagnosisActionsController {
  constructor(private readonly actions: DiagnosisActions) {}

  @Get()
  @Scopes('read', 'rep', 'manager')
  @Operation('listDiagnosisActions', 'List what was decided about the diagnosis', {
    description:
      'The latest twelve actions, newest first, each with its figure of the four weeks before it was decided and of the four weeks after its day. Reps and managers see the figures of the handoffs and leads that they see in the diagnosis.',
  })
  @Answers(200, 'The actions.', DiagnosisActionList)
  list(@CheckedQuery(ActionsQuery) query: ActionsQuery, @CalledBy() caller: Caller) {
    return this.actions.list(query, caller);
  }

  @Post()
  @Scopes()
  @Operation('decideDiagnosisAction', 'Decide on an action', {
    description:
      'What is done about an answer of the diagnosis, an exception that keeps coming, or a step of the way of leads, by whom and until when. At most three actions of a kind, three of all kinds, and three of the way of leads are open at a time.',
  })
  @Answers(201, 'The action.', DiagnosisActionSchema)
  decide(@CheckedBody(ActionBody) body: ActionBody, @CalledBy() caller: Caller) {
    return this.actions.decide(body, caller);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Scopes()
  @Operation('endDiagnosisAction', 'End an action', {
    description:
      'It was done, or is withdrawn. Its figures are measured all the same. An action that has ended stays as it is.',
  })
  @Answers(200, 'The action.', DiagnosisActionSchema)
  end(
    @IdParam('diagnosisAction') id: string,
    @CheckedBody(EndActionBody) { outcome }: EndActionBody,
    @CalledBy() caller: Caller,
  ) {
    return this.actions.end(id, outcome, caller);
  }
}
