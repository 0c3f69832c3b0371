import fc from 'fast-check';
import type { Action, Policy, Step } from './promise.js';
import { type Act, happenedAt, type MilestoneName, type Moment, type Story, type When } from './story.js';
import { HOUR, MINUTE, type Week } from './working-hours.js';

const minutes = (...choices: number[]) => fc.constantFrom(...choices.map((each) => each * MINUTE));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 2, nil: null });

const chain = (...choices: (readonly [number, Action['do']])[][]) =>
  fc.constantFrom(...choices.map((each) => each.map(([after, what]) => ({ after: after * MINUTE, do: what }))));

const anyStep: fc.Arbitrary<Step> = fc.record({
  kinds: fc.constantFrom(['call'], ['email'], ['call', 'email']),
  after: minutes(0, 10, 60, 300),
  within: minutes(10, 30, 120),
});

const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'enforce', 'notify', 'measure'),
  time: fc.constantFrom('working', 'working', 'elapsed'),
  grace: minutes(0, 5, 15),
  within: minutes(5, 10, 30, 120, 540),
  afterHours: orNull(minutes(20, 60)),
  leadWithin: orNull(minutes(15, 60, 180)),
  by: fc.constantFrom('anyone', 'anyone', 'owner'),
  warnAt: fc.constantFrom([], [50], [50, 80]),
  onBreach: chain(
    [[0, 'reassign']],
    [
      [0, 'reassign'],
      [15, 'escalate'],
    ],
    [
      [0, 'escalate'],
      [10, 'reassign'],
    ],
    [],
  ),
  onLeadBreach: chain([], [[0, 'escalate']], [[5, 'reassign']]),
  maxReassignments: fc.constantFrom(0, 1, 2, 3),
  steps: fc.oneof(fc.constant([]), fc.array(anyStep, { minLength: 1, maxLength: 3 })),
  onMiss: chain(
    [[0, 'remind']],
    [[0, 'reassign']],
    [
      [0, 'remind'],
      [10, 'reassign'],
      [15, 'escalate'],
    ],
  ),
  decideWithin: orNull(minutes(60, 300)),
});

const [NINE, NOON, ONE, FIVE] = [9 * 60, 12 * 60, 13 * 60, 17 * 60] as const;
const week = (
  workday: [number, number][],
  weekend: [number, number][] = [],
  zone = 'UTC',
  offsetMinutes = 0,
): Week => ({
  zone,
  offsetMinutes,
  days: [weekend, workday, workday, workday, workday, workday, weekend],
});
/** Open around the clock. */
export const ALL_DAY = week([[0, 24 * 60]], [[0, 24 * 60]]);
export const anyWeek = fc.constantFrom(
  week([[NINE, FIVE]]),
  week([
    [NINE, NOON],
    [ONE, FIVE],
  ]),
  week([[8 * 60, 20 * 60]], [[10 * 60, NOON]]),
  week([[NINE, FIVE]], [], 'Asia/Kolkata', 330),
);

/** The time until the next act: round times at which clocks are due, and moments just before and after them. */
const anyWait = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1_000) },
  { weight: 6, arbitrary: minutes(1, 4, 5, 10, 15, 25, 30) },
  { weight: 3, arbitrary: minutes(60, 120, 300) },
  { weight: 1, arbitrary: minutes(16 * 60, 24 * 60) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * HOUR }) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms - 1) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms + 1) },
);

/** An act before the leads and touches that it concerns are known. */
type Choice = (soFar: StorySoFar, pick: number) => Act | null;

interface StorySoFar {
  readonly milestones: { readonly lead: string; readonly milestone: string }[];
  readonly leads: string[];
  readonly touches: { readonly lead: string; readonly touch: string }[];
}

const of = ({ leads }: StorySoFar, pick: number) => leads[pick % leads.length]!;

const anyArrival = fc.nat({ max: 2 }).map(
  (owner): Choice =>
    (soFar) => {
      if (soFar.leads.length === 3) return null;
      const lead = `lead ${soFar.leads.length + 1}`;
      soFar.leads.push(lead);
      return { do: 'arrive', lead, owner };
    },
);

