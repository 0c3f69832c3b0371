import { type Instant, MS_PER_SECOND } from '../../platform/instant.js';
import { isAdjustment, type SideStage, STAGES, type Stage, type WithheldReason } from '../delivery.js';
import { adjustmentsOf, type DeliveryRow, isHidden, toldOf } from '../delivery-row.js';
import { type Destination, type House, lengthMs } from '../destinations/destination.js';
import { lapsed } from '../leaving/leaving.js';
import { waitWithin, windowOf } from '../leaving/window.js';
import { type FeedbackLead, type Identified, identify, isKnownTo } from '../person/identify.js';
import { isoSecond, wholeSecond } from '../platforms/times.js';
import { platformOf, transportOf } from '../platforms.js';
import type { Course } from './course.js';
import { dedupKeyOf } from './dedup-key.js';
import { type Closing, sendOfClosing, sendOfStage, sideStageOf } from './matching.js';
import { newRow } from './new-row.js';
import { valueToldBy } from './sends.js';
import type { Told } from './told.js';
import type { Wish } from './wish.js';

/** Whom it is planned for, and when. */
export interface Planner {
  readonly destination: Destination;
  readonly house: House;
  readonly now: Instant;
  readonly newId: () => string;
}

/** What a wish follows from. */
export interface Grounds {
  readonly at: Instant;
  /** `settled`: it leaves only when what it follows from can be corrected no more. */
  readonly pace: 'atOnce' | 'settled';
  /** What the lead was closed with, where it was closed. */
  readonly closing: Closing | null;
  readonly course: Course;
}

