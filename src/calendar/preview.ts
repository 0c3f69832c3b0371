import { type Fault, fault, under } from '../platform/input/fault.js';
import { instantOf, parseInstant } from '../platform/input/formats.js';
import {
  type Duration,
  type Instant,
  type Interval,
  MS_PER_SECOND,
  parseDuration,
  toIso,
} from '../platform/values/duration.js';
import { DeadlineOutOfReachError } from './calendar.errors.js';
import type { WorkingTime } from './working-time.js';
import type { YearWindow } from './zone.js';

type Pauses = readonly (readonly [from: string, to: string])[];

interface DeadlineQuestion {
  readonly from: string;
  readonly within: string;
  readonly pauses?: Pauses;
}

interface SpanQuestion {
  readonly from: string;
  readonly to: string;
  readonly pauses?: Pauses;
}

export interface PreviewQuestions {
  readonly deadlines: readonly DeadlineQuestion[];
  readonly spans: readonly SpanQuestion[];
}

export type PreviewAnswer =
  | {
      readonly kind: 'answered';
      /** Instants as ISO 8601. */
      readonly deadlines: readonly string[];
      /** Working seconds with up to three decimals, negative when `to` is before `from`. */
      readonly spans: readonly number[];
    }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** Each question can span as much time as the calendar covers; all are answered within one request. */
export const PREVIEW_QUESTIONS_MAX = 2_000;
/** Years compiled at once to answer questions: more would block the event loop too long. */
const PORTION_YEARS = 3;
const REACH_YEARS = 10;
const FIRST_YEAR = 1970;

/** Returns the calendar compiled for at least the window. */
type WorkingTimeOf = (window: YearWindow) => WorkingTime;

interface ReadDeadline {
  readonly index: number;
  readonly from: Instant;
  readonly budget: Duration;
  readonly pauses: readonly Interval[];
}

interface ReadSpan extends Interval {
  readonly index: number;
  readonly pauses: readonly Interval[];
}

/** The questions that begin in the same years. A longer span is split among all portions that it touches. */
interface Portion {
  readonly deadlines: ReadDeadline[];
  readonly spans: ReadSpan[];
}

/**
 * Answers each question, or returns all faults of the calendar and the questions. Yields between parts of the work, so
 * that the caller can interleave other work.
 * @param ofCalendar faults of the calendar; if there are any, no question is answered
 */
export function* answerPreview(
  workingTimeOf: WorkingTimeOf,
  { deadlines, spans }: PreviewQuestions,
  ofCalendar: readonly Fault[] = [],
): Generator<void, PreviewAnswer> {
  const total = deadlines.length + spans.length;
  if (total > PREVIEW_QUESTIONS_MAX) {
    const message = `Expected at most ${PREVIEW_QUESTIONS_MAX} questions in deadlines and spans together, not ${total}.`;
    return { kind: 'refused', faults: [...ofCalendar, fault('/deadlines', 'tooMany', message)] };
  }
  const faults: Fault[] = [];
  const portions = new Map<number, Portion>();
  for (const [index, question] of deadlines.entries()) {
    const reader = new Reader(`/deadlines/${index}`, faults);
    const read = { index, ...readDeadline(question, reader) };
    if (reader.isSound) portionOf(portions, startOf(read.from)).deadlines.push(read);
    yield;
  }
  for (const [index, question] of spans.entries()) {
    const reader = new Reader(`/spans/${index}`, faults);
    const read = { index, ...readSpan(question, reader) };
    if (reader.isSound) for (const [year, part] of partsOf(read)) portionOf(portions, year).spans.push(part);
    yield;
  }
  if (ofCalendar.length > 0) return { kind: 'refused', faults: [...ofCalendar, ...faults] };
  const answers = yield* answerPortions(workingTimeOf, portions);
  if (faults.length + answers.faults.size > 0) return { kind: 'refused', faults: inOrder(faults, answers.faults) };
  return {
    kind: 'answered',
    deadlines: deadlines.map((_, index) => toIso(answers.dueAt.get(index)!)),
    spans: spans.map(({ from, to }, index) => {
      const seconds = (answers.workedMs.get(index) ?? 0) / MS_PER_SECOND;
      return instantOf(to) < instantOf(from) ? 0 - seconds : seconds;
    }),
  };
}

/** Answers by the index of the question. */
interface Answers {
  readonly dueAt: Map<number, Instant>;
  readonly workedMs: Map<number, number>;
  readonly faults: Map<number, Fault>;
}

