import {
  type Duration,
  type Instant,
  type Interval,
  MS_PER_SECOND,
  parseDuration,
  toIso,
} from '../platform/duration.js';
import { type Fault, under } from '../platform/fault.js';
import { instantOf, parseInstant } from '../platform/formats.js';
import { DeadlineOutOfReachError } from './calendar.errors.js';
import type { WorkingTime } from './working-time.js';
import type { YearWindow } from './zone.js';

type Pauses = readonly (readonly [from: string, to: string])[];

export interface DeadlineQuestion {
  readonly from: string;
  readonly within: string;
  readonly pauses?: Pauses;
}

export interface SpanQuestion {
  readonly from: string;
  readonly to: string;
  readonly pauses?: Pauses;
}

/** Instants and durations as ISO 8601. */
export interface PreviewQuestions {
  readonly deadlines: readonly DeadlineQuestion[];
  readonly spans: readonly SpanQuestion[];
}

export type PreviewAnswer =
  | {
      readonly kind: 'answered';
      /** Instants as ISO 8601, in the order of the questions. */
      readonly deadlines: readonly string[];
      /** Working seconds with up to three decimals, negative when `to` is before `from`. */
      readonly spans: readonly number[];
    }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] };

/** Each question can be as far apart as the calendar reaches; together they are answered within one request. */
export const PREVIEW_QUESTIONS_MAX = 2_000;
/** The questions of so many years are answered together: compiling a calendar for more keeps everybody else waiting. */
const PORTION_YEARS = 3;
/** How far a deadline may be away. */
const REACH_YEARS = 10;
const FIRST_YEAR = 1970;

/** A calendar, compiled for at least some years. */
export type WorkingTimeOf = (window: YearWindow) => WorkingTime;

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

/** What begins in the same years. A span that is longer stands in each portion that it touches, with its part of it. */
interface Portion {
  readonly deadlines: ReadDeadline[];
  readonly spans: ReadSpan[];
}

/**
 * What the calendar says to each question, or everything that is wrong with both. It stops between parts of the work,
 * so that whoever asks for the next can do something else first.
 * @param ofCalendar what is wrong with the calendar: one that has faults is asked nothing
 */
export function* answerPreview(
  workingTimeOf: WorkingTimeOf,
  { deadlines, spans }: PreviewQuestions,
  ofCalendar: readonly Fault[] = [],
): Generator<void, PreviewAnswer> {
  const total = deadlines.length + spans.length;
  if (total > PREVIEW_QUESTIONS_MAX) {
    const message = `Expected at most ${PREVIEW_QUESTIONS_MAX} questions in deadlines and spans together, not ${total}.`;
    return { kind: 'refused', faults: [...ofCalendar, { pointer: '/deadlines', code: 'tooMany', message }] };
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

/** By the index of the question. */
interface Answers {
  readonly dueAt: Map<number, Instant>;
  readonly workedMs: Map<number, number>;
  /** Of deadlines. */
  readonly faults: Map<number, Fault>;
}

function* answerPortions(
  workingTimeOf: WorkingTimeOf,
  portions: ReadonlyMap<number, Portion>,
): Generator<void, Answers> {
  const answers: Answers = { dueAt: new Map(), workedMs: new Map(), faults: new Map() };
  for (const [firstYear, { deadlines, spans }] of portions) {
    // At once as far as the answers can be, which takes less than looking a little further again and again.
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
    answers.faults.set(index, { pointer: `/deadlines/${index}/within`, code: 'outOfReach', message: error.message });
  }
}

/** The faults that were read, and among them in the order of the questions those that were found later. */
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

/** A span, forwards, cut where portions meet. Working time adds up. */
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

/** The first year of the portion that an instant falls into. */
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

/** Reads the parts of one question and gathers all that is wrong with them; what is no instant is not compared. */
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
    this.fault({ pointer, code: 'instant', message });
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
        this.fault({ pointer: `/pauses/${index}`, code: 'inverted', message });
      }
      return { from, to };
    });
  }

  private fault(fault: Fault): void {
    this.isSound = false;
    this.faults.push(...under(this.question, [fault]));
  }
}
