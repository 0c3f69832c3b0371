import { Controller, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { readIfMatch } from '../documents/if-match.js';
import { CheckedBody, CheckedQuery, IdParam, IfMatchHeader } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { ClientNotifiedRecorder } from './client/client-notified-recorder.service.js';
import { Deciding } from './decisions/deciding.service.js';
import { FormVersionPage, HandoffFormSchema } from './form/handoff-form.schema.js';
import { HandoffForms } from './form/handoff-forms.service.js';
import { FormPatch, HandoffListQuery } from './handoff.dto.js';
import { HandoffPage, HandoffSchema, HandoffTimelinePage } from './handoff.schema.js';
import { HandoffOpening } from './handoff-opening.service.js';
import { HandoffsReadingService } from './handoffs-reading.service.js';
import { CancelBody, ClientNotifiedBody, DecideBody, HandoffBody } from './receivers/receiving.dto.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs')
export class HandoffsController {
  constructor(
    private readonly opening: HandoffOpening,
    private readonly forms: HandoffForms,
    private readonly clients: ClientNotifiedRecorder,
    private readonly deciding: Deciding,
    private readonly reading: HandoffsReadingService,
  ) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createHandoff', 'Create a handoff by hand', {
    description:
      'Creates a draft of a kind whose `start.on` is `manual`, for a deal or an account. Open deals get theirs automatically.',
  })
  @Answers(201, 'The draft.', HandoffSchema)
  async create(@CheckedBody(HandoffBody) body: HandoffBody, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.opening.create(body, caller), caller);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listHandoffs', 'List handoffs', {
    description:
      'In the order of creation, or by deadline (`sort=dueAt`). Filters are combined with AND. Reps see handoffs that they are a party to; managers also see those of their reps.',
  })
  @Answers(200, 'A page.', HandoffPage)
  list(@CheckedQuery(HandoffListQuery) query: HandoffListQuery, @CalledBy() caller: Caller) {
    return this.reading.list(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getHandoff', 'Get a handoff')
  @Answers(200, 'The handoff.', HandoffSchema)
  get(@IdParam('handoff') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Get(':id/form')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getHandoffForm', 'Get the form of a handoff', {
    description:
      'Receivers see their sections. Fields marked `sensitive` are shown only to the parties, and reading them is recorded.',
  })
  @Answers(200, 'The form and its missing fields.', HandoffFormSchema, { tagged: true })
  form(@IdParam('handoff') id: string, @CalledBy() caller: Caller) {
    return this.reading.form(id, caller);
  }

  @Patch(':id/form')
  @Scopes('integration', 'rep', 'manager')
  @Operation('updateHandoffForm', 'Fill in the form of a handoff', {
    description:
      'Saves fields of the form, by its giver. An incomplete form is accepted; invalid values are refused. A handoff that waited for the form continues: a deal that was won without it is handed over, and a returned one goes back to its receivers once everything that they missed has changed.',
    refuses: ['handoff-state', 'handoff-role', 'handoff-incomplete', 'stale'],
  })
  @Answers(200, 'The form as it is now.', HandoffFormSchema, { tagged: true })
  async amend(
    @IdParam('handoff') id: string,
    @CheckedBody(FormPatch) patch: FormPatch,
    @IfMatchHeader() ifMatch: string | undefined,
    @CalledBy() caller: Caller,
  ) {
    const subject = await this.forms.amend(id, { patch, ifMatch: readIfMatch(ifMatch) }, caller);
    return this.reading.savedForm(subject, caller);
  }

  @Get(':id/form/versions')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listHandoffFormVersions', 'Read the form as it was handed over', {
    description: 'The form as it was handed over, and each amendment since with its changes. Newest first.',
  })
  @Answers(200, 'All versions.', FormVersionPage)
  versions(@IdParam('handoff') id: string, @CalledBy() caller: Caller) {
    return this.reading.formVersions(id, caller);
  }

  @Post(':id/start')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('startHandoff', 'Start a handoff by hand', {
    description:
      'Starts a draft, or hands over a returned handoff again. A draft that waits for its deal starts when that is won.',
    refuses: ['handoff-state', 'handoff-role', 'handoff-incomplete'],
  })
  @Answers(200, 'The running handoff.', HandoffSchema)
  async start(@IdParam('handoff') id: string, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.opening.start(id, caller), caller);
  }

  @Post(':id/decide')
  @Scopes('integration', 'rep', 'manager')
  @Operation('decideHandoff', 'Record a decision about a handoff', {
    description:
      'Records a decision about what was missed and is still owed, by the decider of the kind or of an exception, or by their cover. It meets `handoffDecision`, which runs from the first miss that was escalated. The giver and all receivers are notified. Nothing else changes.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async decide(
    @IdParam('handoff') id: string,
    @CheckedBody(DecideBody) { note }: DecideBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.deciding.decide(id, note, caller), caller);
  }

  @Post(':id/told')
  @Scopes('integration', 'rep', 'manager')
  @Operation('tellClientOfHandoff', 'Record that the client was told', {
    description:
      'Records that the giver told the client what happens next, which meets `clientToldWithin`; only the first time counts. A touch of the giver on the deal’s lead that reached a person counts by itself.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(200, 'The handoff.', HandoffSchema)
  async recordClientNotified(
    @IdParam('handoff') id: string,
    @CheckedBody(ClientNotifiedBody, { mayBeAbsent: true }) body: ClientNotifiedBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.viewOf(await this.clients.record(id, body, caller), caller);
  }

  @Post(':id/cancel')
  @Scopes('integration', 'rep', 'manager')
  @Operation('cancelHandoff', 'Cancel a handoff', {
    description:
      'Cancels a handoff that started by hand, at delivery or before a renewal, by its giver and with a reason. A renewal does not start again for that day. A handoff that started with a win ends with its deal.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(200, 'The cancelled handoff.', HandoffSchema)
  async cancel(@IdParam('handoff') id: string, @CheckedBody(CancelBody) body: CancelBody, @CalledBy() caller: Caller) {
    return this.reading.viewOf(await this.opening.cancel(id, body, caller), caller);
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getHandoffTimeline', 'Read what happened to a handoff', {
    description: 'Every event of the handoff, oldest first, each with a plain sentence.',
  })
  @Answers(200, 'A page of events, each with its sentence.', HandoffTimelinePage)
  timeline(@IdParam('handoff') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.timeline(id, caller, page);
  }
}
