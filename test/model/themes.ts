import fc from 'fast-check';
import {
  anyAbsenceOf,
  anyArrival,
  anyArrivalOf,
  anyMilestoneOf,
  anyUndoing,
  plain,
  reaching,
  touching,
} from './any-act.js';
import type { Dealing } from './dealing.js';
import { ANN, BO, type ClosedAs, CY, type Pool, type Target } from './story.js';
import { arrival, type Choice, latest, nextName, of, onLead } from './story-so-far.js';
import { MINUTE } from './working-hours.js';

const accepted = onLead((lead) => ({ do: 'accept', lead }));
const anyAcceptance = fc.constant(accepted);
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

const closeAll: Choice = ({ closings }) => ({ do: 'closeAll', closing: nextName('closing', closings) });
const anyClosing = fc.constant(closeAll);
const anyUndoneClosing = latest(
  0,
  ({ closings }) => closings,
  (closing) => ({ do: 'undoClosing', closing }),
);

const closing = [
  { weight: 5, arbitrary: anyClosing },
  { weight: 12, arbitrary: anyUndoneClosing },
];

const form: Choice = (soFar, pick) => ({ do: 'ask', lead: of(soFar, pick), own: nextName('form', soFar.forms) });
const anyForm = fc.constant(form);

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

const ENDS: readonly Dealing[] = ['winDeal', 'loseDeal', 'loseDealAlone', 'loseDealAlone'];

/** Of the last lead with a deal, mostly: what can be done with that next. */
const anyDealing = fc.record({ what: fc.nat({ max: 3 }), rep: fc.nat({ max: 2 }) }).map(
  ({ what, rep }): Choice =>
    (soFar, pick) => {
      const last = soFar.deals.at(-1);
      const lead = last === undefined || pick === 0 ? of(soFar, pick) : last.lead;
      const isOpen = lead === last?.lead && last.isOpen;
      const next: Dealing = isOpen ? ENDS[what]! : what < 2 ? 'openDeal' : 'reopenDeal';
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

/** Attempts that reach nobody, also while a deal is open. */
const mail = touching(['email', 'sent'], { ago: 0 }, null);
const trying = [
  { weight: 20, arbitrary: fc.constantFrom(mail, touching(['call', 'noAnswer'], { ago: 0 }, null)) },
  { weight: 4, arbitrary: anyDealing },
];

/** What a story is about: how its first lead comes in, and the acts of which it has more. */
export interface Theme {
  readonly first: fc.Arbitrary<Choice>;
  readonly choice: fc.Arbitrary<Choice>;
  /** What happens first in most stories, because by chance it would be rare. */
  readonly prelude?: readonly Choice[];
}

const arrivalToHandOver = anyArrivalOf(fc.constant({ owner: ANN, handsOver: true }));

/** Acts of all kinds, of which about every second one is special. */
const about = (...special: readonly { readonly weight: number; readonly arbitrary: fc.Arbitrary<Choice> }[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.oneof(...plain) }, { weight: 4, arbitrary: fc.oneof(...special) });

const all = [
  ...trying,
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

const bulk =
  (to: Target): Choice =>
  ({ bulks }) => ({ do: 'bulk', move: nextName('move', bulks), to });
const undoneBulk: Choice = ({ bulks }) => ({ do: 'undoBulk', move: bulks.at(-1)! });
const closed = (as: ClosedAs) => onLead((lead) => ({ do: 'close', lead, as }));
const dealt = (what: Dealing): Choice => {
  const isOpen = what === 'openDeal' || what === 'reopenDeal';
  return (soFar, pick) => {
    soFar.deals.push({ lead: of(soFar, pick), isOpen });
    return { do: 'deal', lead: of(soFar, pick), what, rep: CY };
  };
};
const won = reaching('won', { ago: 0 });
const qualified = reaching('qualified', { ago: 0 });
const undoClosing: Choice = ({ closings }) => ({ do: 'undoClosing', closing: closings.at(-1)! });
const arrivalOfAnother: Choice = (soFar) => arrival(soFar, { owner: CY });
const merge: Choice = ({ leads, merged }) => {
  merged.push(leads[0]!);
  return { do: 'merge', lead: leads[0]!, into: leads[1]! };
};
const unmerge: Choice = ({ leads }) => ({ do: 'unmerge', lead: leads[0]! });
const boIsAway: Choice = () => ({ do: 'away', rep: BO, inMs: 0, ms: 20 * MINUTE, openLeads: 'keep' });

export const THEMES: readonly Theme[] = [
  { first: anyArrival, choice: fc.oneof(...plain) },
  { first: arrivalToHandOver, choice: about(...handingOver) },
  { first: anyArrival, choice: about(...byHand), prelude: [bulk({ rep: CY }), bulk({ rep: ANN }), undoneBulk] },
  { first: anyArrival, choice: about(...queueing), prelude: [boIsAway, bulk({ pool: 'solo' })] },
  { first: anyArrival, choice: about(...closing), prelude: [closeAll, undoClosing] },
  { first: anyArrival, choice: about(...asking) },
  { first: anyArrival, choice: about(...comingBack), prelude: [closed('nurture'), form, closed('fraud'), form] },
  { first: anyArrival, choice: about(...merging), prelude: [arrivalOfAnother, merge, unmerge] },
  {
    first: anyArrival,
    choice: about(...dealing),
    prelude: [
      closed('lost'),
      dealt('openDeal'),
      dealt('loseDealAlone'),
      dealt('reopenDeal'),
      closed('lost'),
      dealt('winDeal'),
    ],
  },
  {
    first: anyArrival,
    choice: about(...winning, ...dealing),
    prelude: [
      won,
      (soFar) => ({ do: 'reverse', ...soFar.wins.at(-1)! }),
      dealt('openDeal'),
      dealt('loseDeal'),
      dealt('reopenDeal'),
    ],
  },
  { first: anyArrival, choice: about(...trying), prelude: [mail, mail, mail, mail] },
  { first: arrivalToHandOver, choice: about(...handingOver, ...byHand), prelude: [qualified, accepted] },
  { first: arrivalToHandOver, choice: about(...all) },
];
