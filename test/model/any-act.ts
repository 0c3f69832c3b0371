import fc from 'fast-check';
import { anyPolicy, anyWait, anyWeek, minutes } from './any-policy.js';
import type { MilestoneName, When } from './story.js';
import { arrival, type Choice, type Incoming, latest, of, onLead } from './story-so-far.js';

export const anyArrivalOf = (whose: fc.Arbitrary<Incoming>) =>
  whose.map(
    (incoming): Choice =>
      (soFar) =>
        arrival(soFar, incoming),
  );
export const anyArrival = anyArrivalOf(fc.record({ owner: fc.nat({ max: 2 }), handsOver: fc.boolean() }));

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

/** A kind of touch with its outcome. */
type What = readonly [kind: string, outcome: string];

export function touching(
  [kind, outcome]: What,
  when: When,
  rep: number | null,
  meetingIn: number | null = null,
): Choice {
  return (soFar, pick) => {
    const lead = of(soFar, pick);
    const touch = `touch ${soFar.touches.length + 1}`;
    soFar.touches.push({ lead, touch });
    const isBooked = outcome === 'booked';
    return { do: 'touch', lead, touch, kind, outcome, when, rep, meetingIn: isBooked ? meetingIn : null };
  };
}

const anyTouch = fc
  .record({
    what: fc.constantFrom<What[]>(
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
    meetingIn: fc.option(minutes(1, 30, 900, 3_000), { nil: null }),
  })
  .map(({ what, when, rep, meetingIn }) => touching(what, when, rep, meetingIn));

const anyVoid = latest(
  3,
  ({ touches }) => touches,
  (touch) => ({ do: 'void', ...touch }),
);

/** Reaches a milestone, which is known by its name among those of its kind. */
export const reaching =
  (name: MilestoneName, when: When): Choice =>
  (soFar, pick) => {
    const known = name === 'won' ? soFar.wins : soFar.milestones;
    const which = { lead: of(soFar, pick), milestone: `${name === 'won' ? 'win' : 'milestone'} ${known.length + 1}` };
    known.push(which);
    return { do: 'milestone', ...which, name, when };
  };
export const anyMilestoneOf = (...names: readonly MilestoneName[]) =>
  fc.record({ name: fc.constantFrom(...names), when: anyWhen }).map(({ name, when }) => reaching(name, when));

const anyReversal = latest(
  1,
  ({ milestones }) => milestones,
  (which) => ({ do: 'reverse', ...which }),
);

const anyPause = minutes(1, 5, 30, 120, 900).map((ms) => onLead((lead) => ({ do: 'pause', lead, ms })));
const anyResumption = fc.constant(onLead((lead) => ({ do: 'resume', lead })));

/** Cy is never away, so that one rep is always present. */
export const anyAbsenceOf = (rep: fc.Arbitrary<number>) =>
  fc
    .record({
      rep,
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
export const anyUndoing = minutes(10, 60, 300, 1_440).map(
  (ms): Choice =>
    () => ({ do: 'undo', ms }),
);
const anyRelease = fc.constant<Choice>(() => ({ do: 'release' }));

/** Acts on leads that go to one owner. */
export const plain = [
  { weight: 4, arbitrary: anyArrival },
  { weight: 14, arbitrary: anyTouch },
  { weight: 5, arbitrary: anyVoid },
  { weight: 2, arbitrary: anyMilestoneOf('qualified', 'qualified', 'opportunity', 'opportunity', 'won') },
  { weight: 1, arbitrary: anyReversal },
  { weight: 3, arbitrary: anyPause },
  { weight: 1, arbitrary: anyResumption },
  { weight: 3, arbitrary: anyAbsenceOf(fc.nat({ max: 1 })) },
  { weight: 2, arbitrary: anyHours },
  { weight: 2, arbitrary: anyVersion },
  { weight: 2, arbitrary: anyHold },
  { weight: 1, arbitrary: anyRelease },
  { weight: 2, arbitrary: anyUndoing },
];
