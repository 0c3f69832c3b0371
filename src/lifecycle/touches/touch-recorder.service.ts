import { Injectable } from '@nestjs/common';
import { ClockStore } from '../../clocks/clock.store.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import { ActivityStore, type TouchRow, type UnjudgedTouch } from '../../leads/activity.store.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import { Turns } from '../../platform/running/turns.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { nthId } from '../../platform/values/ids.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { PolicyArchive } from '../../sla/policy.store.js';
import { firstTouchesMade, isLeftUnanswered, restartFirstTouch } from '../arrivals/joining.js';
import { NewDemand } from '../arrivals/new-demand.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import { ReopeningService } from '../closing/reopening.service.js';
import { LeadFollowers } from '../following-leads.service.js';
import type { LeadCase } from '../lead-case.js';
import type { RequestedAction, TransactionContext } from '../lifecycle.service.js';
import { GivingBack } from '../moves/giving-back.service.js';
import { whoGetsItBack } from '../moves/touched-in-time.js';
import { OpenDeals } from '../open-deals.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { closeUnreachable, mayProveUnreachable, proofOf } from './closing-unreachable.js';
import { KnownSinceReader } from './known-since.service.js';
import {
  type AllTaken,
  asksAgain,
  howPutAway,
  type JudgedTouch,
  type KnownTouches,
  keyOf,
  knownByTouch,
  type PutAway,
  readTouch,
} from './reading-touches.js';
import { recordTouch } from './touching.js';

/** Applies touches to their leads, within a transaction that has locked them. */
@Injectable()
export class TouchRecorder {
  constructor(
    private readonly activity: ActivityStore,
    private readonly clocks: ClockStore,
    private readonly archive: PolicyArchive,
    private readonly dispositions: DispositionStore,
    private readonly inquiries: InquiryStore,
    private readonly givingBack: GivingBack,
    private readonly suppressing: Suppressing,
    private readonly returning: ReopeningService,
    private readonly knownSince: KnownSinceReader,
    private readonly followers: LeadFollowers,
    private readonly openDeals: OpenDeals,
    private readonly newDemand: NewDemand,
  ) {}

  /**
   * Applies touches in the order in which they happened. If one brings its lead back, the following ones of that lead
   * are left to the next transaction. Whether a lead is unreachable is judged by all of its touches.
   */
  async record(
    { context, work, caller }: RequestedAction,
    judged: readonly JudgedTouch[],
    sound: readonly JudgedTouch[],
    known: KnownTouches,
  ): Promise<AllTaken> {
    const read = new Map(sound.map((report) => [report.index, readReport({ context, work, caller }, report)]));
    const policyOf = await this.openCycles(context, [...read.values()]);
    const follow = await this.followers.listen(context.tx, work, pluck([...read.values()], 'reported'));
    const putAway = await this.readPutAway(context, sound);
    const taken: AllTaken = new Map();
    const touches: TouchRow[] = [];
    const comingBack = new Map<LeadCase, TouchRow>();
    const unreachable = new Set<LeadCase>();
    const claims = new Map<LeadCase, string>();
    const answered = new Set<LeadCase>();
    const turns = new Turns();
    for (const { index, leadId, leadCase, body, refusal } of judged) {
      const key = keyOf(leadId, body);
      const first = known.get(key);
      if (first !== undefined) taken.set(index, { status: 'existing', id: first, leadId });
      else if (comingBack.has(leadCase)) continue;
      else if (refusal !== undefined) taken.set(index, { status: 'refused', refusal });
      else {
        const { reported } = read.get(index)!;
        const made = firstTouchesMade(leadCase);
        const touch = recordTouch(work, leadCase, reported, policyOf(leadCase, reported.cycle));
        touches.push(touch);
        if (firstTouchesMade(leadCase) > made) answered.add(leadCase);
        follow(touch);
        taken.set(index, { status: 'recorded', id: touch.id, leadId });
        if (key !== undefined) known.set(key, touch.id);
        if (asksAgain(leadCase, touch, putAway(leadCase))) comingBack.set(leadCase, touch);
        else if (mayProveUnreachable(leadCase, touch)) unreachable.add(leadCase);
        const repId = whoGetsItBack(leadCase, touch);
        if (repId !== null) claims.set(leadCase, repId);
      }
      await turns.next();
    }
    await this.activity.sendTouches(context.tx, touches);
    if (unreachable.size > 0) await this.moveOut(context, work, [...unreachable]);
    // First, so that a cycle that begins is that of the owner who gets the lead back.
    if (claims.size > 0) await this.givingBack.giveBack(context, work, claims, touches);
    await this.answerForms(context, work, [...answered], touches);
    if (comingBack.size > 0)
      await this.returning.bringBack({ context, work }, [...comingBack.keys()], 'contact', {
        because: { touches: comingBack },
        came: new Map(Array.from(comingBack, ([leadCase, touch]) => [leadCase, knownByTouch(leadCase, touch)])),
      });
    return taken;
  }

