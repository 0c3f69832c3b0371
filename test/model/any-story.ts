import fc from 'fast-check';
import { anyPolicy, anyWait, anyWeek, minutes } from './any-policy.js';
import type { Policy } from './promise.js';
import { happenedAt, type Moment, type Story, type When } from './story.js';
import { nothingSoFar } from './story-so-far.js';
import { THEMES, type Theme } from './themes.js';
import { HOUR, MINUTE } from './working-hours.js';

const actsOf = ({ first, choice, prelude = [] }: Theme) =>
  fc.record({
    first,
    prelude: fc.nat({ max: 2 }).map((chance) => (chance > 0 ? prelude : [])),
    waits: fc.array(minutes(0, 1, 5), { minLength: prelude.length, maxLength: prelude.length }),
    moments: fc.array(fc.record({ wait: anyWait, wish: choice, pick: fc.nat({ max: 5 }) }), {
      minLength: 3,
      maxLength: 14,
    }),
  });

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
const anyStoryOf = (theme: Theme): fc.Arbitrary<Story> =>
  fc
    .record({
      policy: anyPolicy,
      week: anyWeek,
      start: fc.constantFrom(7, 9, 10, 13, 16).map((hour) => hour * HOUR),
      acts: actsOf(theme),
      mistake: fc.option(anyMistake, { freq: 2, nil: null }),
      last: minutes(60, 10 * 60, 30 * 60),
    })
    .map(({ policy, week: ofDesk, start, acts: { first, prelude, waits, moments }, mistake, last }) => {
      const soFar = nothingSoFar();
      const acts: Moment[] = [{ at: start, ...first(soFar, 0)! }];
      let at = start;
      let hours = ofDesk;
      const opening = prelude.map((wish, place) => ({ wait: waits[place]!, wish, pick: 0 }));
      for (const { wait, wish, pick } of [...opening, ...moments]) {
        at += wait;
        const act = wish(soFar, pick);
        // The same hours are no change of the configuration.
        if (act?.do === 'hours' && act.week === hours) continue;
        if (act?.do === 'hours') hours = act.week;
        // An undo must not reach back before the story, when another one was played at this desk.
        if (act?.do === 'undo') acts.push({ at, ...act, ms: Math.min(act.ms, at - MINUTE) });
        else if (act !== null) acts.push({ at, ...act });
      }
      if (mistake !== null) acts.push(...momentsOf(policy, mistake, acts));
      acts.sort((one, other) => one.at - other.at);
      at = acts.at(-1)!.at;
      const all = [...soFar.leads, ...soFar.forms];
      const end = all.map((lead): Moment => ({ at: at + last, do: 'close', lead, as: 'lost' }));
      return { policy, week: ofDesk, moments: [...acts.filter((act) => isToldApart(act, acts)), ...end] };
    });

/** The same stories for the same seed, of all themes in turn. */
export function storiesOf(seed: number, count: number): Story[] {
  const numRuns = Math.ceil(count / THEMES.length);
  const told = THEMES.map((theme, place) => fc.sample(anyStoryOf(theme), { seed: seed + place * 1_000_003, numRuns }));
  return Array.from({ length: count }, (_, place) => told[place % THEMES.length]![Math.floor(place / THEMES.length)]!);
}

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
    return later.every((next) => {
      // A milestone may have changed the owner.
      if (isReportOf(lead, next)) return one.do !== 'milestone' && happenedAt(next.when, received, next.at) >= happened;
      return 'lead' in next && next.do !== 'decline' && next.do !== 'reassign';
    });
  });
}

function isReportOf(lead: string, act: Moment): act is Moment & { readonly when: When } {
  return (act.do === 'touch' || act.do === 'milestone') && act.lead === lead;
}
