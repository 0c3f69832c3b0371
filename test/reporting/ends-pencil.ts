import type { Json } from '../support/json.js';

interface Milestone {
  readonly id: string;
  readonly name: string;
  readonly cycle: number;
  /** Its index in the timeline. */
  readonly place: number;
  value: { readonly amount: string; readonly currency: string } | null;
  isReversed: boolean;
}

/** One cycle of a lead, and how it ended. */
export interface End {
  readonly source: string;
  readonly cycle: number;
  readonly receivedAt: number;
  rep: string | null;
  reason: string | null;
  category: string | null;
  by: 'rep' | 'rule' | 'key' | 'intake' | null;
  closedAt: number;
  withoutAttempts: boolean;
  isCorrected: boolean;
  isReversed: boolean;
  cameBack: boolean;
  reached: readonly Milestone[];
  wonLater: readonly Milestone[];
}

/**
 * Calculates from the timeline of one lead, as read over HTTP, how each of its cycles ended: event by event, with
 * nothing of the program but the words of its events. Milestones must be reported when they are reached.
 */
export function endsOf(events: readonly Json[]): End[] {
  const [received] = events.filter(({ type }) => type === 'lead.received');
  const ends: End[] = [];
  const milestones: Milestone[] = [];
  const begin = (at: string) =>
    ends.push({
      source: received!.data.source,
      cycle: ends.length + 1,
      receivedAt: Date.parse(at),
      rep: null,
      reason: null,
      category: null,
      by: null,
      closedAt: Number.POSITIVE_INFINITY,
      withoutAttempts: false,
      isCorrected: false,
      isReversed: false,
      cameBack: false,
      reached: [],
      wonLater: [],
    });
  for (const [place, { type, data, actor, occurredAt }] of events.entries()) {
    const end = ends.at(-1)!;
    const milestone = milestones.find(({ id }) => id === data.milestoneId)!;
    if (type === 'lead.received') begin(occurredAt);
    if (['lead.assigned', 'lead.reassigned', 'lead.queued'].includes(type)) end.rep = data.repId ?? null;
    if (type === 'lead.disposed') {
      const by = actor.type === 'system' ? 'rule' : actor.type;
      const how = { by: data.suppressionId === undefined ? by : 'intake', closedAt: place };
      // After an undone closing, the cycle goes on, and this closing counts.
      Object.assign(end, { isCorrected: false, isReversed: false, cameBack: false });
      Object.assign(end, { reason: data.reason, category: data.category, ...how });
    }
    if (type === 'lead.disposed' || type === 'lead.corrected') end.withoutAttempts = data.withoutAttempts === true;
    if (type === 'lead.corrected')
      Object.assign(end, { reason: data.reason, category: data.category, isCorrected: true });
    if (type === 'lead.reopened' || type === 'lead.woken') {
      end.cameBack = end.reason !== null;
      end.isReversed = end.reason !== null && data.by === 'person';
      if (data.cycle > ends.length) begin(occurredAt);
    }
    if (type === 'lead.milestone')
      milestones.push({
        id: data.milestoneId,
        name: data.name,
        cycle: ends.length,
        place,
        value: data.value ?? null,
        isReversed: false,
      });
    if (type === 'lead.milestoneRevalued') milestone.value = data.value;
    if (type === 'lead.milestoneReversed') milestone.isReversed = true;
  }
  const standing = milestones.filter(({ isReversed }) => !isReversed);
  for (const end of ends) {
    end.reached = standing.filter(({ cycle }) => cycle === end.cycle);
    end.wonLater = standing.filter(({ name, place }) => name === 'won' && place > end.closedAt);
  }
  return ends;
}

const NAMES = ['qualified', 'opportunity', 'won'];

/** The expected row of the disposition report for some cycles, out of all that count towards its shares. */
export function endsRowOf(some: readonly End[], all: readonly End[]): object {
  const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000);
  const isClosed = ({ reason, isReversed }: End) => reason !== null && !isReversed;
  const closed = some.filter(isClosed);
  const ofAll = all.filter(isClosed).length;
  const reversed = some.filter(({ isReversed }) => isReversed).length;
  const cameBack = some.filter((end) => end.cameBack).length;
  const won = some.filter(({ wonLater }) => wonLater.length > 0).length;
  const by = (who: End['by']) => closed.filter((end) => end.by === who).length;
  const further = (name: string) => NAMES.slice(NAMES.indexOf(name));
  const milestones = NAMES.map((name) => [
    name,
    {
      leads: some.filter(({ reached }) => reached.some((each) => further(name).includes(each.name))).length,
      values: worthOf(some.flatMap(({ reached }) => reached.filter((each) => each.name === name))),
    },
  ]);
  return {
    of: { leads: all.length, closed: ofAll },
    closed: closed.length,
    shareOfLeads: share(closed.length, all.length),
    shareOfClosed: share(closed.length, ofAll),
    closedBy: { rep: by('rep'), rule: by('rule'), key: by('key'), intake: by('intake') },
    withoutAttempts: closed.filter(({ withoutAttempts }) => withoutAttempts).length,
    corrected: closed.filter(({ isCorrected }) => isCorrected).length,
    reversed,
    later: {
      cameBack,
      won,
      wonRate: share(won, closed.length + reversed),
      wonRateOfCameBack: share(won, cameBack),
      values: worthOf(some.flatMap(({ wonLater }) => wonLater)),
    },
    milestones: Object.fromEntries(milestones),
  };
}

/** In hundredths, which every amount here has. */
function worthOf(milestones: readonly Milestone[]): Record<string, string> {
  const cents: Record<string, number> = {};
  for (const { value } of milestones)
    if (value !== null) cents[value.currency] = (cents[value.currency] ?? 0) + Math.round(Number(value.amount) * 100);
  return Object.fromEntries(Object.entries(cents).map(([currency, sum]) => [currency, (sum / 100).toFixed(2)]));
}