/** Now, some time ago, or around the deadlines of a lead. */
const anyWhen: fc.Arbitrary<When> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ ago: 0 }) },
  { weight: 1, arbitrary: anyWait.map((ago) => ({ ago })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ due: minutes(5, 10, 15, 30, 60), beside: fc.constantFrom(-1, 0, 0, 1) })
      .map(({ due, beside }) => ({ after: due + beside })),
  },
);

const anyTouch = fc
  .record({
    what: fc.constantFrom(
      ['call', 'noAnswer'],
      ['call', 'noAnswer'],
      ['email', 'sent'],
      ['call', 'connected'],
      ['meeting', 'booked'],
      ['meeting', 'noShow'],
      ['meeting', 'cancelled'],
      ['email', 'bounced'],
    ),
    when: anyWhen,
    rep: fc.option(fc.nat({ max: 2 }), { freq: 3, nil: null }),
  })
  .map(
    ({ what: [kind, outcome], ...rest }): Choice =>
      (soFar, pick) => {
        const touch = `touch ${soFar.touches.length + 1}`;
        const lead = of(soFar, pick);
        soFar.touches.push({ lead, touch });
        return { do: 'touch', lead, touch, kind: kind!, outcome: outcome!, ...rest };
      },
  );

const anyVoid = fc.nat({ max: 3 }).map(
  (ago): Choice =>
    ({ touches }) => {
      const touch = touches.at(-1 - ago);
      return touch === undefined ? null : { do: 'void', ...touch };
    },
);

const anyMilestone = fc
  .record({
    name: fc.constantFrom<MilestoneName[]>('qualified', 'qualified', 'opportunity', 'opportunity', 'won'),
    when: anyWhen,
  })
  .map(
    (reached): Choice =>
      (soFar, pick) => {
        // Reversing a win begins another cycle, which these stories do not cover.
        const isWin = reached.name === 'won';
        const which = { lead: of(soFar, pick), milestone: isWin ? 'win' : `milestone ${soFar.milestones.length + 1}` };
        if (!isWin) soFar.milestones.push(which);
        return { do: 'milestone', ...which, ...reached };
      },
  );

const anyReversal = fc.nat({ max: 1 }).map(
  (ago): Choice =>
    ({ milestones }) => {
      const which = milestones.at(-1 - ago);
      return which === undefined ? null : { do: 'reverse', ...which };
    },
);

const anyPause = minutes(1, 5, 30, 120, 900).map(
  (ms): Choice =>
    (soFar, pick) => ({ do: 'pause', lead: of(soFar, pick), ms }),
);
const anyResumption = fc.constant<Choice>((soFar, pick) => ({ do: 'resume', lead: of(soFar, pick) }));

/** Cy is never away, so that one rep is always present. */
const anyAbsence = fc
  .record({
    rep: fc.nat({ max: 1 }),
    inMs: minutes(-60, 0, 0, 10, 120),
    ms: minutes(10, 60, 300, 1_440),
    openLeads: fc.constantFrom('keep' as const, 'reassignUntouched' as const, 'reassignAll' as const),
  })
  .map(
    (absence): Choice =>
      () => ({ do: 'away', ...absence }),
  );

const anyHours = anyWeek.map(
  (to): Choice =>
    () => ({ do: 'hours', week: to }),
);
const anyVersion = fc
  .record({ policy: anyPolicy, applyTo: fc.constantFrom('new' as const, 'open' as const, 'open' as const) })
  .map(
    (version): Choice =>
      () => ({ do: 'policy', ...version }),
  );
const anyHold = minutes(5, 30, 120, 600).map(
  (ms): Choice =>
    () => ({ do: 'hold', ms }),
);
const anyUndoing = minutes(10, 60, 300, 1_440).map(
  (ms): Choice =>
    () => ({ do: 'undo', ms }),
);
const anyRelease = fc.constant<Choice>(() => ({ do: 'release' }));

const anyChoice: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 4, arbitrary: anyArrival },
  { weight: 14, arbitrary: anyTouch },
  { weight: 5, arbitrary: anyVoid },
  { weight: 2, arbitrary: anyMilestone },
  { weight: 1, arbitrary: anyReversal },
  { weight: 3, arbitrary: anyPause },
  { weight: 1, arbitrary: anyResumption },
  { weight: 3, arbitrary: anyAbsence },
  { weight: 2, arbitrary: anyHours },
  { weight: 2, arbitrary: anyVersion },
  { weight: 2, arbitrary: anyHold },
  { weight: 1, arbitrary: anyRelease },
  { weight: 2, arbitrary: anyUndoing },
);

