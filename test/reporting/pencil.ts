import type { Json } from '../support/json.js';

/**
 * Working milliseconds between two instants in the hours of a rep; without a rep, in those of the promise to the lead.
 */
export type WorkedMs = (repId: string | null, from: number, to: number) => number;

type Verdict = 'kept' | 'missed' | 'overdue' | 'undecided' | 'closedUntouched';

/** One answer, or one that never came: for a lead as a whole, or for an owner. */
export interface Answer {
  readonly source: string;
  readonly rep: string | null;
  readonly receivedAt: number;
  /** Null if there was no answer. */
  readonly parts: Readonly<Record<'before' | 'system' | 'owner' | 'off' | 'elapsed' | 'working', number>> | null;
  /** Null: not promised, or ended before it was decided. */
  readonly verdict: Verdict | null;
  readonly isReached: boolean;
  readonly isWon: boolean;
}

interface OwnedSpan {
  readonly repId: string | null;
  readonly from: number;
  readonly to: number;
  readonly clocks: Set<string>;
}

const CONTACT = ['connected', 'replied', 'booked', 'held'];
const NOTHING = ['bounced', 'wrongNumber', 'cancelled', 'noShow'];

/**
 * Calculates from the timeline of one lead, as read over HTTP, what the reports should say of it: slowly, with nothing
 * of the program but the words of its events. The lead must not have come back.
 * @param until the touch that is waited for
 */
export function answersOf(events: readonly Json[], worked: WorkedMs, until: 'attempt' | 'contact'): Answer[] {
  const at = (event: Json) => Date.parse(event.occurredAt);
  const [received] = events.filter(({ type }) => type === 'lead.received');
  const receivedAt = at(received!);
  const submittedAt = received!.data.submittedAt === undefined ? receivedAt : Date.parse(received!.data.submittedAt);
  const closed = events.find(({ type, data }) => type === 'lead.disposed' || data.name === 'won');
  const closedAt = closed === undefined ? Number.POSITIVE_INFINITY : at(closed);

  const isTry = ({ kind, direction, outcome }: Json) =>
    direction === 'outbound' && kind !== 'other' && !NOTHING.includes(outcome);
  const isBeforeClosing = (event: Json) => closed === undefined || events.indexOf(event) < events.indexOf(closed);
  const touches = events
    .filter(({ type, data }) => type === 'lead.touched' && data.automated !== true)
    .map((event) => ({ ...event.data, event, at: Math.min(Date.parse(event.data.occurredAt), at(event)) }))
    // An attempt in the same millisecond as the closing counts.
    .filter((touch) => touch.at < closedAt || (touch.at === closedAt && isBeforeClosing(touch.event) && isTry(touch)));
  // A milestone shows a conversation.
  const reached = events
    .filter(({ type }) => type === 'lead.milestone')
    .map((event) => ({ at: Math.min(Date.parse(event.data.occurredAt), at(event)) }));
  const first = (some: readonly Json[]) => (some.length === 0 ? null : Math.min(...some.map((touch) => touch.at)));
  const contactAt = first([...touches.filter(({ outcome }) => CONTACT.includes(outcome)), ...reached]);
  const triedAt = first([...touches.filter(isTry), ...reached]);
  const answeredAt = until === 'attempt' ? triedAt : contactAt;

  const had: OwnedSpan[] = [];
  const starts = events.filter(({ type }) => ['lead.assigned', 'lead.reassigned', 'lead.queued'].includes(type));
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    const repId = start.type === 'lead.queued' ? null : start.data.repId;
    const to = Math.min(next === undefined ? closedAt : at(next), closedAt);
    had.push({ repId, from: at(start), to, clocks: new Set() });
  }
  for (const { type, data, ...event } of events)
    if (type === 'sla.started' && data.kind === 'firstTouch')
      had.findLast(({ from, repId }) => from === at(event as Json) && repId === data.repId)!.clocks.add(data.clockId);

  const verdictOf = (isOurs: (data: Json) => boolean, endAt: number): Answer['verdict'] => {
    let verdict: Answer['verdict'] = null;
    const isOwed = endAt === Number.POSITIVE_INFINITY && triedAt === null;
    for (const { type, data } of events.filter((event) => event.data.clockId !== undefined && isOurs(event.data))) {
      if (type === 'sla.started') verdict = 'undecided';
      if (type === 'sla.breached') verdict = isOwed ? 'overdue' : 'missed';
      if (type === 'sla.corrected' || (type === 'sla.met' && data.late !== true)) verdict = 'kept';
      if (type === 'sla.cancelled') verdict = endAt === closedAt && triedAt === null ? 'closedUntouched' : null;
    }
    return verdict;
  };
  const common = {
    source: received!.data.source as string,
    receivedAt,
    isReached: contactAt !== null,
    isWon: closed?.data.name === 'won',
  };
  const owned = had.filter(({ repId }) => repId !== null);
  const partsOf = (from: number, stretches: readonly OwnedSpan[]) => {
    const cut = stretches.map((stretch) => ({ ...stretch, to: Math.min(stretch.to, answeredAt!) }));
    const theirs = cut.filter((stretch) => stretch.to > stretch.from);
    const owner = theirs.reduce((sum, stretch) => sum + worked(stretch.repId, stretch.from, stretch.to), 0);
    const elapsed = Math.max(answeredAt! - from, 0);
    // While nobody has it, the hours of the promise to the lead count.
    const hadMs = theirs.reduce((sum, stretch) => sum + worked(null, stretch.from, stretch.to), 0);
    const system = (elapsed === 0 ? 0 : worked(null, from, answeredAt!)) - hadMs;
    return { owner, off: elapsed - owner - system, system, elapsed, working: owner + system };
  };
  const whole: Answer = {
    ...common,
    rep: null,
    verdict: verdictOf(({ kind }) => kind === 'leadResponse', closedAt),
    parts:
      answeredAt === null
        ? null
        : {
            ...partsOf(receivedAt, owned),
            before: Math.min(answeredAt, receivedAt) - submittedAt,
          },
  };
  const ofOwners = owned.flatMap((stretch): Answer[] => {
    if (answeredAt !== null && answeredAt < stretch.from && stretch !== had[0]) return [];
    const isTheirs = answeredAt !== null && (had.findLast(({ from }) => from <= answeredAt) ?? had[0]) === stretch;
    const parts = isTheirs ? partsOf(stretch.from, [stretch]) : null;
    return [
      {
        ...common,
        rep: stretch.repId,
        verdict: verdictOf(({ clockId }) => stretch.clocks.has(clockId), stretch.to),
        parts: parts && { ...parts, before: 0 },
      },
    ];
  });
  return [whole, ...ofOwners];
}

