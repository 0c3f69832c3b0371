import { type Interval, toIso } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';
import type { Organisation } from '../founding.js';
import { HEADQUARTERS } from '../staff.js';
import { inPercent, inWords, renderGrid } from '../table.js';

interface Taken {
  readonly medianSeconds: number | null;
}

interface Stage {
  readonly attainment: number | null;
  readonly working: Taken;
}

/** A row of `GET /v1/reports/handoffs`. */
interface HandedOver {
  readonly label: string;
  readonly handoffs: number;
  readonly done: number;
  readonly acknowledge: Stage;
  readonly complete: Stage;
  readonly whole: { readonly elapsed: Taken };
  readonly returns: number;
  readonly firstTimeRightRate: number | null;
  readonly questions: number;
  readonly exceptions: number;
  readonly escalations: number;
}

interface Workflow {
  readonly kindId: string;
  readonly name: string;
  readonly stages: readonly {
    readonly id: string;
    readonly name: string;
    readonly owner: string | null;
    readonly team: string | null;
  }[];
  readonly arrows: readonly {
    readonly to: string;
    readonly between: string;
    readonly within: string | null;
    readonly words: readonly string[];
    readonly isWorst: boolean;
  }[];
  readonly numbers: { readonly handoffs: number; readonly done: number };
}

interface HandoffMap {
  readonly workflows: readonly Workflow[];
  readonly follows: readonly { readonly words: string; readonly kindIds: readonly string[] }[];
  readonly worst: { readonly kind: string; readonly why: string } | null;
}

/** Reads the API's reports on handoffs of a time span: the map, the numbers and the diagnosis. */
export async function monthReport({ reader }: Pick<Organisation, 'reader'>, { from, to }: Interval): Promise<string[]> {
  const span = new URLSearchParams({ from: toIso(from), to: toIso(to) });
  const zone = new URLSearchParams({ timeZone: HEADQUARTERS.timeZone });
  const map = await reader.get<HandoffMap>(`/v1/handoffs/map?${span}`);
  const byWeek = await reader.get<Rows>(`/v1/reports/handoffs?${span}&${zone}&by=week`);
  const byGiver = await reader.get<Rows>(`/v1/reports/handoffs?${span}&by=giver`);
  const byProduct = await reader.get<Rows>(`/v1/reports/handoffs?${span}&by=product`);
  const { answers } = await reader.get<{ answers: { question: string; text: string }[] }>(
    `/v1/handoffs/diagnosis?${span}`,
  );
  const { data: reasons } = await reader.get<{ data: { sentence: string }[] }>(
    `/v1/reports/handoff-exceptions?${span}`,
  );
  return [
    ...['', 'The map of handoffs', '', ...mapLines(map)],
    ...[
      '',
      table('handed over in', byWeek),
      '',
      table('handed over by', byGiver),
      '',
      table('of what was sold', byProduct),
      '',
      ...LEGEND,
      '',
    ],
    ...answers.flatMap(({ question, text }) => [question, ...wrapped(text)]),
    ...(reasons.length === 0 ? [] : ['What went another way most often?']),
    ...reasons.flatMap(({ sentence }) => wrapped(sentence)),
  ];
}

interface Rows {
  readonly data: readonly HandedOver[];
  readonly total: HandedOver;
}

const LEGEND = [
  'From the report of handoffs. accepted, processed: in time, of those decided; at work: median working time until it was',
  'accepted or returned; all of it: median time by the clock until all was done. right: processed without a return, an exception or an amendment.',
];

function table(title: string, { data, total }: Rows): string {
  const titles = [
    ...[title, 'handoffs', 'done', 'accepted', 'at work', 'processed', 'all of it', 'returns', 'questions'],
    ...['exceptions', 'escalated', 'right'],
  ];
  const line = (row: HandedOver) => [
    row.label,
    String(row.handoffs),
    String(row.done),
    inPercent(row.acknowledge.attainment),
    time(row.acknowledge.working.medianSeconds),
    inPercent(row.complete.attainment),
    time(row.whole.elapsed.medianSeconds),
    String(row.returns),
    String(row.questions),
    String(row.exceptions),
    String(row.escalations),
    inPercent(row.firstTimeRightRate),
  ];
  const sorted = [...data].sort((one, other) => (one.label < other.label ? -1 : 1));
  return renderGrid([titles, ...sorted.map(line), line(total)], true);
}

/** Formats, for each event of a deal, the handoffs that it starts and how each of their steps went. */
function mapLines({ workflows, follows, worst }: HandoffMap): string[] {
  return [
    ...follows.flatMap(({ words, kindIds }) => [
      words,
      ...kindIds.flatMap((id) => workflowLines(workflows.find(({ kindId }) => kindId === id)!)),
    ]),
    ...(worst === null ? [] : ['', 'The worst handoff', ...wrapped(`${worst.kind}. ${worst.why}`)]),
  ];
}

function workflowLines({ name, stages, arrows, numbers }: Workflow): string[] {
  const { handoffs, done } = numbers;
  return [
    `└─ ${name}: ${handoffs === 0 ? 'nothing yet' : `${counted(handoffs, 'handoff')}, ${done} done`}`,
    ...arrows.flatMap(({ to, between, within, words, isWorst }) => {
      const { owner, team } = stages.find(({ id }) => id === to)!;
      const who = team === null ? '' : ` (team ${team}, owner of done ${owner})`;
      return [
        `     ${isWorst ? '▶▶' : '→ '} ${between}${who}${within === null ? '' : `, within ${within}`}`,
        ...(handoffs === 0 ? [] : words.map((line) => `          ${line}`)),
      ];
    }),
  ];
}

const WIDTH = 125;

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

function time(seconds: number | null): string {
  return inWords(seconds === null ? null : seconds * 1_000);
}
