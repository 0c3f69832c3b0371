import { type Duration, parseDuration } from '../platform/duration.js';
import { type Fault, under } from '../platform/fault.js';
import { parseInstant } from '../platform/formats.js';
import { type Instant, type Interval, MS_PER_SECOND, toIso } from '../platform/instant.js';
import { DeadlineOutOfReachError } from './calendar.errors.js';
import type { WorkingTime } from './working-time.js';

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

/** What the calendar says to each question, or everything that is wrong with the questions. */
export function answerPreview(workingTime: WorkingTime, { deadlines, spans }: PreviewQuestions): PreviewAnswer {
  const total = deadlines.length + spans.length;
  if (total > PREVIEW_QUESTIONS_MAX) {
    const message = `Expected at most ${PREVIEW_QUESTIONS_MAX} questions in deadlines and spans together, not ${total}.`;
    return { kind: 'refused', faults: [{ pointer: '/deadlines', code: 'tooMany', message }] };
  }
  const faults: Fault[] = [];
  const due = deadlines.map((question, index) => {
    const reader = new Reader();
    const answer = answerDeadline(workingTime, question, reader);
    faults.push(...under(`/deadlines/${index}`, reader.faults));
    return answer;
  });
  const worked = spans.map((question, index) => {
    const reader = new Reader();
    const answer = answerSpan(workingTime, question, reader);
    faults.push(...under(`/spans/${index}`, reader.faults));
    return answer;
  });
  return faults.length > 0 ? { kind: 'refused', faults } : { kind: 'answered', deadlines: due, spans: worked };
}

function answerDeadline(workingTime: WorkingTime, question: DeadlineQuestion, reader: Reader): string {
  const from = reader.instant('/from', question.from);
  const budget = reader.duration('/within', question.within);
  const pauses = reader.pauses(question.pauses);
  if (reader.faults.length > 0) return '';
  try {
    return toIso(workingTime.deadline(from, budget, pauses));
  } catch (error) {
    if (!(error instanceof DeadlineOutOfReachError)) throw error;
    reader.faults.push({ pointer: '/within', code: 'outOfReach', message: error.message });
    return '';
  }
}

function answerSpan(workingTime: WorkingTime, question: SpanQuestion, reader: Reader): number {
  const from = reader.instant('/from', question.from);
  const to = reader.instant('/to', question.to);
  const pauses = reader.pauses(question.pauses);
  return reader.faults.length > 0 ? 0 : workingTime.workingMsBetween(from, to, pauses) / MS_PER_SECOND;
}

/** Reads the parts of one question and gathers all that is wrong with them; what is no instant is not compared. */
class Reader {
  readonly faults: Fault[] = [];

  instant(pointer: string, text: string): Instant {
    const at = parseInstant(text);
    if (at !== null) return at;
    const message = `Expected an ISO 8601 instant from 1970 to 2100, not ${JSON.stringify(text)}.`;
    this.faults.push({ pointer, code: 'instant', message });
    return Number.NaN;
  }

  duration(pointer: string, text: string): Duration {
    const duration = parseDuration(text);
    if (!('code' in duration)) return duration;
    this.faults.push({ pointer, ...duration });
    return { days: 0, ms: 0 };
  }

  pauses(pauses: Pauses = []): Interval[] {
    return pauses.map(([start, end], index) => {
      const from = this.instant(`/pauses/${index}/0`, start);
      const to = this.instant(`/pauses/${index}/1`, end);
      if (to < from) {
        const message = `The pause ends before it starts, at ${end}.`;
        this.faults.push({ pointer: `/pauses/${index}`, code: 'inverted', message });
      }
      return { from, to };
    });
  }
}
