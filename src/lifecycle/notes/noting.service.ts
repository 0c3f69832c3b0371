import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { type NoteRow, NoteStore } from '../../leads/note.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { newId, nthId } from '../../platform/values/ids.js';
import { ActingService } from '../acting.service.js';

/** Records notes, which keep no promise and change nothing of the lead. */
@Injectable()
export class NotingService {
  constructor(
    private readonly acting: ActingService,
    private readonly notes: NoteStore,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @returns the note; for a repeated request the one that the first made */
  async note(leadId: string, text: string, caller: Caller): Promise<NoteRow> {
    const { requestId } = caller;
    const id = requestId === undefined ? newId(this.time.now()) : nthId(requestId, 0);
    await this.acting.change({ id: leadId, caller }, async ({ context, work, leadCase }) => {
      const { type: actorType, id: actorId } = actorOf(caller);
      await this.notes.insert(context.tx, { id, leadId, notedAt: work.now, text, actorType, actorId });
      work.record(leadCase, 'lead.noted', { noteId: id });
    });
    return (await this.notes.find(this.database, id))!;
  }
}
