import fc from 'fast-check';
import { anyAbsenceOf, anyArrival, anyArrivalOf, anyMilestoneOf, anyUndoing, plain } from './any-act.js';
import type { Dealing } from './dealing.js';
import { ANN, type Pool, type Target } from './story.js';
import { arrival, type Choice, latest, nextName, of, onLead } from './story-so-far.js';

const anyAcceptance = fc.constant(onLead((lead) => ({ do: 'accept', lead })));
const anyDecline = fc.constant(onLead((lead) => ({ do: 'decline', lead })));

const handingOver = [
  { weight: 8, arbitrary: anyMilestoneOf('qualified') },
  { weight: 4, arbitrary: anyAcceptance },
  { weight: 12, arbitrary: anyDecline },
  { weight: 2, arbitrary: anyUndoing },
];

const anyTargetOf = (...pools: readonly Pool[]): fc.Arbitrary<Target> =>
  fc.oneof(fc.record({ rep: fc.nat({ max: 2 }) }), fc.record({ pool: fc.constantFrom(...pools) }));
const anyReassignmentTo = (target: fc.Arbitrary<Target>) =>
  target.map((to) => onLead((lead) => ({ do: 'reassign', lead, to })));
const anyBulkTo = (target: fc.Arbitrary<Target>) =>
  target.map(
    (to): Choice =>
      ({ bulks }) => ({ do: 'bulk', move: nextName('move', bulks), to }),
  );
const anyUndoneBulk = latest(
  1,
  ({ bulks }) => bulks,
  (move) => ({ do: 'undoBulk', move }),
);

const byHand = [
  { weight: 3, arbitrary: anyReassignmentTo(anyTargetOf('team', 'closers')) },
  { weight: 7, arbitrary: anyBulkTo(anyTargetOf('team', 'closers')) },
  { weight: 10, arbitrary: anyUndoneBulk },
  { weight: 2, arbitrary: anyUndoing },
];

/** While Bo is away, what goes to their pool waits in its queue. */
const queueing = [
  { weight: 8, arbitrary: anyAbsenceOf(fc.constant(1)) },
  { weight: 5, arbitrary: anyReassignmentTo(anyTargetOf('solo')) },
  { weight: 6, arbitrary: anyBulkTo(anyTargetOf('solo')) },
  { weight: 6, arbitrary: anyUndoneBulk },
];

const anyClosing = fc.constant<Choice>(({ closings }) => ({ do: 'closeAll', closing: nextName('closing', closings) }));
const anyUndoneClosing = latest(
  0,
  ({ closings }) => closings,
  (closing) => ({ do: 'undoClosing', closing }),
);

const closing = [
  { weight: 5, arbitrary: anyClosing },
  { weight: 12, arbitrary: anyUndoneClosing },
];

const anyForm = fc.constant<Choice>((soFar, pick) => ({
  do: 'ask',
  lead: of(soFar, pick),
  own: nextName('form', soFar.forms),
}));

const asking = [{ weight: 12, arbitrary: anyForm }];

/** The persons of leads that were put away ask again. */
const comingBack = [
  { weight: 10, arbitrary: anyForm },
  {
    weight: 10,
    arbitrary: fc
      .constantFrom('lost' as const, 'nurture' as const, 'fraud' as const)
      .map((as) => onLead((lead) => ({ do: 'close', lead, as }))),
  },
];

/** Leads are won, and the wins are taken back. */
const winning = [
  { weight: 8, arbitrary: anyMilestoneOf('won') },
  {
    weight: 12,
    arbitrary: latest(
      1,
      ({ wins }) => wins,
      (which) => ({ do: 'reverse', ...which }),
    ),
  },
];

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
const anyUnmerge = latest(
  0,
  ({ merged }) => merged,
  (lead) => ({ do: 'unmerge', lead }),
);

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
  as: 'lost',
}));

const dealing = [
  { weight: 16, arbitrary: anyDealing },
  { weight: 9, arbitrary: anyLoss },
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

const all = [
  ...handingOver,
  ...byHand,
  ...queueing,
  ...closing,
  ...asking,
  ...comingBack,
  ...winning,
  ...merging,
  ...dealing,
];

export const THEMES: readonly Theme[] = [
  { first: anyArrival, choice: fc.oneof(...plain) },
  { first: arrivalToHandOver, choice: about(...handingOver) },
  { first: anyArrival, choice: about(...byHand) },
  { first: anyArrival, choice: about(...queueing) },
  { first: anyArrival, choice: about(...closing) },
  { first: anyArrival, choice: about(...asking) },
  { first: anyArrival, choice: about(...comingBack) },
  { first: anyArrival, choice: about(...merging) },
  { first: anyArrival, choice: about(...dealing) },
  { first: anyArrival, choice: about(...winning, ...dealing) },
  { first: arrivalToHandOver, choice: about(...handingOver, ...byHand) },
  { first: arrivalToHandOver, choice: about(...all) },
];
