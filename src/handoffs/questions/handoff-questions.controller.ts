import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { HandoffBlockers } from '../blockers/handoff-blockers.service.js';
import { HandoffSchema } from '../handoff.schema.js';
import { HandoffsReadingService } from '../handoffs-reading.service.js';
import { HandoffQuestions } from './handoff-questions.service.js';
import { AnswerBody, BlockerBody, QuestionBody, ResolveBody } from './question.dto.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs/:id')
export class HandoffQuestionsController {
  constructor(
    private readonly questions: HandoffQuestions,
    private readonly blockers: HandoffBlockers,
    private readonly reading: HandoffsReadingService,
  ) {}

  @Post('questions')
  @Scopes('integration', 'rep', 'manager')
  @Operation('askAboutHandoff', 'Ask a question about a handoff', {
    description:
      'The rep who is asked has to answer within `acknowledgeWithin` of the receiver. If the form may already hold the answer, `foundInForm` shows where.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async ask(@IdParam('handoff') id: string, @CheckedBody(QuestionBody) body: QuestionBody, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.questions.ask(id, body, caller), caller);
  }

  @Post('questions/:questionId/answer')
  @Scopes('integration', 'rep', 'manager')
  @Operation('answerAboutHandoff', 'Answer a question about a handoff', {
    description:
      'Answers a question. With `amend` the giver also amends the form, and both sides see the change. A question is answered once; the same answer may be sent again.',
    refuses: ['handoff-state', 'handoff-role', 'handoff-incomplete', 'question-answered'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async answer(
    @IdParam('handoff') id: string,
    @TextParam('questionId', 'The id of the question.') questionId: string,
    @CheckedBody(AnswerBody) body: AnswerBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.questions.answer(id, questionId, body, caller), caller);
  }

  @Post('blockers')
  @Scopes('integration', 'rep', 'manager')
  @Operation('blockHandoff', 'Report a blocker of a handoff', {
    description: 'Reports what blocks a handoff, who resolves it and by when. They are notified.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async block(@IdParam('handoff') id: string, @CheckedBody(BlockerBody) body: BlockerBody, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.blockers.raise(id, body, caller), caller);
  }

  @Post('blockers/:blockerId/resolve')
  @Scopes('integration', 'rep', 'manager')
  @Operation('unblockHandoff', 'Resolve a blocker of a handoff', {
    refuses: ['handoff-role'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async resolve(
    @IdParam('handoff') id: string,
    @TextParam('blockerId', 'The id of the blocker.') blockerId: string,
    @CheckedBody(ResolveBody, { mayBeAbsent: true }) body: ResolveBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.blockers.resolve(id, blockerId, body, caller), caller);
  }
}
