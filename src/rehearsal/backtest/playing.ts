import type { Directory } from '../../directory/directory.js';
import { STATUS_OF } from '../../disposition/disposition.js';
import type { EventType } from '../../events/event.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { decide } from '../../lifecycle/clocks/deciding.js';
import { acknowledge, holdable } from '../../lifecycle/clocks/judging-steps.js';
import { beginLeadsClock } from '../../lifecycle/clocks/lead-clocks.js';
import { followCondition, pause } from '../../lifecycle/clocks/pausing.js';
import { type GivenPromises, takenAwayFrom } from '../../lifecycle/clocks/resuming.js';
import { close } from '../../lifecycle/closing/disposing.js';
import { catchUp, followMissesAgain, openAgain, reclaimPromises } from '../../lifecycle/closing/opening-again.js';
import { closedAtOf, type SinceClosing } from '../../lifecycle/closing/since-closing.js';
import { takeBack } from '../../lifecycle/corrections/taking-back.js';
import { LeadCase } from '../../lifecycle/lead-case.js';
import { own } from '../../lifecycle/routing/owning.js';
import { awaitMove, queue } from '../../lifecycle/routing/waiting.js';
import { beginCycle, newLeadState, promisedFrom, takenAt } from '../../lifecycle/tenures.js';
import { closeUnreachable, mayProveUnreachable } from '../../lifecycle/touches/closing-unreachable.js';
import { takeMilestone, takeTouch } from '../../lifecycle/touches/touching.js';
import type { GatheredChanges, UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { system } from '../../platform/values/actor.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import { staysOf } from '../../routing/assignments/stays.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { Player, type SimulatedEnvironment } from '../playing/player.js';
import {
  type Acknowledgement,
  eventsOf,
  type History,
  type HistoryEvent,
  type Milestone,
  type PastClosing,
} from './history.js';
import { COUNTED_ESCALATIONS, type Effects, NO_EFFECTS, outcomeOf, type PlayedOutcome } from './outcome.js';

/** A real move within this time after a breach counts as the move that the breach asked for. */
const MOVED_WITHIN_MS = MS_PER_MINUTE;
const BACKTEST = system('backtest');
const COUNTED_WHYS: ReadonlySet<unknown> = new Set(COUNTED_ESCALATIONS);

/**
 * Plays a policy over a lead's history. Owners and returns are those of history: a move that did not really happen is
 * counted, and the lead then awaits one, as if nobody else could take it.
 * @param directory with the draft's policies
 * @param until when the backtest was requested; later deadlines are open
 */
export function play(history: History, policy: SlaPolicy, directory: Directory, until: Instant): PlayedOutcome {
  return new LeadPlayer(history, policy, directory).until(until);
}

class LeadPlayer implements SimulatedEnvironment {
  private readonly player: Player;
  private readonly leadCase: LeadCase;
  private left: HistoryEvent[];
  /** Without those taken back. */
  private touches: TouchRow[] = [];
  private readonly milestones: Milestone[] = [];
  private effects: Effects = NO_EFFECTS;

  constructor(
    private readonly history: History,
    policy: SlaPolicy,
    directory: Directory,
  ) {
    const { leadId, document } = history;
    const { id: policyId, version: policyVersion } = policy;
    const lead = { ...newLeadState(leadId, document.receivedAt, document.test), policyId, policyVersion };
    this.leadCase = new LeadCase({ lead, before: null, document, policy, archive: () => policy });
    this.player = new Player(this.leadCase, directory, this, BACKTEST);
    this.left = eventsOf(sinceSomebodyHadIt(history));
  }

  until(end: Instant): PlayedOutcome {
    const { leadCase, player } = this;
    const first = this.history.tenures[0]!;
    player.at(first.fromAt, (work) => begin(work, leadCase, first));
    for (let next = this.left[0]; next !== undefined && next.at <= end; next = this.left[0]) {
      const event = next;
      player.enforceUntil(event.at);
      // A breach may already have consumed the event, see `move`.
      if (this.left[0] !== event) continue;
      this.left.shift();
      player.at(event.at, (work) => this.happen(work, event));
    }
    player.enforceUntil(end);
    return outcomeOf(leadCase.clocks, this.effects);
  }

  holdOn(): null {
    return null;
  }

  move(work: UnitOfWork): void {
    this.effects = { ...this.effects, moves: this.effects.moves + 1 };
    const { cycle } = this.leadCase.lead;
    const real = this.left.find(
      (each) =>
        each.kind === 'tenure' &&
        each.tenure.cause === 'breach' &&
        each.tenure.cycle === cycle &&
        each.at <= work.now + MOVED_WITHIN_MS,
    );
    if (real === undefined) awaitMove(work, this.leadCase, { snapshotId: null, trace: null });
    else {
      this.left = this.left.filter((each) => each !== real);
      this.happen(work, real);
    }
  }

  /** Does nothing: the lead comes back when it really did. */
  comeBack(): void {}

  hear({ events }: GatheredChanges): void {
    const counted = (type: EventType) => events.filter((event) => event.type === type);
    const { effects } = this;
    this.effects = {
      ...effects,
      warned: effects.warned + counted('sla.warned').length,
      escalations:
        effects.escalations + counted('sla.escalated').filter(({ data }) => COUNTED_WHYS.has(data.why)).length,
    };
  }

  private happen(work: UnitOfWork, event: HistoryEvent): void {
    const { leadCase } = this;
    const isOpen = leadCase.lead.status === 'open';
    switch (event.kind) {
      case 'tenure':
        if (event.tenure.cycle > leadCase.lead.cycle) comeBack(work, leadCase, event.tenure);
        else if (event.tenure.cycle < leadCase.lead.cycle) return;
        else if (isOpen) place(work, leadCase, event.tenure);
        else if (event.tenure.cause === 'reopen') this.goOn(work, event.tenure);
        return;
      case 'touch':
        this.touch(work, event.touch);
        return;
      case 'void':
        this.takeBack(work, event.touch);
        return;
      case 'milestone':
        if (isOpen) this.reach(work, event.milestone);
        return;
      case 'closing':
        if (isOpen) end(work, leadCase, event.closing);
        return;
      case 'pause':
        if (isOpen) pauseAsItWas(work, leadCase, event.pause);
        return;
      case 'acknowledgement':
        if (isOpen) acknowledgeAsItWas(work, leadCase, event.acknowledgement);
        return;
      default:
        event satisfies never;
    }
  }

  private touch(work: UnitOfWork, reported: TouchRow): void {
    const { leadCase } = this;
    const touch = { ...reported, counts: takeTouch(work, leadCase, reported, leadCase.policy), voided: null };
    this.touches.push(touch);
    if (this.history.sold.some(({ from, to }) => work.now >= from && work.now < to)) return;
    if (!mayProveUnreachable(leadCase, touch) || closeUnreachable(work, leadCase, this.ofCycle()) === null) return;
    this.effects = { ...this.effects, unreachable: this.effects.unreachable + 1 };
  }

  private takeBack(work: UnitOfWork, { id }: TouchRow): void {
    const { leadCase } = this;
    const touch = this.touches.find((each) => each.id === id)!;
    this.touches = this.touches.filter((each) => each !== touch);
    if (leadCase.lead.status !== 'open' || touch.cycle !== leadCase.lead.cycle) return;
    takeBack(work, leadCase, { ...this.factsWithout([touch], this.ofCycle()), why: 'touchVoided' });
  }

  /** @param touches without those taken back */
  private factsWithout(takenBack: readonly TouchRow[], touches: readonly TouchRow[]) {
    const standing = { touches, milestones: this.milestonesOfCycle(), policies: [], requests: [], swept: [] };
    return { standing, before: { ...standing, touches: [...touches, ...takenBack] } };
  }

  /** Opens the lead again whose closing was undone: what was owed goes on. */
  private goOn(work: UnitOfWork, tenure: Tenure): void {
    const { leadCase } = this;
    const former = staysOf(leadCase.tenures).at(-1)!;
    const since = this.sinceClosing(closedAtOf(leadCase), work.now);
    openAgain(work, leadCase, {});
    reclaimPromises(work, leadCase, since);
    const owed = takenAwayFrom(leadCase, former, false);
    place(work, leadCase, tenure, { ...owed, stoodStill: true });
    catchUp(work, leadCase, since);
    followMissesAgain(work, leadCase, owed.missed);
  }

  private sinceClosing(closedAt: Instant, now: Instant): SinceClosing {
    const { leadCase, history } = this;
    const reported = this.ofCycle().filter(({ recordedAt }) => recordedAt > closedAt);
    const voided = history.touches.filter((touch) => {
      const isMeanwhile = touch.voided !== null && closedAt < touch.voided.at && touch.voided.at <= now;
      return isMeanwhile && touch.recordedAt <= closedAt && touch.cycle === leadCase.lead.cycle;
    });
    const endOf = (fromAt: Instant) => history.pauses.find((pause) => pause.fromAt === fromAt)?.untilAt ?? closedAt;
    return {
      pauseEnds: new Map(leadCase.pauses.map(({ id, fromAt }) => [id, endOf(fromAt)])),
      decisionPending: false,
      reported: [...reported].sort((one, other) => takenAt(one) - takenAt(other)),
      takenBack:
        voided.length === 0
          ? null
          : this.factsWithout(
              voided,
              this.ofCycle().filter((touch) => !reported.includes(touch)),
            ),
    };
  }

  /** Milestones of earlier cycles do not count as work on this one. */
  private reach(work: UnitOfWork, milestone: Milestone): void {
    const { leadCase } = this;
    this.milestones.push(milestone);
    if (milestone.cycle === leadCase.lead.cycle) takeMilestone(work, leadCase, milestone.occurredAt);
    if (milestone.name === 'won' && leadCase.lead.status === 'open') close(work, leadCase, 'won', null);
  }

  private milestonesOfCycle(): Milestone[] {
    return this.milestones.filter(({ cycle }) => cycle === this.leadCase.lead.cycle);
  }

  private ofCycle(): TouchRow[] {
    return this.touches.filter(({ cycle }) => cycle === this.leadCase.lead.cycle);
  }
}

/** Leaves out what precedes the first tenure: a lead closed on arrival had no promises until it was opened. */
function sinceSomebodyHadIt(history: History): History {
  const { fromAt } = history.tenures[0]!;
  return {
    ...history,
    touches: history.touches.filter(({ recordedAt }) => recordedAt >= fromAt),
    closings: history.closings.filter(({ at }) => at >= fromAt),
  };
}

function begin(work: UnitOfWork, leadCase: LeadCase, first: Tenure): void {
  if (first.cycle > leadCase.lead.cycle) {
    comeBack(work, leadCase, first);
    return;
  }
  const promisedAt = promisedFrom(leadCase);
  followCondition(work, leadCase, promisedAt);
  place(work, leadCase, first);
  beginLeadsClock(work, leadCase, promisedAt);
}

/** Starts a new cycle, closing the lead first if the draft still has it open. */
function comeBack(work: UnitOfWork, leadCase: LeadCase, tenure: Tenure): void {
  if (leadCase.lead.status === 'open') close(work, leadCase, 'lost', null);
  beginCycle(work, leadCase);
  place(work, leadCase, tenure);
  if (tenure.cause !== 'deal') beginLeadsClock(work, leadCase, work.now);
}

/** Gives the lead to its real owner, or lets it wait as it did. */
function place(
  work: UnitOfWork,
  leadCase: LeadCase,
  { repId, poolId, cause, poolChosen }: Tenure,
  given?: GivenPromises,
): void {
  const placement = { repId, poolId, rule: null, snapshotId: null, trace: null };
  if (repId === null) queue(work, leadCase, placement, { cause, poolChosen });
  else own(work, leadCase, placement, { cause, poolChosen, given });
}

function end(work: UnitOfWork, leadCase: LeadCase, { id, category, byRule }: PastClosing): void {
  if (!byRule) decide(work, leadCase, work.now);
  close(work, leadCase, STATUS_OF[category], id);
}

function pauseAsItWas(
  work: UnitOfWork,
  leadCase: LeadCase,
  { untilAt, reason, madeBy }: History['pauses'][number],
): void {
  if (untilAt !== null && untilAt > work.now)
    pause(work, leadCase, { untilAt, reason: reason ?? '', madeBy: madeBy ?? { type: 'key', id: '' } });
}

/** Acknowledges if, by the draft, the same owner has a clock that can be held. */
function acknowledgeAsItWas(work: UnitOfWork, leadCase: LeadCase, { repId }: Acknowledgement): void {
  const held = leadCase.ownerId === repId ? holdable(leadCase) : undefined;
  if (held !== undefined && held.clock.acknowledgedAt === null) acknowledge(work, leadCase, held);
}
