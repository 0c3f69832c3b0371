import { type Instant, MS_PER_SECOND } from '../../platform/values/duration.js';
import { isAdjustment, type SideStage, STAGES, type Stage, type WithheldReason } from '../delivery.js';
import { adjustmentsOf, type DeliveryRow, isHidden, sentOf } from '../delivery-row.js';
import type { CompanySettings, Destination } from '../destinations/destination.js';
import type { FormerTerms } from '../destinations/terms.js';
import { lapsed } from '../dispatch/dispatch.js';
import { notBefore, windowOf } from '../dispatch/window.js';
import { type FeedbackLead, isKnownTo } from '../person/identify.js';
import { isoSecond, wholeSecond } from '../platforms/time-text.js';
import { platformOf, transportOf } from '../platforms.js';
import type { ConversionTimeline } from './conversion-timeline.js';
import type { DeliveryIntent, SentStage } from './delivery-intent.js';
import { eventAtOf, knownAt, windowOfSending } from './known-person.js';
import { sendOf } from './matching.js';
import { dedupKeyOf, newRow } from './new-row.js';
import { type ClosingParts, valueSentBy } from './trigger.js';

export interface Planner {
  readonly destination: Destination;
  readonly house: CompanySettings;
  readonly now: Instant;
  readonly newId: () => string;
  /** All versions of the destination, oldest first; only needed for stories that are replayed. */
  readonly versions?: readonly FormerTerms[];
}

export interface Grounds {
  readonly at: Instant;
  /** `settled`: send only after the time in which the disposition can still be corrected. */
  readonly pace: 'atOnce' | 'settled';
  /** The disposition that closed the lead; null if none did. */
  readonly closing: ClosingParts | null;
  readonly timeline: ConversionTimeline;
}

/** A destination's ledger rows of a lead, with the changes that planning makes. */
export class LeadBook {
  private readonly rows: Map<string, DeliveryRow>;
  private readonly changed = new Set<string>();

  constructor(
    private readonly planner: Planner,
    private readonly lead: FeedbackLead & { readonly cycle: number },
    rows: readonly DeliveryRow[],
  ) {
    this.rows = new Map(rows.map((row) => [row.id, lapsed(row, planner.destination, planner.now)]));
  }

  get sent(): SentStage[] {
    return sentOf([...this.rows.values()]).map((sent) => (this.isLeft(sent) ? left(sent) : sent));
  }

  latestOf(stage: Stage): SentStage | undefined {
    const revisions = this.sent
      .filter((sent) => sent.stage === stage)
      .sort((one, other) => one.revision - other.revision);
    return revisions.at(-1);
  }

  /** Reports whether a stage may be at the platform by a click that was withdrawn with its merge. */
  isByWithdrawnClick(stage: Stage): boolean {
    const latest = this.latestOf(stage);
    return latest !== undefined && this.hasWithdrawnClick(latest.id);
  }

  private hasWithdrawnClick(id: string): boolean {
    const { clickInquiryId, leftAt } = this.rows.get(id)!;
    const inquiry =
      clickInquiryId === null ? undefined : this.lead.inquiries.find((each) => each.id === clickInquiryId);
    return leftAt !== null && inquiry?.isWithdrawn === true;
  }

  /** Reports whether it is taken back and its click withdrawn, so that nothing the lead does can call that off. */
  private isLeft(sent: SentStage): boolean {
    return sent.isRetracted && this.hasWithdrawnClick(sent.id);
  }

  get changedRows(): DeliveryRow[] {
    return [...this.changed].map((id) => this.rows.get(id)!);
  }

  /** Returns what the rules send for a stage or a disposition; undefined if nothing. */
  sendOf(stage: Stage | SideStage, closing: ClosingParts | null): object | undefined {
    return sendOf(this.planner.destination.rules, stage, closing);
  }

