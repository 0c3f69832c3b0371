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
/** Every day, round the clock. */
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

/** How long until the next thing is done: round times, on which things fall due, and a moment beside them. */
const anyWait = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1_000) },
  { weight: 6, arbitrary: minutes(1, 4, 5, 10, 15, 25, 30) },
  { weight: 3, arbitrary: minutes(60, 120, 300) },
  { weight: 1, arbitrary: minutes(16 * 60, 24 * 60) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * HOUR }) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms - 1) },
  { weight: 2, arbitrary: minutes(5, 10, 30, 60).map((ms) => ms + 1) },
);

/** What is done, before it is known which leads and touches there are. */
type Wish = (told: Told, pick: number) => Act | null;

interface Told {
  readonly milestones: { readonly lead: string; readonly milestone: string }[];
  readonly leads: string[];
  readonly touches: { readonly lead: string; readonly touch: string }[];
}

const of = ({ leads }: Told, pick: number) => leads[pick % leads.length]!;

const anyArrival = fc.nat({ max: 2 }).map(
  (owner): Wish =>
    (told) => {
      if (told.leads.length === 3) return null;
      const lead = `lead ${told.leads.length + 1}`;
      told.leads.push(lead);
      return { do: 'arrive', lead, owner };
    },
);

/** Now, some time ago, or around the instants at which promises of a lead end. */
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
      ['email', 'bounced'],
    ),
    when: anyWhen,
    rep: fc.option(fc.nat({ max: 2 }), { freq: 3, nil: null }),
  })
  .map(
    ({ what: [kind, outcome], ...rest }): Wish =>
      (told, pick) => {
        const touch = `touch ${told.touches.length + 1}`;
        const lead = of(told, pick);
        told.touches.push({ lead, touch });
        return { do: 'touch', lead, touch, kind: kind!, outcome: outcome!, ...rest };
      },
  );

const anyVoid = fc.nat({ max: 3 }).map(
  (ago): Wish =>
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
    (reached): Wish =>
      (told, pick) => {
        // A win that was none begins another cycle, of which these stories do not tell.
        const isWin = reached.name === 'won';
        const which = { lead: of(told, pick), milestone: isWin ? 'win' : `milestone ${told.milestones.length + 1}` };
        if (!isWin) told.milestones.push(which);
        return { do: 'milestone', ...which, ...reached };
      },
  );

const anyReversal = fc.nat({ max: 1 }).map(
  (ago): Wish =>
    ({ milestones }) => {
      const which = milestones.at(-1 - ago);
      return which === undefined ? null : { do: 'reverse', ...which };
    },
);

const anyPause = minutes(1, 5, 30, 120, 900).map(
  (ms): Wish =>
    (told, pick) => ({ do: 'pause', lead: of(told, pick), ms }),
);
const anyResumption = fc.constant<Wish>((told, pick) => ({ do: 'resume', lead: of(told, pick) }));

/** Somebody is always left. */
const anyAbsence = fc
  .record({
    rep: fc.nat({ max: 1 }),
    inMs: minutes(-60, 0, 0, 10, 120),
    ms: minutes(10, 60, 300, 1_440),
    openLeads: fc.constantFrom('keep' as const, 'reassignUntouched' as const, 'reassignAll' as const),
  })
  .map(
    (absence): Wish =>
      () => ({ do: 'away', ...absence }),
  );

const anyHours = anyWeek.map(
  (to): Wish =>
    () => ({ do: 'hours', week: to }),
);
const anyVersion = fc
  .record({ policy: anyPolicy, applyTo: fc.constantFrom('new' as const, 'open' as const, 'open' as const) })
  .map(
    (version): Wish =>
      () => ({ do: 'policy', ...version }),
  );
const anyHold = minutes(5, 30, 120, 600).map(
  (ms): Wish =>
    () => ({ do: 'hold', ms }),
);
const anyUndoing = minutes(10, 60, 300, 1_440).map(
  (ms): Wish =>
    () => ({ do: 'undo', ms }),
);
const anyRelease = fc.constant<Wish>(() => ({ do: 'release' }));

const anyWish: fc.Arbitrary<Wish> = fc.oneof(
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

const anyMoment = fc.record({ wait: anyWait, wish: anyWish, pick: fc.nat({ max: 5 }) });

/** A policy is saved with moments for hours, is put right, and what came of it is undone. */
interface Mistake {
  /** After which act. */
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

/** From some hour of its first day on; in the end every lead is closed. */
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
    const told: Told = { leads: [], touches: [], milestones: [] };
    const acts: Moment[] = [{ at: start, ...first(told, 0)! }];
    let at = start;
    for (const { wait, wish, pick } of moments) {
      at += wait;
      const act = wish(told, pick);
      // Nothing is undone of the time before the story: then another one was played at the desk.
      if (act?.do === 'undo') acts.push({ at, ...act, ms: Math.min(act.ms, at - MINUTE) });
      else if (act !== null) acts.push({ at, ...act });
    }
    if (mistake !== null) acts.push(...momentsOf(policy, mistake, acts));
    acts.sort((one, other) => one.at - other.at);
    at = acts.at(-1)!.at;
    const end = told.leads.map((lead): Moment => ({ at: at + last, do: 'close', lead }));
    return { policy, week: ofDesk, moments: [...acts.filter((act) => isToldApart(act, acts)), ...end] };
  });

/**
 * Of several touches that are told at one instant the earlier is taken to have been told first, as in a batch. Where they
 * were told otherwise, nobody can say any more: none of them is taken back, and no miss is struck.
 */
function isToldApart(act: Moment, all: readonly Moment[]): boolean {
  if (act.do === 'void') return isToldInOrder(act.lead, all);
  if (act.do !== 'undo') return true;
  return all.every((each) => each.do !== 'arrive' || isToldInOrder(each.lead, all));
}

function isToldInOrder(lead: string, all: readonly Moment[]): boolean {
  const received = all.find((each) => each.do === 'arrive' && each.lead === lead)!.at;
  const touches = all.flatMap((each) =>
    each.do === 'touch' && each.lead === lead ? [{ told: each.at, at: happenedAt(each.when, received, each.at) }] : [],
  );
  return touches.every((one, place) => {
    const next = touches[place + 1];
    return next === undefined || next.told > one.told || next.at >= one.at;
  });
}
