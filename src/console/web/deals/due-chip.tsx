import { ClockChip } from '../clocks/clock-chip.js';
import { nextClockOf } from '../clocks/urgency.js';
import { ASKED_OF_DEAL, type Deal } from './deal-words.js';

/** The urgency of a deal's next clock; empty if there is none. */
export function DueChip({ deal }: { deal: Deal }) {
  const clock = nextClockOf(deal);
  if (clock === null) return null;
  return (
    <span title={ASKED_OF_DEAL[clock.kind]}>
      <ClockChip clock={clock} />
    </span>
  );
}
