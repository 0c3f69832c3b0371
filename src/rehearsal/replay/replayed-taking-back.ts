import { originOf } from '../../lifecycle/tenures.js';
import type { OtherEvent, PastPlacement } from './history.js';
import type { ReplayedLead, ReplayedTenure } from './replayed-lead.js';
import type { ReplayedLoads } from './replayed-loads.js';
import type { ReplayedStandings } from './replayed-standings.js';

/** Takes assignments back: they no longer count for the rep's day, nor as a turn. */
export class ReplayedTakingBack {
  constructor(
    private readonly loads: ReplayedLoads,
    private readonly standings: ReplayedStandings,
  ) {}

  happen(lead: ReplayedLead, event: Extract<OtherEvent, { kind: 'declined' | 'credited' | 'creditWithdrawn' }>): void {
    if (event.kind === 'credited') this.credit(lead);
    else if (event.kind === 'creditWithdrawn') this.withdrawCredit(lead);
    // Only if the rep who really declined it owns it in the replay, too.
    else if (lead.isOpen && lead.ownerId === event.repId) {
      lead.tenures.at(-1)!.declinedFor = event.reason;
      if (event.isTakenBack) this.takeBack(lead, originOf(lead)!);
    }
  }

  /** Junk counts as nobody's turn, whoever owns it in the replay. */
  private credit(lead: ReplayedLead): void {
    const origin = originOf(lead);
    if (origin === undefined || origin.takenBackAt !== null) return;
    this.takeBack(lead, origin);
    lead.credited = origin;
  }

  private withdrawCredit(lead: ReplayedLead): void {
    const { credited } = lead;
    if (credited === null) return;
    lead.credited = null;
    credited.takenBackAt = null;
    this.loads.countAgain(credited.repId!, { at: credited.fromAt, source: lead.source });
    if (credited.turn !== null) this.standings.shift(credited.turn, 1);
  }

  /** Undoes moves, as far as the replay made them. */
  undo(lead: ReplayedLead, { repId, cause, undoes }: PastPlacement): void {
    const first =
      cause === 'correction'
        ? lead.tenures.findLastIndex((tenure) => tenure.repId === repId) + 1
        : lead.tenures.findIndex(({ id }) => id === undoes);
    if (first === -1) return;
    for (const tenure of lead.tenures.slice(first)) if (tenure.takenBackAt === null) this.takeBack(lead, tenure);
  }

  private takeBack(lead: ReplayedLead, tenure: ReplayedTenure): void {
    const { repId, fromAt, turn } = tenure;
    if (repId === null) return;
    tenure.takenBackAt = fromAt;
    this.loads.takeBack(repId, { at: fromAt, source: lead.source });
    if (turn !== null) this.standings.shift(turn, -1);
  }
}
