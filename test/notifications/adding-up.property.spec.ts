import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toldOf } from '../../src/lifecycle/news/told.js';
import { addUp, concernedBy, type UntoldNews } from '../../src/notifications/adding-up.js';
import { sortNews } from '../../src/notifications/news-of-acts.js';
import type { NewNotification } from '../../src/notifications/notification.js';
import { TOLD_AS } from '../../src/routing/assignments/assignment.js';
import { runs } from '../support/runs.js';

const REPS = ['ann', 'bo', 'cy'] as const;
type Owner = (typeof REPS)[number] | null;
const LEAD = 'the lead';
const ACTS = ['queue', 'absence'] as const;
/** By which act of the office a lead moves; `live` for none. */
type By = (typeof ACTS)[number] | 'live';

type Step =
  | { readonly do: 'move'; readonly moves: readonly { readonly to: Owner; readonly by: By }[] }
  | { readonly do: 'replan' }
  | { readonly do: 'tell'; readonly act: string };

const anyMove = fc.record({
  to: fc.constantFrom<Owner[]>(...REPS, null),
  by: fc.constantFrom<By[]>(...ACTS, 'live'),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(anyMove, { minLength: 1, maxLength: 3 }).map((moves): Step => ({ do: 'move', moves })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'replan' }) },
  { weight: 2, arbitrary: fc.constantFrom(...ACTS).map((act): Step => ({ do: 'tell', act })) },
);

interface Told {
  readonly repId: string;
  readonly type: NewNotification['type'];
}

/** A lead that moves between reps, and what they are told of it. */
class Office {
  owner: Owner = 'ann';
  readonly told: Told[] = [];
  untold: UntoldNews[] = [];
  private numbered = 0;

  live(step: Step): void {
    if (step.do === 'tell') this.tell(step.act);
    else if (step.do === 'move') this.save(step.moves.flatMap(({ to, by }) => this.moved(to, by)));
    else if (this.owner !== null) this.save([notification(this.owner, 'sla.replanned', 'live')]);
  }

  tell(act: string): void {
    const taken = this.untold.filter((each) => each.act === act);
    this.untold = this.untold.filter((each) => each.act !== act);
    const present = { ownerOf: () => this.owner, isOpen: () => true, dueOf: () => null };
    for (const repId of REPS) {
      const news = taken.filter((each) => each.repId === repId);
      this.told.push(...toldOf(repId, news, present).singly.map(({ type }) => ({ repId, type })));
    }
  }

  private moved(to: Owner, by: By): NewNotification[] {
    const from = this.owner;
    if (from === to) return [];
    this.owner = to;
    return [
      ...(from === null ? [] : [notification(from, 'lead.movedAway', by)]),
      ...(to === null ? [] : [notification(to, from === null ? 'lead.assigned' : 'lead.reassigned', by)]),
    ];
  }

  private save(all: readonly NewNotification[]): void {
    const concerned = concernedBy(all).map(({ repId }) => repId);
    const untold = this.untold.filter(({ repId }) => concerned.includes(repId));
    const { notifications, news, settledIds } = addUp(untold, sortNews(all, TOLD_AS));
    this.told.push(...notifications);
    this.untold = [
      ...this.untold.filter(({ id }) => !settledIds.includes(id)),
      ...news.map((each) => ({ ...each, id: String(this.numbered++) })),
    ];
  }
}

function notification(repId: string, type: NewNotification['type'], by: By): NewNotification {
  const data = by === 'live' ? { cause: 'breach' } : { cause: by, arrival: 'late' };
  return { repId, type, subjectType: 'lead', subjectId: LEAD, formerXid: '1', at: 0, data };
}

/** What a rep believes of the lead, after each time that they were told whose it is. */
function beliefsOf(rep: string, told: readonly Told[]): boolean[] {
  const said = told.filter(({ repId, type }) => repId === rep && type !== 'sla.replanned');
  return [rep === 'ann', ...said.map(({ type }) => type !== 'lead.movedAway')];
}

const afterAny = (check: (office: Office) => void) =>
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
      const office = new Office();
      for (const step of steps) office.live(step);
      for (const act of ACTS) office.tell(act);
      check(office);
    }),
    { numRuns: runs(300, 3_000) },
  );

it('once all is told, what each rep heard last says whether the lead is theirs', () => {
  afterAny(({ owner, told }) => {
    for (const rep of REPS) expect(beliefsOf(rep, told).at(-1)).toBe(owner === rep);
  });
});

it('nobody is told that they have what they know to have, nor that a lead left which they never knew to have', () => {
  afterAny(({ told }) => {
    for (const rep of REPS) {
      const beliefs = beliefsOf(rep, told);
      expect(beliefs.filter((each, index) => each === beliefs[index - 1])).toEqual([]);
    }
  });
});

it('nobody is told of a deadline of a lead before they know to have it', () => {
  afterAny(({ told }) => {
    for (const [index, { repId, type }] of told.entries())
      if (type === 'sla.replanned') expect(beliefsOf(repId, told.slice(0, index)).at(-1)).toBe(true);
  });
});

it('a lead that comes to a rep and leaves them before an act is told is not told at all', () => {
  fc.assert(
    fc.property(fc.constantFrom<By[]>(...ACTS), fc.constantFrom<By[]>(...ACTS, 'live'), (by, then) => {
      const office = new Office();
      office.live({ do: 'move', moves: [{ to: 'bo', by }] });
      office.live({ do: 'move', moves: [{ to: 'cy', by: then }] });
      for (const act of ACTS) office.tell(act);
      expect(office.told.filter(({ repId }) => repId === 'bo')).toEqual([]);
    }),
  );
});
