import { ClockChip } from '../clocks/clock-chip.js';
import { nextClockOf } from '../clocks/urgency.js';
import { ASKED_OF_DEAL, type Deal } from './deal-words.js';

/** What is due of a deal next, and when; nothing where nothing is promised. */
export function DueChip({ deal }: { deal: Deal }) {
  const clock = nextClockOf(deal);
  if (clock === null) return null;
  return (
    <span title={ASKED_OF_DEAL[clock.kind]}>
      <ClockChip clock={clock} />
    </span>
  );
}
