import type { ModelLead } from './model-lead.js';
import { standing } from './standing.js';
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
  lead.moves = Math.max(0, lead.moves - back.moves);
  lead.giveTo(back.rep, now, 'undone');
  lead.hushOwners();
}

function whoGetsItBack(lead: ModelLead, span: Stretch, now: number): { rep: number; moves: number } | null {
  const tenures = standing(lead);
  const isMove = (place: number) =>
    tenures[place]!.cause === 'breach' && span.from <= tenures[place]!.from && tenures[place]!.from < span.to;
  const last = tenures.findLastIndex((_, place) => isMove(place));
  if (!lead.isOpen || last === -1 || last !== tenures.length - 1) return null;
  let first = last;
  while (isMove(first - 1)) first -= 1;
  const former = tenures[first - 1]!.rep;
  const isAway = lead.desk.awayOf(former).some(({ from, to }) => from <= now && now < to);
  if (former === lead.owner || isAway || isWorkedOn(lead, former, tenures[first]!.from)) return null;
  return { rep: former, moves: last - first + 1 };
}

/**
 * Reports whether another rep has worked on it. Milestones and pauses count as well, as they name no rep here; of the
 * millisecond of the move they may have come before it.
 */
function isWorkedOn({ touches, milestones, pauses }: ModelLead, former: number, since: number): boolean {
  return (
    touches.some(({ isVoided, at, rep }) => !isVoided && at >= since && rep !== former) ||
    milestones.some(({ isReversed, at }) => !isReversed && at > since) ||
    pauses.some(({ from }) => from > since)
  );
}
