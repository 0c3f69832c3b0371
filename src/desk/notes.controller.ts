import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { NoteBody } from '../leads/activity.dto.js';
import { NoteSchema } from '../leads/touch.schema.js';
import { NotingService } from '../lifecycle/notes/noting.service.js';
import { CheckedBody, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { toIso } from '../platform/values/duration.js';

@ApiTags('Leads')
@Controller('v1/leads/:id/notes')
export class NotesController {
  constructor(private readonly noting: NotingService) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createNote', 'Add a note to a lead', {
    description:
      'What is good to know, without anybody having been contacted. It is shown in the timeline, keeps no promise and changes nothing else.',
    refuses: ['lead-erased'],
  })
  @Answers(201, 'The note.', NoteSchema)
  async make(@IdParam('lead') id: string, @CheckedBody(NoteBody) { text }: NoteBody, @CalledBy() caller: Caller) {
    const note = await this.noting.note(id, text, caller);
    const by = { type: note.actorType, id: note.actorId };
    return { id: note.id, text: note.text, notedAt: toIso(note.notedAt), by };
  }
}
