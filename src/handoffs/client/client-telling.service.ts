import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { faultsOfReportedInstant } from '../../leads/reading.js';
import type { FollowedTouch, TouchFollower } from '../../lifecycle/following-leads.service.js';
import { replanOutdated } from '../../lifecycle/replanning.js';
import { takenAt } from '../../lifecycle/tenures.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { readBody } from '../../platform/checked.js';
import type { Tx } from '../../platform/database.js';
import { toIso } from '../../platform/duration.js';
import { instantOf } from '../../platform/formats.js';
import { InvalidRequestError, refuse } from '../../platform/refusal.js';
import { reachesSomebody } from '../../sla/what-counts.js';
import type { ClientTold } from '../handoff.js';
import { HandoffStore } from '../handoff.store.js';
import { textForClientOf } from '../handoff.view.js';
import { HandoffActing } from '../handoff-acting.service.js';
import { requireAct } from '../handoff-acts.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { runningOf } from '../handoff-clocks.js';
import { TO_CLIENT } from '../handoff-promises.js';
import type { LinkRole } from '../page/handoff-links.service.js';
import type { ShownClientWord } from '../page/handoff-pages.js';
import { ToldBody } from '../receivers/receiving.dto.js';
import type { ReceivedHandoff } from '../receivers/receiving-page.service.js';
import { clientIsTold, clientWasNotTold } from './client-word.js';

/**
 * Records that clients were told what happens next: by a report of the giver, or by touches of the leads that they came
 * of.
 */
@Injectable()
export class ClientTelling implements TouchFollower {
  constructor(
    private readonly acting: HandoffActing,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly activity: ActivityStore,
  ) {}

  /** @throws HandoffRoleError unless the caller gives it */
  tell(id: string, { at, note }: ToldBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'told');
      const { work, subject, context } = opened;
      const startedAt = subject.handoff.startedAt!;
      const { backdating } = context.directory.content.settings;
      const told = at === undefined ? work.now : instantOf(at);
      if (told < startedAt)
        refuse([
          {
            pointer: '/at',
            code: 'tooEarly',
            message: `Expected an instant since it was handed over, ${toIso(startedAt)}.`,
          },
        ]);
      const bounds = {
        now: context.now,
        backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
      };
      refuse(faultsOfReportedInstant(told, '/at', bounds));
      clientIsTold(work, subject, { at: Math.min(told, work.now), note: note ?? null, touchId: null });
    });
  }

  /**
   * Locks the handoffs whose clients may be told by touches that are being recorded, before anything is written.
   * @returns a function that applies such a touch
   */
  async listen(tx: Tx, work: UnitOfWork, touches: readonly FollowedTouch[]): Promise<(touch: FollowedTouch) => void> {
    const telling = touches.filter(reachesSomebody);
    if (telling.length === 0) return () => undefined;
    const leadIds = [...new Set(telling.map(({ leadId }) => leadId))];
    const first = Math.min(...telling.map(takenAt));
    const subjects = await this.open(tx, work, await this.handoffs.findUntold(tx, leadIds, first));
    return (touch) => {
      for (const subject of subjects)
        if (tells(touch, subject))
          clientIsTold(work, subject, { at: Math.min(takenAt(touch), work.now), note: null, touchId: touch.id });
    };
  }

  /**
   * Locks the handoffs whose client was told by a touch. @returns a function that takes back what this touch told, and
   * applies the earliest other touch or report
   */
  async listenBack(tx: Tx, work: UnitOfWork, { id, leadId }: TouchRow): Promise<() => Promise<void>> {
    const subjects = await this.open(tx, work, await this.handoffs.findToldBy(tx, leadId, id));
    return async () => {
      if (subjects.length === 0) return;
      const others = (await this.activity.readEver(tx, [leadId])).filter(
        ({ id: other, voided }) => other !== id && voided === null,
      );
      for (const subject of subjects) {
        const { clientWord } = subject.handoff;
        const told = others
          .filter((touch) => tells(touch, subject))
          .map((touch): ClientTold => ({ at: takenAt(touch), note: null, touchId: touch.id }));
        const byHand: ClientTold[] = clientWord === null ? [] : [{ ...clientWord, touchId: null }];
        const [first = null] = [...told, ...byHand].sort((a, b) => a.at - b.at);
        clientWasNotTold(work, subject, first);
      }
    };
  }

  private async open(tx: Tx, work: UnitOfWork, ids: readonly string[]): Promise<HandoffCase[]> {
    if (ids.length === 0) return [];
    const subjects = await this.cases.open(tx, ids);
    work.join(subjects);
    for (const subject of subjects) replanOutdated(work, subject);
    return subjects;
  }
}

/** Whether a touch tells the client: it is by the giver, after the handover, on the lead that the deal came of. */
function tells(touch: FollowedTouch, { deal, handoff, ownerId }: HandoffCase): boolean {
  const givers = [ownerId, handoff.giverRepId];
  return (
    touch.leadId === deal?.leadId &&
    touch.repId !== null &&
    givers.includes(touch.repId) &&
    takenAt(touch) >= handoff.startedAt! &&
    reachesSomebody(touch)
  );
}

const TOLD = 'told';

/** Lets people without a key report that the client was told. */
@Injectable()
export class ClientWordPages {
  constructor(private readonly telling: ClientTelling) {}

  /**
   * Returns the part of the giver's page about the client, while that promise is owed.
   * @param zone the time zone of days and times
   * @param sent the form fields that were posted and rejected
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
  async act(subject: HandoffCase, sent: URLSearchParams, caller: Caller): Promise<ReceivedHandoff | null> {
    if (sent.get(':do') !== TOLD) return null;
    const note = (sent.get('note') ?? '').replaceAll('\r\n', '\n').trim();
    const { body, faults } = readBody<ToldBody>(ToldBody, note === '' ? {} : { note });
    if (faults.length > 0) throw new InvalidRequestError(faults);
    return { subject: await this.telling.tell(subject.handoff.id, body, caller), notice: 'The client knows.' };
  }
}