function* answerPortions(
  workingTimeOf: WorkingTimeOf,
  portions: ReadonlyMap<number, Portion>,
): Generator<void, Answers> {
  const answers: Answers = { dueAt: new Map(), workedMs: new Map(), faults: new Map() };
  for (const [firstYear, { deadlines, spans }] of portions) {
    // Compiles as far as any answer can be at once, which costs less than extending the window repeatedly.
    const lastYear = firstYear + PORTION_YEARS + (deadlines.length > 0 ? REACH_YEARS - 1 : 0);
    const workingTime = workingTimeOf({ firstYear, lastYear });
    yield;
    for (const deadline of deadlines) {
      answerDeadline(workingTime, deadline, answers);
      yield;
    }
    for (const { index, from, to, pauses } of spans) {
      const earlierMs = answers.workedMs.get(index) ?? 0;
      answers.workedMs.set(index, earlierMs + workingTime.workingMsBetween(from, to, pauses));
      yield;
    }
  }
  return answers;
}

function answerDeadline(workingTime: WorkingTime, { index, from, budget, pauses }: ReadDeadline, answers: Answers) {
  try {
    answers.dueAt.set(index, workingTime.deadline(from, budget, pauses));
  } catch (error) {
    if (!(error instanceof DeadlineOutOfReachError)) throw error;
    answers.faults.set(index, fault(`/deadlines/${index}/within`, 'outOfReach', error.message));
  }
}

function inOrder(faults: readonly Fault[], found: ReadonlyMap<number, Fault>): Fault[] {
  const indexOf = ({ pointer }: Fault) => {
    const [, list, index] = pointer.split('/');
    return list === 'deadlines' ? Number(index) : PREVIEW_QUESTIONS_MAX;
  };
  return [...faults, ...found.values()].sort((a, b) => indexOf(a) - indexOf(b));
}

function portionOf(portions: Map<number, Portion>, year: number): Portion {
  let portion = portions.get(year);
  if (portion === undefined) {
    portion = { deadlines: [], spans: [] };
    portions.set(year, portion);
  }
  return portion;
}

/** Splits a span at the boundaries of portions, earlier instant first. Working time adds up. */
function* partsOf({ index, from, to, pauses }: ReadSpan): Generator<readonly [year: number, part: ReadSpan]> {
  const [start, end] = from <= to ? [from, to] : [to, from];
  for (let year = startOf(start); Date.UTC(year, 0, 1) < end; year += PORTION_YEARS) {
    const part = {
      from: Math.max(start, Date.UTC(year, 0, 1)),
      to: Math.min(end, Date.UTC(year + PORTION_YEARS, 0, 1)),
    };
    yield [year, { index, ...part, pauses }];
  }
}

/** Returns the first year of the portion that an instant falls into. */
function startOf(at: Instant): number {
  const year = new Date(at).getUTCFullYear();
  return year - ((year - FIRST_YEAR) % PORTION_YEARS);
}

function readDeadline(question: DeadlineQuestion, reader: Reader): Omit<ReadDeadline, 'index'> {
  const from = reader.instant('/from', question.from);
  const budget = reader.duration('/within', question.within);
  return { from, budget, pauses: reader.pauses(question.pauses) };
}

function readSpan(question: SpanQuestion, reader: Reader): Omit<ReadSpan, 'index'> {
  const from = reader.instant('/from', question.from);
  const to = reader.instant('/to', question.to);
  return { from, to, pauses: reader.pauses(question.pauses) };
}

/** Reads the parts of one question and collects their faults. An invalid instant is NaN, which fails no comparison. */
class Reader {
  isSound = true;

  constructor(
    private readonly question: string,
    private readonly faults: Fault[],
  ) {}

  instant(pointer: string, text: string): Instant {
    const at = parseInstant(text);
    if (at !== null) return at;
    const message = `Expected an ISO 8601 date and time between 1970 and 2100, not ${JSON.stringify(text)}.`;
    this.fault(fault(pointer, 'instant', message));
    return Number.NaN;
  }

  duration(pointer: string, text: string): Duration {
    const duration = parseDuration(text);
    if (!('code' in duration)) return duration;
    this.fault({ pointer, ...duration });
    return { days: 0, ms: 0 };
  }

  pauses(pauses: Pauses = []): Interval[] {
    return pauses.map(([start, end], index) => {
      const from = this.instant(`/pauses/${index}/0`, start);
      const to = this.instant(`/pauses/${index}/1`, end);
      if (to < from) {
        const message = `The pause ends before it starts, at ${end}.`;
        this.fault(fault(`/pauses/${index}`, 'inverted', message));
      }
      return { from, to };
    });
  }

  private fault(fault: Fault): void {
    this.isSound = false;
    this.faults.push(...under(this.question, [fault]));
  }
}
