import type { ModelLead } from './model-lead.js';
import type { Stretch } from './working-hours.js';

/** The last moves in a row because of misses go back, unless somebody has worked on the lead since, or it is elsewhere. */
export function undo(lead: ModelLead, span: Stretch, now: number): void {
  const { tenures } = lead;
  const isMove = (place: number) =>
    tenures[place]!.cause === 'breach' && span.from <= tenures[place]!.from && tenures[place]!.from < span.to;
  const last = tenures.findLastIndex((_, place) => isMove(place));
  if (!lead.isOpen || last === -1 || last !== tenures.length - 1) return;
  let first = last;
  while (isMove(first - 1)) first -= 1;
  const former = tenures[first - 1]!.rep;
  const isAway = lead.desk.awayOf(former).some(({ from, to }) => from <= now && now < to);
  if (former === lead.owner || isAway || isWorkedOn(lead, former, tenures[first]!.from)) return;
  lead.moves = Math.max(0, lead.moves - (last - first + 1));
  lead.giveTo(former, now, 'undone');
  lead.hushOwners();
}

/** By anybody but them; a milestone and a pause are told here by nobody in particular. */
function isWorkedOn({ touches, milestones, pauses }: ModelLead, former: number, since: number): boolean {
  return (
    touches.some(({ isVoided, at, rep }) => !isVoided && at >= since && rep !== former) ||
    milestones.some(({ isReversed, at }) => !isReversed && at >= since) ||
    pauses.some(({ from }) => from >= since)
  );
}