/** How the promises of some answers ended, as the report says it. */
function inTimeOf(answers: readonly Answer[]) {
  const count = (verdict: Verdict) => answers.filter((answer) => answer.verdict === verdict).length;
  const [kept, missed, overdue] = [count('kept'), count('missed'), count('overdue')];
  return {
    kept,
    missed,
    overdue,
    undecided: count('undecided'),
    closedUntouched: count('closedUntouched'),
    share: shareOf(kept, kept + missed + overdue),
  };
}

function shareOf(some: number, all: number): number | null {
  return all === 0 ? null : Math.round((some / all) * 10_000) / 10_000;
}

/** The expected row of the speed-to-lead report for some answers, and for those of the owners of these leads. */
export function rowOf(answers: readonly Answer[], owners: readonly Answer[]): object {
  const parts = answers.flatMap((answer) => answer.parts ?? []);
  const percentiles = (name: 'elapsed' | 'working') => {
    const sorted = parts.map((part) => part[name]).sort((a, b) => a - b);
    const at = (share: number) =>
      sorted.length === 0 ? null : sorted[Math.ceil(share * sorted.length - 1e-9) - 1]! / 1_000;
    return { medianSeconds: at(0.5), p90Seconds: at(0.9), p99Seconds: at(0.99) };
  };
  const bandOf = (ms: number | undefined) => {
    if (ms === undefined) return 'never';
    return ms <= 300_000 ? 'upTo5m' : ms <= 900_000 ? 'upTo15m' : ms <= 3_600_000 ? 'upTo60m' : 'over60m';
  };
  const bands = (name: 'elapsed' | 'working', isSo: (answer: Answer) => boolean = () => true) =>
    Object.fromEntries(
      ['upTo5m', 'upTo15m', 'upTo60m', 'over60m', 'never'].map((band) => [
        band,
        answers.filter((answer) => bandOf(answer.parts?.[name]) === band && isSo(answer)).length,
      ]),
    );
  const rates = (name: 'elapsed' | 'working') => {
    const [all, reached, won] = [bands(name), bands(name, (each) => each.isReached), bands(name, (each) => each.isWon)];
    return Object.fromEntries(
      Object.keys(all).map((band) => [
        band,
        {
          contact: shareOf(reached[band]!, all[band]!),
          qualified: shareOf(won[band]!, all[band]!),
          won: shareOf(won[band]!, all[band]!),
        },
      ]),
    );
  };
  const sum = (name: keyof NonNullable<Answer['parts']>) => parts.reduce((ms, part) => ms + part[name], 0) / 1_000;
  const { kept, missed, overdue } = inTimeOf(answers);
  return {
    leads: answers.length,
    touched: parts.length,
    attainment: shareOf(kept, kept + missed + overdue),
    leadsInTime: inTimeOf(answers),
    ownersInTime: inTimeOf(owners),
    elapsed: percentiles('elapsed'),
    working: percentiles('working'),
    bands: bands('elapsed'),
    bandRates: rates('elapsed'),
    workingBands: bands('working'),
    workingBandRates: rates('working'),
    split: {
      beforeReceiptSeconds: sum('before'),
      systemSeconds: sum('system'),
      ownerSeconds: sum('owner'),
      offHoursSeconds: sum('off'),
      pausedSeconds: 0,
      totalSeconds: parts.reduce((ms, part) => ms + part.before + part.elapsed, 0) / 1_000,
    },
  };
}
