import fc from 'fast-check';
import { anyPolicy, anyWait, anyWeek, minutes } from './any-policy.js';
import type { Dealing } from './dealing.js';
import { type Act, ANN, type MilestoneName, type Pool, type Target, type When } from './story.js';

/** An act before the leads and touches that it concerns are known. */
export type Choice = (soFar: StorySoFar, pick: number) => Act | null;

export interface StorySoFar {
  readonly bulks: string[];
  readonly closings: string[];
  readonly merged: string[];
  readonly deals: { readonly lead: string; readonly isOpen: boolean }[];
  readonly milestones: { readonly lead: string; readonly milestone: string }[];
  readonly leads: string[];
  readonly touches: { readonly lead: string; readonly touch: string }[];
}

const of = ({ leads }: StorySoFar, pick: number) => leads[pick % leads.length]!;

type Incoming = Pick<Extract<Act, { do: 'arrive' }>, 'owner' | 'handsOver'>;

function arrival(soFar: StorySoFar, incoming: Incoming): Act | null {
  if (soFar.leads.length === 3) return null;
  const lead = `lead ${soFar.leads.length + 1}`;
  soFar.leads.push(lead);
  return { do: 'arrive', lead, ...incoming };
}

const anyArrivalOf = (whose: fc.Arbitrary<Incoming>) =>
  whose.map(
    (incoming): Choice =>
      (soFar) =>
        arrival(soFar, incoming),
  );
const anyArrival = anyArrivalOf(fc.record({ owner: fc.nat({ max: 2 }), handsOver: fc.boolean() }));

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

const anyAcceptance = fc.constant<Choice>((soFar, pick) => ({ do: 'accept', lead: of(soFar, pick) }));
const anyForm = fc.constant<Choice>((soFar, pick) => ({ do: 'ask', lead: of(soFar, pick) }));
const anyDecline = fc.constant<Choice>((soFar, pick) => ({ do: 'decline', lead: of(soFar, pick) }));

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

/** Acts on leads that go to one owner. */
const plain = [
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
];

const anyQualification = anyWhen.map(
  (when): Choice =>
    (soFar, pick) => {
      const which = { lead: of(soFar, pick), milestone: `milestone ${soFar.milestones.length + 1}` };
      soFar.milestones.push(which);
      return { do: 'milestone', ...which, name: 'qualified', when };
    },
);

const handingOver = [
  { weight: 8, arbitrary: anyQualification },
  { weight: 4, arbitrary: anyAcceptance },
  { weight: 12, arbitrary: anyDecline },
  { weight: 2, arbitrary: anyUndoing },
];

const anyTarget: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ rep: fc.nat({ max: 2 }) }),
  fc.record({ pool: fc.constantFrom<Pool[]>('team', 'closers', 'solo', 'solo') }),
);
const anyReassignment = anyTarget.map(
  (to): Choice =>
    (soFar, pick) => ({ do: 'reassign', lead: of(soFar, pick), to }),
);
const anyBulk = anyTarget.map(
  (to): Choice =>
    ({ bulks }) => {
      const move = `move ${bulks.length + 1}`;
      bulks.push(move);
      return { do: 'bulk', move, to };
    },
);
const anyUndoneBulk = fc.nat({ max: 1 }).map(
  (ago): Choice =>
    ({ bulks }) => {
      const move = bulks.at(-1 - ago);
      return move === undefined ? null : { do: 'undoBulk', move };
    },
);

const anyClosing = fc.constant<Choice>(({ closings }) => {
  const closing = `closing ${closings.length + 1}`;
  closings.push(closing);
  return { do: 'closeAll', closing };
});
const anyUndoneClosing = fc.constant<Choice>(({ closings }) => {
  const closing = closings.at(-1);
  return closing === undefined ? null : { do: 'undoClosing', closing };
});

const closing = [
  { weight: 5, arbitrary: anyClosing },
  { weight: 12, arbitrary: anyUndoneClosing },
];

const asking = [{ weight: 12, arbitrary: anyForm }];

/** Merges two leads; while there is only one, another comes in. */
const anyMerge = fc.record({ other: fc.nat({ max: 2 }), owner: fc.nat({ max: 2 }) }).map(
  ({ other, owner }): Choice =>
    (soFar, pick) => {
      if (soFar.leads.length < 2) return arrival(soFar, { owner, handsOver: false });
      const [lead, into] = [of(soFar, pick), of(soFar, other)];
      if (lead === into) return null;
      soFar.merged.push(lead);
      return { do: 'merge', lead, into };
    },
);
const anyUnmerge = fc.constant<Choice>(({ merged }) => {
  const lead = merged.at(-1);
  return lead === undefined ? null : { do: 'unmerge', lead };
});

const merging = [
  { weight: 10, arbitrary: anyMerge },
  { weight: 8, arbitrary: anyUnmerge },
];

/** Of the last lead with a deal, mostly: what can be done with that next. */
const anyDealing = fc.record({ what: fc.nat({ max: 3 }), rep: fc.nat({ max: 2 }) }).map(
  ({ what, rep }): Choice =>
    (soFar, pick) => {
      const last = soFar.deals.at(-1);
      const lead = last === undefined || pick === 0 ? of(soFar, pick) : last.lead;
      const isOpen = lead === last?.lead && last.isOpen;
      const next: Dealing = isOpen ? (what < 2 ? 'winDeal' : 'loseDeal') : what < 2 ? 'openDeal' : 'reopenDeal';
      soFar.deals.push({ lead, isOpen: next === 'openDeal' || next === 'reopenDeal' });
      return { do: 'deal', lead, what: next, rep };
    },
);
/** A lead is closed, and its deal stays open. */
const anyLoss = fc.constant<Choice>((soFar, pick) => ({
  do: 'close',
  lead: soFar.deals.at(-1)?.lead ?? of(soFar, pick),
}));

const dealing = [
  { weight: 16, arbitrary: anyDealing },
  { weight: 9, arbitrary: anyLoss },
];

const byHand = [
  { weight: 6, arbitrary: anyReassignment },
  { weight: 7, arbitrary: anyBulk },
  { weight: 10, arbitrary: anyUndoneBulk },
  { weight: 2, arbitrary: anyUndoing },
];

/** What a story is about: how its first lead comes in, and the acts of which it has more. */
export interface Theme {
  readonly first: fc.Arbitrary<Choice>;
  readonly choice: fc.Arbitrary<Choice>;
}

const arrivalToHandOver = anyArrivalOf(fc.constant({ owner: ANN, handsOver: true }));

/** Acts of all kinds, of which about every second one is special. */
const about = (...special: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Choice> }[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.oneof(...plain) }, { weight: 4, arbitrary: fc.oneof(...special) });

export const THEMES: readonly Theme[] = [
  { first: anyArrival, choice: fc.oneof(...plain) },
  { first: arrivalToHandOver, choice: about(...handingOver) },
  { first: anyArrival, choice: about(...byHand) },
  { first: anyArrival, choice: about(...closing) },
  { first: anyArrival, choice: about(...asking) },
  { first: anyArrival, choice: about(...merging) },
  { first: anyArrival, choice: about(...dealing) },
  { first: arrivalToHandOver, choice: about(...handingOver, ...byHand) },
  { first: arrivalToHandOver, choice: about(...handingOver, ...byHand, ...closing, ...asking, ...merging, ...dealing) },
];