  apply(intent: DeliveryIntent, grounds: Grounds): void {
    switch (intent.do) {
      case 'send':
        this.send(intent, grounds);
        break;
      case 'adopt':
        this.adopt(intent);
        break;
      case 'retract':
      case 'restate':
        this.adjust(intent, grounds);
        break;
      case 'cancel':
        this.change(intent.of.id, {
          state: intent.withheld === null ? 'superseded' : 'withheld',
          withheldReason: intent.withheld,
        });
        break;
      case 'recall':
        this.change(intent.of.id, { recalled: intent.withheld ?? 'superseded' });
        break;
      case 'keep':
        this.change(intent.of.id, { recalled: null });
        break;
      case 'sendAgain':
        this.change(intent.of.id, { state: 'pending', withheldReason: null });
        break;
      case 'callOff':
        this.change(intent.adjustmentId, { state: 'superseded', withheldReason: null });
        break;
      case 'revalue':
        this.change(intent.of.id, { value: intent.value });
        break;
      case 'withhold':
        this.withhold(intent);
        break;
      default:
        intent satisfies never;
    }
  }

  private send(
    { kind, stage, revision, eventAt: intendedAt, isQuarantined }: Extract<DeliveryIntent, { do: 'send' }>,
    { at, pace, closing, timeline }: Grounds,
  ): void {
    const { destination } = this.planner;
    const { lead } = this;
    const send = this.sendOf(stage, closing)!;
    const from = Math.max(intendedAt, lead.createdAt);
    const known = knownAt(from, lead, this.planner);
    if ('withheld' in known && !this.isMeant(known.withheld)) return;
    const eventAt = this.ownSecond(stage, eventAtOf(known, from));
    const window = windowOfSending({ kind, eventAt }, known, lead, destination);
    const isAside = !(STAGES as readonly string[]).includes(stage);
    const cause = { at, isQuarantined, isCorrectable: isAside && pace === 'settled' };
    const value = isAside ? valueSentBy(send, null) : timeline.worth(stage as Stage);
    this.add({
      stage,
      send,
      revision,
      kind,
      dedupKey: dedupKeyOf(lead.id, stage, revision),
      eventAt,
      value,
      notBefore: notBefore(window, cause, destination, lead.receivedAt),
      sendBefore: window.to,
      state: 'withheld' in known ? 'withheld' : 'pending',
      withheldReason: 'withheld' in known ? known.withheld : null,
    });
  }

  /**
   * Returns a time that the platform has not seen for this stage. Some identify a conversion by click and second, and
   * do not count a retracted one again: a win reversed by mistake is recorded again with its date.
   */
  private ownSecond(stage: Stage | SideStage, at: Instant): Instant {
    const { countsOnceAtAPlace = false, isKnownByItsSecond = false } = platformOf(this.planner.destination.platform);
    if (!isKnownByItsSecond) return at;
    const former = [...this.rows.values()].filter(
      (row) => row.stage === stage && row.revision > 0 && row.leftAt !== null && !isAdjustment(row),
    );
    const taken = new Set(former.map(({ eventAt }) => wholeSecond(eventAt)));
    let own = countsOnceAtAPlace ? Math.max(at, ...[...taken].map((second) => second + MS_PER_SECOND)) : at;
    while (taken.has(wholeSecond(own))) own = wholeSecond(own) + MS_PER_SECOND;
    return own;
  }

  /** The website's tag has sent it, so the platform knows it under the tag's key. */
  private adopt({ stage, key, eventAt }: Extract<DeliveryIntent, { do: 'adopt' }>): void {
    this.add({
      stage,
      send: this.sendOf(stage, null)!,
      revision: 1,
      kind: 'conversion',
      dedupKey: key,
      eventAt,
      value: null,
      notBefore: eventAt,
      sendBefore: null,
      state: 'accepted',
      withheldReason: null,
      eventTimeAsSent: isoSecond(eventAt),
      sentAt: eventAt,
      acceptedAt: eventAt,
    });
  }

