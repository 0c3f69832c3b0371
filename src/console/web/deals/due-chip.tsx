import { nextClockOf } from '../inbox/urgency.js';
import { UrgencyChip } from '../inbox/urgency-chip.js';
import { ASKED_OF_DEAL, type Deal } from './deal-words.js';

/** What is due of a deal next, and when; nothing where nothing is promised. */
export function DueChip({ deal }: { deal: Deal }) {
  const promised = { clocks: deal.clocks, ownerId: deal.ownerRepId };
  const clock = nextClockOf(promised);
  if (clock === null) return null;
  return (
    <span title={ASKED_OF_DEAL[clock.kind]}>
      <UrgencyChip lead={promised} />
    </span>
  );
}