  /**
   * Gives forms the effect that they would have had, had the first touch before them been reported in time: another
   * first touch, in the same cycle or a new one, as the policies say.
   */
  private async answerForms(
    context: TransactionContext,
    work: UnitOfWork,
    answered: readonly LeadCase[],
    touches: readonly TouchRow[],
  ): Promise<void> {
    const possible = answered.filter(({ policy }) => policy !== null && policy.onInquiry !== 'keep');
    if (possible.length === 0) return;
    const joined = await this.inquiries.latestJoined(context.tx, pluck(possible, 'subjectId'));
    const formOf = ({ subjectId }: LeadCase) => joined.get(subjectId);
    const left = possible.filter((leadCase) => {
      const form = formOf(leadCase);
      return form !== undefined && isLeftUnanswered(leadCase, form.receivedAt, touches);
    });
    if (left.length === 0) return;
    const isNewDemand = await this.newDemand.read(
      context,
      left,
      Math.min(...left.map((each) => formOf(each)!.receivedAt)),
    );
    const asking = new Map<LeadCase, string>();
    for (const leadCase of left) {
      const { id, receivedAt } = formOf(leadCase)!;
      if (isNewDemand(leadCase, receivedAt)) asking.set(leadCase, id);
      else restartFirstTouch(work, leadCase);
    }
    await this.returning.renew({ context, work }, asking);
  }

  /** Reads how the closed leads were closed. */
  private async readPutAway(
    { tx, directory }: TransactionContext,
    sound: readonly JudgedTouch[],
  ): Promise<(leadCase: LeadCase) => PutAway> {
    const away = sound.filter(({ leadCase, body }) => leadCase.lead.status !== 'open' && body.direction === 'inbound');
    const closings = await this.dispositions.readMany(
      tx,
      away.flatMap(({ leadCase }) => leadCase.lead.dispositionId ?? []),
    );
    return ({ lead: { dispositionId } }) =>
      howPutAway(dispositionId === null ? undefined : closings.get(dispositionId), directory);
  }

  /** Closes the leads that have turned out to be unreachable. */
  private async moveOut({ tx }: TransactionContext, work: UnitOfWork, cases: readonly LeadCase[]): Promise<void> {
    const touches = await this.activity.readOfCycles(tx, pluck(cases, 'lead'));
    const ofLeads = groupBy(touches, ({ leadId }) => leadId);
    const touchesOf = ({ lead }: LeadCase) => ofLeads.get(lead.id)!;
    const tried = cases.filter((leadCase) => proofOf(work, leadCase, touchesOf(leadCase)) !== null);
    // Somebody sells to the person: that ends by a decision, and not because nobody answered the telephone.
    const deals = await this.openDeals.find(tx, pluck(tried, 'subjectId'));
    const proven = tried.filter(({ subjectId }) => !deals.has(subjectId));
    const since = await this.knownSince.readMany(tx, pluck(proven, 'subjectId'));
    const closed = proven.flatMap((leadCase) => {
      const row = closeUnreachable(work, leadCase, touchesOf(leadCase), since.get(leadCase.lead.id));
      return row === null ? [] : [{ leadCase, row }];
    });
    await this.dispositions.insertMany(tx, pluck(closed, 'row'));
    await this.suppressing.block(tx, work, closed);
  }

  /** Reads the clocks of earlier cycles, of all leads at once. @returns the policies of these cycles */
  private async openCycles({ tx }: TransactionContext, read: readonly Read[]): Promise<PolicyOfCycle> {
    const former = read.filter(({ leadCase, reported }) => reported.cycle !== leadCase.lead.cycle);
    const ofLeads = groupBy(
      await this.clocks.readOfCycles(tx, pluck(former, 'reported')),
      ({ subjectId }) => subjectId,
    );
    const cases = new Map(former.map(({ leadCase }) => [leadCase.lead.id, leadCase]));
    for (const [leadId, clocks] of ofLeads) {
      const leadCase = cases.get(leadId)!;
      const open = new Set(leadCase.clocks.map(({ id }) => id));
      leadCase.clocks.push(...clocks.filter(({ id }) => !open.has(id)));
    }
    const pinnedIn = ({ clocks }: LeadCase, cycle: number) =>
      clocks.find((clock) => clock.cycle === cycle && clock.policyId !== null);
    const archived = await this.archive.load(
      tx,
      former.flatMap(({ leadCase, reported }) => pinnedIn(leadCase, reported.cycle) ?? []),
    );
    return (leadCase, cycle) => {
      if (cycle === leadCase.lead.cycle) return leadCase.policy;
      const pinned = pinnedIn(leadCase, cycle);
      return pinned === undefined ? null : archived(pinned);
    };
  }
}

interface Read {
  readonly leadCase: LeadCase;
  readonly reported: UnjudgedTouch;
}

type PolicyOfCycle = (leadCase: LeadCase, cycle: number) => SlaPolicy | null;

function readReport(
  { context, work, caller }: RequestedAction,
  { index, body, leadCase, id: given }: JudgedTouch,
): Read {
  const id = given ?? (caller.requestId === undefined ? work.newId() : nthId(caller.requestId, index));
  return { leadCase, reported: readTouch({ id, body, caller }, leadCase, { at: work.now, now: context.now }) };
}