  private adjust(intent: Extract<DeliveryIntent, { do: 'retract' | 'restate' }>, { at, pace }: Grounds): void {
    const { destination } = this.planner;
    const original = this.rows.get(intent.of.id)!;
    const others = adjustmentsOf(original, [...this.rows.values()]);
    // At least a second after the original and its adjustments, because platforms store times to the second.
    const former = [original, ...others].map(({ eventAt }) => wholeSecond(eventAt) + MS_PER_SECOND);
    const eventAt = Math.max(at, ...former);
    const { windows } = transportOf(destination.platform, destination.settings, intent.do);
    const timed = { identifiers: {}, leadCreatedAt: this.lead.createdAt, clickedAt: null, original };
    const window = windowOf(windows, { kind: intent.do, eventAt, ...timed });
    const cause = { at, isQuarantined: false, isCorrectable: pace === 'settled' };
    const isEarly = original.state !== 'accepted';
    this.add({
      stage: original.stage,
      send: original.send,
      place: original.place,
      revision: 1 + Math.max(0, ...others.filter(({ kind }) => kind === intent.do).map(({ revision }) => revision)),
      kind: intent.do,
      dedupKey: original.dedupKey,
      originalId: original.id,
      eventAt,
      value: intent.do === 'restate' ? intent.value : null,
      isCountWrong: intent.do === 'restate' && intent.isCountWrong,
      notBefore: notBefore(window, cause, destination, this.lead.receivedAt),
      sendBefore: window.to,
      state: isEarly ? 'withheld' : 'pending',
      withheldReason: isEarly ? 'originalNotAccepted' : null,
    });
  }

  /** Records once why nothing is sent. */
  private withhold({ kind, stage, reason }: Extract<DeliveryIntent, { do: 'withhold' }>): void {
    const isSaid = [...this.rows.values()].some(
      (row) => row.revision === 0 && row.kind === kind && row.stage === stage && row.withheldReason === reason,
    );
    const send = this.sendOf(stage, null);
    const sent = [...this.rows.values()].find((row) => row.stage === stage && row.revision > 0);
    if (isSaid || (send ?? sent?.send) === undefined) return;
    this.add({
      stage,
      send: send ?? sent!.send,
      revision: 0,
      kind,
      dedupKey: dedupKeyOf(this.lead.id, stage, 0),
      eventAt: this.planner.now,
      value: null,
      notBefore: this.planner.now,
      sendBefore: null,
      state: 'withheld',
      withheldReason: reason,
    });
  }

  /** Queues what waited for an identifier or for consent, if the lead has it now. */
  reconsider(): void {
    for (const row of [...this.rows.values()]) {
      if (row.revision === 0 || !isHidden(row)) continue;
      const known = knownAt(row.eventAt, this.lead, this.planner);
      if ('withheld' in known) continue;
      if (isAdjustment(row)) {
        this.change(row.id, { state: 'pending', withheldReason: null });
        continue;
      }
      const eventAt = eventAtOf(known, row.eventAt);
      const { from, to } = windowOfSending({ ...row, eventAt }, known, this.lead, this.planner.destination);
      this.change(row.id, {
        state: 'pending',
        withheldReason: null,
        eventAt,
        notBefore: Math.max(row.notBefore, from),
        sendBefore: to,
      });
    }
  }

  /** Reports whether to record a lead that cannot be sent: the platform knows it, it has rows, or sources are named. */
  private isMeant(withheld: WithheldReason): boolean {
    const { platform, settings, sources } = this.planner.destination;
    const isKnown = isKnownTo(this.lead, platformOf(platform).identifiers, settings);
    return isKnown || this.rows.size > 0 || (sources !== null && withheld !== 'stopped');
  }

  private add(row: Parameters<typeof newRow>[2]): void {
    this.put(newRow(this.planner, this.lead, row));
  }

  private put(row: DeliveryRow): void {
    this.rows.set(row.id, row);
    this.changed.add(row.id);
  }

  private change(id: string, over: Partial<DeliveryRow>): void {
    this.put({ ...this.rows.get(id)!, ...over });
  }
}

function left(sent: SentStage): SentStage {
  return { ...sent, isRecalled: false, waiting: null };
}
