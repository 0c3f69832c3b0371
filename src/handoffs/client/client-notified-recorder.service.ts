import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { ActivityStore, type TouchRow } from '../../leads/activity.store.js';
import { faultsOfReportedInstant } from '../../leads/reported-instant.js';
import { replanOutdated } from '../../lifecycle/clocks/replanning.js';
import { isOwnReport } from '../../lifecycle/corrections/restoring.js';
import type { FollowedTouch, TouchFollower } from '../../lifecycle/following-leads.service.js';
import { takenAt } from '../../lifecycle/tenures.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { readBody } from '../../platform/input/checked.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { InvalidRequestError, refuse } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { reachesSomebody } from '../../sla/what-counts.js';
import type { ClientNotified } from '../handoff.js';
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
import { ClientNotifiedBody } from '../receivers/receiving.dto.js';
import type { ReceivedHandoff } from '../receivers/receiving-page.service.js';
import { recordClientNotified, retractClientNotified } from './client-word.js';

/**
 * Records that clients were told what happens next: by a report of the giver, or by touches of the leads that they came
 * of.
 */
@Injectable()
export class ClientNotifiedRecorder implements TouchFollower {
  constructor(
    private readonly acting: HandoffActing,
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly activity: ActivityStore,
  ) {}

  /** @throws HandoffRoleError unless the caller gives it */
  record(id: string, { at, note }: ClientNotifiedBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'told');
      const { work, subject, context } = opened;
      const startedAt = subject.handoff.startedAt!;
      const { backdating } = context.directory.content.settings;
      const notifiedAt = at === undefined ? work.now : instantOf(at);
      if (notifiedAt < startedAt)
        refuse(fault('/at', 'tooEarly', `Expected an instant after the handover, from ${toIso(startedAt)} on.`));
      const bounds = {
        now: context.now,
        backdating: may(caller, 'integration') ? backdating.integration : backdating.rep,
      };
      refuse(faultsOfReportedInstant(notifiedAt, '/at', bounds));
      recordClientNotified(work, subject, { at: Math.min(notifiedAt, work.now), note: note ?? null, touchId: null });
    });
  }

  /**
   * Locks the handoffs whose clients may be told by touches that are being recorded, before anything is written.
   * @returns a function that applies such a touch
   */
  async listen(tx: Tx, work: UnitOfWork, touches: readonly FollowedTouch[]): Promise<(touch: FollowedTouch) => void> {
    const reaching = touches.filter(reachesSomebody);
    if (reaching.length === 0) return () => undefined;
    const leadIds = [...new Set(reaching.map(({ leadId }) => leadId))];
    const first = Math.min(...reaching.map(takenAt));
    const subjects = await this.open(tx, work, await this.handoffs.findClientNotNotified(tx, leadIds, first));
    return (touch) => {
      for (const subject of subjects)
        if (notifiesClient(touch, subject))
          recordClientNotified(work, subject, {
            at: Math.min(takenAt(touch), work.now),
            note: null,
            touchId: touch.id,
          });
    };
  }

  /**
   * Locks the handoffs whose client was told by a touch. @returns a function that takes back what this touch told, and
   * applies the earliest other touch or report
   */
  async listenBack(tx: Tx, work: UnitOfWork, touch: TouchRow): Promise<() => Promise<void>> {
    const { id, leadId } = touch;
    const notified = await this.handoffs.findNotifiedByTouch(tx, leadId, id);
    const subjects = await this.open(tx, work, [...notified.keys()]);
    return async () => {
      if (subjects.length === 0) return;
      const others = (await this.activity.readEver(tx, [leadId])).filter(
        ({ id: other, voided }) => other !== id && voided === null,
      );
      for (const subject of subjects) {
        const { clientWord } = subject.handoff;
        const byTouch = others
          .filter((other) => notifiesClient(other, subject))
          .map((other): ClientNotified => ({ at: takenAt(other), note: null, touchId: other.id }));
        const byHand: ClientNotified[] = clientWord === null ? [] : [{ ...clientWord, touchId: null }];
        const [first = null] = [...byTouch, ...byHand].sort((a, b) => a.at - b.at);
        const isOver = subject.isTakenBack || notified.get(subject.subjectId)!;
        retractClientNotified(work, subject, first, { isOwn: isOwnReport(work.actor, touch), isOver });
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
function notifiesClient(touch: FollowedTouch, { deal, handoff, ownerId }: HandoffCase): boolean {
  const givers = [ownerId, handoff.giverRepId];
  return (
    touch.leadId === deal?.leadId &&
    touch.repId !== null &&
    givers.includes(touch.repId) &&
    takenAt(touch) >= handoff.startedAt! &&
    reachesSomebody(touch)
  );
}

const NOTIFIED = 'told';

/** Lets people without a key report that the client was told. */
@Injectable()
export class ClientWordPages {
  constructor(private readonly recorder: ClientNotifiedRecorder) {}

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
    const typed = sent.get(':do') === NOTIFIED ? (sent.get('note') ?? '') : '';
    return { clientWord: { text, by: dueAt === null ? null : inLocalWords(dueAt, zone), typed } };
  }

  /** @returns null for another button */
  async act(subject: HandoffCase, sent: URLSearchParams, caller: Caller): Promise<ReceivedHandoff | null> {
    if (sent.get(':do') !== NOTIFIED) return null;
    const note = (sent.get('note') ?? '').replaceAll('\r\n', '\n').trim();
    const { body, faults } = readBody<ClientNotifiedBody>(ClientNotifiedBody, note === '' ? {} : { note });
    if (faults.length > 0) throw new InvalidRequestError(faults);
    return { subject: await this.recorder.record(subject.handoff.id, body, caller), notice: 'The client knows.' };
  }
}