const anyMoment = fc.record({ wait: anyWait, wish: anyChoice, pick: fc.nat({ max: 5 }) });

/** A policy saved with far too short times, then corrected, and its effects undone. */
interface Mistake {
  /** The index of the act after which the mistake is made. */
  readonly place: number;
  readonly within: number;
  readonly lastsMs: number;
  readonly undoneAfterMs: number;
}

const anyMistake: fc.Arbitrary<Mistake> = fc.record({
  place: fc.nat({ max: 8 }),
  within: fc.constantFrom(1_000, MINUTE),
  lastsMs: minutes(2, 20, 90),
  undoneAfterMs: minutes(0, 10, 120),
});

function momentsOf(
  policy: Policy,
  { place, within, lastsMs, undoneAfterMs }: Mistake,
  acts: readonly Moment[],
): Moment[] {
  const at = acts[place % acts.length]!.at + 1;
  const mistaken: Policy = {
    ...policy,
    grace: 0,
    within,
    afterHours: null,
    leadWithin: policy.leadWithin && within,
    steps: policy.steps.map((step) => ({ ...step, within })),
    decideWithin: policy.decideWithin && within,
  };
  const end = at + lastsMs;
  return [
    { at, do: 'policy', policy: mistaken, applyTo: 'open' },
    { at: end, do: 'policy', policy, applyTo: 'open' },
    { at: end + undoneAfterMs, do: 'undo', ms: end + undoneAfterMs - at },
  ];
}

/** Stories that start at some hour of their first day, and close all leads in the end. */
export const anyStory: fc.Arbitrary<Story> = fc
  .record({
    policy: anyPolicy,
    week: anyWeek,
    start: fc.constantFrom(7, 9, 10, 13, 16).map((hour) => hour * HOUR),
    first: anyArrival,
    moments: fc.array(anyMoment, { minLength: 3, maxLength: 14 }),
    mistake: fc.option(anyMistake, { freq: 2, nil: null }),
    last: minutes(60, 10 * 60, 30 * 60),
  })
  .map(({ policy, week: ofDesk, start, first, moments, mistake, last }) => {
    const soFar: StorySoFar = { leads: [], touches: [], milestones: [] };
    const acts: Moment[] = [{ at: start, ...first(soFar, 0)! }];
    let at = start;
    for (const { wait, wish, pick } of moments) {
      at += wait;
      const act = wish(soFar, pick);
      // An undo must not reach back before the story, when another one was played at this desk.
      if (act?.do === 'undo') acts.push({ at, ...act, ms: Math.min(act.ms, at - MINUTE) });
      else if (act !== null) acts.push({ at, ...act });
    }
    if (mistake !== null) acts.push(...momentsOf(policy, mistake, acts));
    acts.sort((one, other) => one.at - other.at);
    at = acts.at(-1)!.at;
    const end = soFar.leads.map((lead): Moment => ({ at: at + last, do: 'close', lead }));
    return { policy, week: ofDesk, moments: [...acts.filter((act) => isToldApart(act, acts)), ...end] };
  });

/**
 * Reports at one instant are treated as if the earlier event had been reported first, as in a batch, and as if leads had
 * changed owners before. If it was otherwise, the result is ambiguous: of such leads nothing is taken back.
 */
function isToldApart(act: Moment, all: readonly Moment[]): boolean {
  if (act.do === 'void' || act.do === 'reverse') return isToldInOrder(act.lead, all);
  if (act.do !== 'undo') return true;
  return all.every((each) => each.do !== 'arrive' || isToldInOrder(each.lead, all));
}

function isToldInOrder(lead: string, all: readonly Moment[]): boolean {
  const received = all.find((each) => each.do === 'arrive' && each.lead === lead)!.at;
  return all.every((one, place) => {
    if (!isReportOf(lead, one)) return true;
    const later = all.slice(place + 1).filter(({ at }) => at === one.at);
    const happened = happenedAt(one.when, received, one.at);
    return later.every((next) =>
      isReportOf(lead, next) ? happenedAt(next.when, received, next.at) >= happened : 'lead' in next,
    );
  });
}

function isReportOf(lead: string, act: Moment): act is Moment & { readonly when: When } {
  return (act.do === 'touch' || act.do === 'milestone') && act.lead === lead;
}