/** What the ledger of a destination holds of a lead, while it is planned. */
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

  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  get told(): Told[] {
    return toldOf([...this.rows.values()]);
  }

  /** The rows that are new or have changed. */
  get news(): DeliveryRow[] {
    return [...this.changed].map((id) => this.rows.get(id)!);
  }

  /** What a rule says of a stage, or of a closing as one; undefined where none does. */
  sendOf(stage: Stage | SideStage, closing: Closing | null): object | undefined {
    const { rules } = this.planner.destination;
    if ((STAGES as readonly string[]).includes(stage)) return sendOfStage(rules, stage as Stage);
    return closing !== null && sideStageOf(closing) === stage ? sendOfClosing(rules, closing) : undefined;
  }

  grant(wish: Wish, grounds: Grounds): void {
    switch (wish.do) {
      case 'tell':
        this.tell(wish, grounds);
        break;
      case 'adopt':
        this.adopt(wish);
        break;
      case 'retract':
      case 'restate':
        this.adjust(wish, grounds);
        break;
      case 'cancel':
        this.change(wish.of.id, {
          state: wish.withheld === null ? 'superseded' : 'withheld',
          withheldReason: wish.withheld,
        });
        break;
      case 'recall':
        this.change(wish.of.id, { recalled: wish.withheld ?? 'superseded' });
        break;
      case 'keep':
        this.change(wish.of.id, { recalled: null });
        break;
      case 'tellStill':
        this.change(wish.of.id, { state: 'pending', withheldReason: null });
        break;
      case 'callOff':
        this.change(wish.adjustmentId, { state: 'superseded', withheldReason: null });
        break;
      case 'revalue':
        this.change(wish.of.id, { value: wish.value });
        break;
      case 'withhold':
        this.withhold(wish);
        break;
      default:
        wish satisfies never;
    }
  }

  private tell(
    { kind, stage, revision, eventAt: toldAt, isQuarantined }: Extract<Wish, { do: 'tell' }>,
    { at, pace, closing, course }: Grounds,
  ): void {
    const { destination } = this.planner;
    const { lead } = this;
    const send = this.sendOf(stage, closing)!;
    const known = this.identified();
    if ('withheld' in known && !this.isMeant(known.withheld)) return;
    const eventAt = this.ownSecond(stage, Math.max(toldAt, lead.createdAt));
    const identifiers = 'withheld' in known ? {} : known.identifiers;
    const window = this.windowOfTelling(kind, eventAt, identifiers);
    const isAside = !(STAGES as readonly string[]).includes(stage);
    const settled = isAside && pace === 'settled' ? at + lengthMs(destination.retractAfter) : window.from;
    // A lead that comes days after it was sent has been looked at by nobody until then.
    const waits = isQuarantined ? lead.receivedAt + lengthMs(destination.quarantine) : settled;
    const value = isAside ? valueToldBy(send, null) : course.worth(stage as Stage);
    this.add({
      stage,
      send,
      revision,
      kind,
      dedupKey: dedupKeyOf(lead.id, stage, revision),
      eventAt,
      value,
      notBefore: waitWithin(window, waits),
      sendBefore: window.to,
      state: 'withheld' in known ? 'withheld' : 'pending',
      withheldReason: 'withheld' in known ? known.withheld : null,
    });
  }

  /**
   * The same click in the same second is what was taken back there, to platforms that know it by these, and counts no more:
   * a win that was reversed by mistake is recorded again with its date.
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

  /** The tag has told of it, so it is known there under the tag's key. */
  private adopt({ stage, key, eventAt }: Extract<Wish, { do: 'adopt' }>): void {
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

  private adjust(wish: Extract<Wish, { do: 'retract' | 'restate' }>, { at, pace }: Grounds): void {
    const { destination } = this.planner;
    const original = this.rows.get(wish.of.id)!;
    const others = adjustmentsOf(original, [...this.rows.values()]);
    // Later than what it changes by a second, which is as fine as platforms tell times.
    const former = [original, ...others].map(({ eventAt }) => wholeSecond(eventAt) + MS_PER_SECOND);
    const eventAt = Math.max(at, ...former);
    const { windows } = transportOf(destination.platform, destination.settings, wish.do);
    const timed = { identifiers: {}, leadCreatedAt: this.lead.createdAt, clickedAt: null, original };
    const window = windowOf(windows, { kind: wish.do, eventAt, ...timed });
    const waits = pace === 'settled' ? at + lengthMs(destination.retractAfter) : eventAt;
    const isEarly = original.state !== 'accepted';
    this.add({
      stage: original.stage,
      send: original.send,
      place: original.place,
      revision: 1 + Math.max(0, ...others.filter(({ kind }) => kind === wish.do).map(({ revision }) => revision)),
      kind: wish.do,
      dedupKey: original.dedupKey,
      originalId: original.id,
      eventAt,
      value: wish.do === 'restate' ? wish.value : null,
      isCountWrong: wish.do === 'restate' && wish.isCountWrong,
      notBefore: waitWithin(window, waits),
      sendBefore: window.to,
      state: isEarly ? 'withheld' : 'pending',
      withheldReason: isEarly ? 'originalNotAccepted' : null,
    });
  }

  /** Says once why nothing is told. */
  private withhold({ kind, stage, reason }: Extract<Wish, { do: 'withhold' }>): void {
    const isSaid = [...this.rows.values()].some(
      (row) => row.revision === 0 && row.kind === kind && row.stage === stage && row.withheldReason === reason,
    );
    const send = this.sendOf(stage, null);
    const told = [...this.rows.values()].find((row) => row.stage === stage && row.revision > 0);
    if (isSaid || (send ?? told?.send) === undefined) return;
    this.add({
      stage,
      send: send ?? told!.send,
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

  /** The platform may know the lead by now, or the person has allowed what they had denied. */
  reconsider(): void {
    const known = this.identified();
    if ('withheld' in known) return;
    for (const row of [...this.rows.values()]) {
      if (row.revision === 0 || !isHidden(row)) continue;
      if (isAdjustment(row)) {
        this.change(row.id, { state: 'pending', withheldReason: null });
        continue;
      }
      const { from, to } = this.windowOfTelling(row.kind, row.eventAt, known.identifiers);
      this.change(row.id, {
        state: 'pending',
        withheldReason: null,
        notBefore: Math.max(row.notBefore, from),
        sendBefore: to,
      });
    }
  }

  private identified(): Identified | { readonly withheld: WithheldReason } {
    const { destination, house } = this.planner;
    const { identifiers } = platformOf(destination.platform);
    return identify(this.lead, identifiers, destination.settings, house.defaultCountry);
  }

  /** Whether somebody would look for a lead of which nothing can be told: one that the platform knows, or of a source that is named. */
  private isMeant(withheld: WithheldReason): boolean {
    const { platform, settings, sources } = this.planner.destination;
    const isKnown = isKnownTo(this.lead, platformOf(platform).identifiers, settings);
    return isKnown || this.rows.size > 0 || (sources !== null && withheld !== 'stopped');
  }

  private windowOfTelling(kind: DeliveryRow['kind'], eventAt: Instant, identifiers: Identified['identifiers']) {
    const { destination } = this.planner;
    const { windows } = transportOf(destination.platform, destination.settings, kind);
    const { createdAt: leadCreatedAt, clickIds } = this.lead;
    const clickedAt = clickIds?.clickedAt === undefined ? null : Date.parse(clickIds.clickedAt);
    return windowOf(windows, { kind, eventAt, identifiers, leadCreatedAt, clickedAt, original: null });
  }

  private add(said: Parameters<typeof newRow>[2]): void {
    this.put(newRow(this.planner, this.lead, said));
  }

  private put(row: DeliveryRow): void {
    this.rows.set(row.id, row);
    this.changed.add(row.id);
  }

  private change(id: string, over: Partial<DeliveryRow>): void {
    this.put({ ...this.rows.get(id)!, ...over });
  }
}
