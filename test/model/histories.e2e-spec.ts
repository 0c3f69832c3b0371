import { expect, it } from '@jest/globals';
import { Chance } from '../../src/demo/random.js';
import { runs } from '../support/runs.js';
import { storiesOf } from './any-story.js';
import { Arena } from './arena.js';
import type { Happening } from './diary.js';
import { describeWrong, judge, type PlayedStory } from './judging.js';
import { shortest } from './shrinking.js';
import type { Act, Story } from './story.js';

const DESKS = 25;
/** The stories are the same in each run; `HISTORIES=5000` plays more, `SEED=…` plays others. */
const HISTORIES = Number(process.env.HISTORIES ?? runs(65, 2_000));
const FIXED = 1;
const SEEDS = process.env.SEED === undefined ? [FIXED, 2].slice(0, runs(1, 2)) : [Number(process.env.SEED)];

/** The kinds of events that occurred, with their counts. */
type Seen = Map<string, number>;

function note({ lived, timelines }: PlayedStory, seen: Seen): void {
  for (const { type, data } of [...timelines.values()].flat()) {
    const { kind, by, why, reason, cause } = data;
    const what = [type, kind, by, why, reason, cause, data.late && 'late', data.inBulk && 'inBulk'];
    count(what, seen);
  }
  for (const timeline of timelines.values())
    if (timeline.some((event) => isRestart(event, timeline))) count(['firstTouch restarted'], seen);
  for (const { moment, isDone } of lived)
    if (moment.do !== 'sweep' && isDone === true) count(['act', moment.do, ...detailsOf(moment)], seen);
}

/** Reports whether a first touch began because the person of an open lead asked again, in the same cycle. */
function isRestart({ type, at, data }: Happening, timeline: readonly Happening[]): boolean {
  const isWith = (other: string) => timeline.some((event) => event.type === other && event.at === at);
  return type === 'sla.started' && data.kind === 'firstTouch' && isWith('lead.inquired') && !isWith('lead.reopened');
}

/** What distinguishes acts of one kind. */
function detailsOf(act: Act): string[] {
  switch (act.do) {
    case 'reassign':
    case 'bulk':
      return [Object.keys(act.to)[0]!];
    case 'close':
      return [act.as];
    case 'deal':
      return [act.what];
    case 'reverse':
      return [act.milestone.split(' ')[0]!];
    default:
      return [];
  }
}

function count(what: readonly unknown[], seen: Seen): void {
  const words = what.filter((word) => word !== undefined).join(' ');
  seen.set(words, (seen.get(words) ?? 0) + 1);
}

/** Events that must occur, since stories without events prove nothing. */
const HAPPENS = [
  'lead.reassigned breach',
  'lead.reassigned undone',
  'lead.reassigned manual inBulk',
  'lead.reassigned undone inBulk',
  'sla.breached firstTouch',
  'sla.breached leadResponse',
  'sla.met firstTouch late',
  'sla.corrected firstTouch',
  'sla.cancelled firstTouch reassigned',
  'sla.escalated firstTouch nobodyElse',
  'sla.escalated firstTouch maxReassignments',
  'sla.warned firstTouch',
  'sla.started followUp',
  'sla.started decide',
  'sla.breached followUp',
  'sla.paused firstTouch',
  'sla.resumed firstTouch',
  'sla.replanned firstTouch',
  'sla.held firstTouch',
  'lead.touchVoided',
  'sla.struck firstTouch',
  'sla.met accept',
  'sla.breached accept',
  'lead.declined',
  'lead.reopened person',
  'lead.reopened contact',
  'lead.reopened person dealOpened',
  'lead.reopened person dealReopened',
  'lead.reopened person dealWon',
  'lead.inquired',
  'lead.merged',
  'lead.unmerged',
  'act reassign pool',
  'act bulk pool',
  'lead.queued manual inBulk',
  'lead.assigned queue',
  'lead.assigned inquiry',
  'lead.assigned intake',
  'lead.assigned reopen',
  'firstTouch restarted',
  'act close nurture',
  'act close fraud',
  'act reverse win',
  'lead.decisionRequested',
  'lead.decisionWithdrawn',
];

/** Plays stories, and replays the first failing one alone, shorter and shorter. */
async function whatIsWrong(arena: Arena, seed: number, count: number, seen: Seen): Promise<string | null> {
  const stories = storiesOf(seed, count);
  for (let from = 0; from < stories.length; from += DESKS) {
    const played = await arena.play(stories.slice(from, from + DESKS), new Chance(`${seed} ${from}`));
    for (const each of played) note(each, seen);
    const wrong = played.find((each) => judge(each).length > 0);
    if (wrong !== undefined) return `Seed ${seed}: ${await describeShortest(arena, wrong)}`;
  }
  return null;
}

async function describeShortest(arena: Arena, wrong: PlayedStory): Promise<string> {
  let last = wrong;
  const isWrong = async (story: Story) => {
    const [alone] = await arena.play([story], null);
    if (judge(alone!).length === 0) return false;
    last = alone!;
    return true;
  };
  const whole = { ...wrong.story, moments: wrong.lived.map(({ moment }) => moment) };
  if (!(await isWrong(whole))) return `only beside others\n${describeWrong(wrong, judge(wrong))}`;
  await shortest(whole, isWrong);
  return `\n${describeWrong(last, judge(last))}`;
}

it.each(SEEDS)(
  'for any history, owners, clocks and events follow the contract: seed %d',
  async (seed) => {
    const arena = await Arena.open(DESKS);
    try {
      const seen: Seen = new Map();
      const found = await whatIsWrong(arena, seed, Math.ceil(HISTORIES / SEEDS.length), seen);
      if (found !== null) throw new Error(found);
      if (seed === FIXED) expect(HAPPENS.filter((each) => !seen.has(each))).toEqual([]);
    } finally {
      await arena.close();
    }
  },
  3_600_000,
);
