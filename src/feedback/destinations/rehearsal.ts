import { earliest, type Instant } from '../../platform/values/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import { dispatch, leased } from '../dispatch/dispatch.js';
import type { OutgoingMessage } from '../dispatch/outgoing.js';
import type { LeadStory } from '../planning/lead-story.js';
import { plan } from '../planning/planning.js';
import { consequencesOf } from '../settling.js';
import type { CompanySettings, Destination } from './destination.js';

interface RehearsedDispatch {
  readonly rows: readonly DeliveryRow[];
  readonly outgoing: readonly OutgoingMessage[];
}

/**
 * Returns what a destination would have been sent about a lead from its first event, and would still be sent without
 * further events. Uses the functions of production, as if each delivery were posted when due and accepted at once.
 */
export function rehearse(
  destination: Destination,
  house: CompanySettings,
  { lead, events }: Pick<LeadStory, 'lead' | 'events'>,
  newId: () => string,
): RehearsedDispatch {
  const rows = new Map<string, DeliveryRow>();
  const outgoing: OutgoingMessage[] = [];
  const put = (some: readonly DeliveryRow[]) => {
    for (const row of some) rows.set(row.id, row);
  };
  const post = (now: Instant, due: readonly DeliveryRow[]) => {
    const ofLeads = [...rows.values()];
    const leads = new Map([[lead.id, lead]]);
    // Deliveries count as sent with the lead's current data, so there are no changes.
    const changes = new Map<string, never>();
    const told = new Map([[lead.id, events.filter(({ at }) => at <= now)]]);
    const work = { destination, house, due, ofLeads, leads, changes, events: told, now };
    const dispatched = dispatch({ ...work, format: 'json', jobId: 1 });
    outgoing.push(...dispatched.outgoing);
    const accepted = due.flatMap((row): DeliveryRow[] => {
      const item = dispatched.sent.get(row.id);
      if (item === undefined) return [];
      const out = leased(row, item, lead, { batchId: row.id, now, until: now });
      return [{ ...out, batchId: null, leasedUntil: null, state: 'accepted', sentAt: now, acceptedAt: now }];
    });
    const settled = [...dispatched.kept, ...accepted];
    put(settled);
    put(consequencesOf(settled, [...rows.values()], now));
  };
  const goOnTo = (end: Instant) => {
    // A delivery that is too early is retried a moment later, so the loop ends.
    for (let now = nextDue(rows); now !== null && now <= end; now = nextDue(rows)) {
      const at = now;
      post(at, inOrder([...rows.values()].filter((row) => row.state === 'pending' && row.notBefore <= at)));
    }
  };
  for (const [index, each] of events.entries()) {
    goOnTo(each.at);
    const story = { lead, events: events.slice(0, index + 1), newFrom: each.seq };
    put(plan({ destination, house, now: each.at, newId }, story, [...rows.values()]));
  }
  goOnTo(Number.POSITIVE_INFINITY);
  return { rows: [...rows.values()], outgoing };
}

function nextDue(rows: ReadonlyMap<string, DeliveryRow>): Instant | null {
  return earliest([...rows.values()].filter(({ state }) => state === 'pending').map(({ notBefore }) => notBefore));
}

/** Picks at most one adjustment of each original. */
function inOrder(due: readonly DeliveryRow[]): DeliveryRow[] {
  const sorted = [...due].sort((one, other) => one.eventAt - other.eventAt);
  return sorted.filter(
    (row, index) =>
      row.originalId === null || sorted.findIndex(({ originalId }) => originalId === row.originalId) === index,
  );
}
