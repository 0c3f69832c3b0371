import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { readBody } from '../../platform/checked.js';
import { InvalidRequestError } from '../../platform/refusal.js';
import { textForClientOf } from '../handoff.view.js';
import type { HandoffCase } from '../handoff-case.js';
import { runningOf } from '../handoff-clocks.js';
import type { LinkRole } from '../page/handoff-link.js';
import type { ShownClientWord } from '../page/handoff-pages.js';
import { ToldBody } from '../receivers/receiving.dto.js';
import type { Received } from '../receivers/receiving-page.service.js';
import { ClientTelling } from './client-telling.service.js';
import { TO_CLIENT } from './client-word.js';

const TOLD = 'told';

/** Lets people without a key say that the client knows what happens next. */
@Injectable()
export class ClientWordPages {
  constructor(private readonly telling: ClientTelling) {}

  /**
   * What a page says of it to whoever gives, while it is owed.
   * @param zone in which days and times are meant
   * @param sent what was filled in and not taken
   */
  show(
    subject: HandoffCase,
    role: LinkRole,
    { directory, zone }: { readonly directory: Directory; readonly zone: string },
    sent = new URLSearchParams(),
  ): { readonly clientWord?: ShownClientWord } {
    const text = role === 'form' ? textForClientOf(subject, directory) : null;
    if (text === null) return {};
    const dueAt = runningOf(subject, TO_CLIENT)?.dueAt ?? null;
    const typed = sent.get(':do') === TOLD ? (sent.get('note') ?? '') : '';
    return { clientWord: { text, by: dueAt === null ? null : inLocalWords(dueAt, zone), typed } };
  }

  /** @returns null for another button */
  async act(subject: HandoffCase, sent: URLSearchParams, caller: Caller): Promise<Received | null> {
    if (sent.get(':do') !== TOLD) return null;
    const note = (sent.get('note') ?? '').replaceAll('\r\n', '\n').trim();
    const { body, faults } = readBody<ToldBody>(ToldBody, note === '' ? {} : { note });
    if (faults.length > 0) throw new InvalidRequestError(faults);
    return { subject: await this.telling.tell(subject.handoff.id, body, caller), notice: 'The client knows.' };
  }
}
