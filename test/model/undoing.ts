import { takenAwayFrom } from './giving-back.js';
import { beginAcceptance } from './handing-over.js';
import type { ModelLead } from './model-lead.js';
import { giveTo } from './moving.js';
import type { Clock } from './promise.js';
import { isAway, staysOf } from './standing.js';
import { strike, type Version } from './striking.js';
import type { Stretch } from './working-hours.js';

/**
 * Strikes misses by a mistake, and reverses the latest consecutive moves, unless the lead has been worked on or has
 * moved since.
 */
export function undo(lead: ModelLead, span: Stretch, versions: readonly Version[], now: number): void {
  const back = whoGetsItBack(lead, span, now);
  strike(lead, span, versions, { isLeaving: back !== null, now });
  if (back === null) return;
  const { promises, missed } = takenAwayFrom(lead, back.places, back.since);
  const acceptance = promises.filter(isAcceptance);
  lead.moves = Math.max(0, lead.moves - back.moves);
  giveTo(lead, back.rep, now, { cause: 'undone', given: { promises: acceptance, missed: [] } });
  if (acceptance.length === 0 && missed.some(isAcceptance)) beginAcceptance(lead, now);
  lead.hushOwners();
}

function isAcceptance({ kind }: Clock): boolean {
  return kind === 'accept';
}

interface Back {
  readonly rep: number;
  /** The tenures of their former stay. */
  readonly places: readonly number[];
  readonly moves: number;
  /** The instant of the first of the moves. */
  readonly since: number;
}

function whoGetsItBack(lead: ModelLead, span: Stretch, now: number): Back | null {
  const stays = staysOf(lead);
  const isMove = (place: number) => {
    const { cause, from } = stays[place]!.tenure;
    return cause === 'breach' && span.from <= from && from < span.to;
  };
  const last = stays.findLastIndex((_, place) => isMove(place));
  if (!lead.isOpen || last === -1 || last !== stays.length - 1) return null;
  let first = last;
  while (isMove(first - 1)) first -= 1;
  const { places, tenure } = stays[first - 1]!;
  const former = tenure.rep;
  const since = stays[first]!.tenure.from;
  if (former === null || former === lead.owner || isAway(lead, former, now) || isWorkedOn(lead, former, since))
    return null;
  return { rep: former, places, moves: last - first + 1, since };
}

/**
 * Reports whether another rep has worked on it. Milestones and pauses count as well, as they name no rep here; of the
 * millisecond of the move they may have come before it.
 */
export function isWorkedOn({ touches, milestones, pauses }: ModelLead, former: number | null, since: number): boolean {
  return (
    touches.some(({ isVoided, at, rep }) => !isVoided && (rep === null ? at > since : at >= since && rep !== former)) ||
    milestones.some(({ isReversed, at }) => !isReversed && at > since) ||
    pauses.some(({ from }) => from > since)
  );
}
