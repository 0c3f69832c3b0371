import type { Happening } from './diary.js';
import { instant, type VisibleLead } from './in-words.js';
import { ModelDesk } from './model-desk.js';
import type { Moment, Story } from './story.js';

export interface PlayedStory {
  readonly story: Story;
  /** The instant at which the story began. */
  readonly base: number;
  /** The moments with the sweeps in between, and what was visible after each act. */
  readonly lived: {
    readonly moment: Moment;
    readonly isDone?: boolean;
    readonly seen?: readonly VisibleLead[] | null;
  }[];
  timelines: ReadonlyMap<string, readonly Happening[]>;
}

/** A difference between the engine and the model. */
export interface Difference {
  readonly where: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/**
 * Plays a story in the model.
 * @returns the first visible difference, and the differences of each timeline
 */
export function judge(played: PlayedStory): Difference[] {
  const { story, base, lived, timelines } = played;
  const desk = new ModelDesk(story, (lead, among, at) => choiceIn(timelines.get(lead) ?? [], among, at));
  const differences: Difference[] = [];
  for (const { moment, isDone, seen } of lived) {
    const now = base + moment.at;
    const isAllowed = desk.live(moment, now);
    if (seen === undefined || differences.length > 0) continue;
    const where = `${instant(now)} after ${inWords(moment)}`;
    const [expected, found] = [linesOf(seen === null ? [] : desk.see(moment), isAllowed), linesOf(seen ?? [], isDone!)];
    const parted = parting(where, expected, found);
    if (parted !== null) differences.push(parted);
  }
  for (const [name, lead] of desk.leads) {
    const parted = parting(`the timeline of ${name}`, inOrder(lead.happened), inOrder(timelines.get(name) ?? []));
    if (parted !== null) differences.push(parted);
  }
  return differences;
}

/** The rep to whom routing assigned the lead at an instant; if to none, the first who can take it. */
function choiceIn(timeline: readonly Happening[], among: readonly number[], at: number): number {
  const isMove = ({ type }: Happening) => type === 'lead.reassigned' || type === 'lead.assigned';
  const moves = timeline.filter((event) => isMove(event) && event.at === at);
  const given = moves.map(({ data }) => ['Ann', 'Bo', 'Cy'].indexOf(String(data.to)));
  return given.find((rep) => among.includes(rep)) ?? among[0]!;
}

function linesOf(seen: readonly VisibleLead[], isDone: boolean): string[] {
  const leads = seen.flatMap(({ lead, status, cycle, deal, owner, work, consent, joined, clocks }) => [
    `${lead}: ${status} in cycle ${cycle}, of ${owner}, ${work}, deal ${deal ?? 'none'}, consent ${consent ?? 'none'}, ${joined} joined`,
    ...clocks.map((clock) => `  ${clock}`),
  ]);
  return [isDone ? 'done' : 'refused', ...leads];
}

/** Sorts the lines, as events of one instant have no defined order. */
function inOrder(happened: readonly Happening[]): string[] {
  const lines = happened.map(({ at, type, data }) => ({ at, line: `${instant(at)} ${type}${dataInWords(data)}` }));
  return lines.sort((a, b) => a.at - b.at || (a.line < b.line ? -1 : 1)).map(({ line }) => line);
}

function dataInWords(data: Happening['data']): string {
  return Object.entries(data)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        ` ${name} ${typeof value === 'number' && name !== 'share' && name !== 'step' ? instant(value) : String(value)}`,
    )
    .sort()
    .join('');
}

function parting(where: string, expected: readonly string[], found: readonly string[]): Difference | null {
  return expected.join('\n') === found.join('\n') ? null : { where, expected, found };
}

/** The story in readable form, with the differences between the engine and the model. */
export function describeWrong({ base, lived, story }: PlayedStory, differences: readonly Difference[]): string {
  const { policy, week } = story;
  const chain = [
    `Policy: ${JSON.stringify(policy)}`,
    `Hours: ${JSON.stringify(week.days[1])} ${week.zone}`,
    ...lived.map(({ moment }) => `${instant(base + moment.at)}  ${inWords(moment)}`),
  ];
  const parts = differences.map(({ where, expected, found }) => [
    '',
    `They part at ${where}:`,
    ...expected.filter((line) => !found.includes(line)).map((line) => `- the model:  ${line}`),
    ...found.filter((line) => !expected.includes(line)).map((line) => `+ the engine: ${line}`),
  ]);
  return [...chain, ...parts.flat()].join('\n');
}

function inWords({ at: _, do: what, ...details }: Moment): string {
  const words = Object.entries(details).map(([name, value]) => `${name} ${spoken(name, value)}`);
  return [what, ...words].join(', ');
}

function spoken(name: string, value: unknown): string {
  if (name !== 'when') return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const { ago, after } = value as { ago?: number; after?: number };
  return after === undefined ? `${ago! / 1_000} s ago` : `${after / 1_000} s after it came in`;
}
