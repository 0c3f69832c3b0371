import { DAY, HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';

export interface RecordedHandoff {
  readonly view: Json;
  readonly timeline: readonly Json[];
}

/** A handoff to one of its receivers. */
export interface Unit {
  readonly told: RecordedHandoff;
  readonly place: number;
  readonly receiver: Json;
  readonly startedAt: number;
}

const STAGES = ['form', 'acknowledge', 'complete', 'rework', 'answer'] as const;
type Stage = (typeof STAGES)[number];

/** Working time from Monday to Friday, nine to five in UTC, day by day. */
export function workedMs(from: number, to: number): number {
  let sum = 0;
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
    const isWorked = ![0, 6].includes(new Date(day).getUTCDay());
    if (isWorked) sum += Math.max(0, Math.min(to, day + 17 * HOUR) - Math.max(from, day + 9 * HOUR));
  }
  return sum;
}

export function unitsOf(handoff: RecordedHandoff): Unit[] {
  const started = handoff.timeline.find(({ type }) => type === 'handoff.started');
  if (started === undefined) return [];
  const startedAt = Date.parse(started.occurredAt);
  return handoff.view.receivers.map((receiver: Json, index: number) => ({
    told: handoff,
    place: index + 1,
    receiver,
    startedAt,
  }));
}

interface Promised {
  readonly stage: Stage;
  readonly place: number;
  readonly startedAt: number;
  metAt?: number;
  state: 'running' | 'kept' | 'missed' | 'cancelled';
  isEscalated: boolean;
}

function promisesOf({ view, timeline }: RecordedHandoff): Promised[] {
  const promises = new Map<string, Promised>();
  for (const { type, occurredAt, data } of timeline) {
    const known = promises.get(data.clockId);
    if (type === 'sla.started') {
      const { stage, place } = stageOf(data, view);
      // Blockers and decisions are promises without a stage.
      if (stage === undefined) continue;
      promises.set(data.clockId, {
        stage,
        place,
        startedAt: Date.parse(occurredAt),
        state: 'running',
        isEscalated: false,
      });
    } else if (known === undefined) continue;
    else if (type === 'sla.breached') known.state = 'missed';
    else if (type === 'sla.cancelled') known.state = 'cancelled';
    else if (type === 'sla.escalated') known.isEscalated = true;
    else if (type === 'sla.met') {
      known.metAt = Date.parse(data.metAt);
      if (data.late !== true) known.state = 'kept';
      if (data.workingSeconds !== workedMs(known.startedAt, known.metAt) / 1_000)
        throw new Error(`The ledger says ${data.workingSeconds} s of work from ${known.startedAt} to ${known.metAt}`);
    }
  }
  return [...promises.values()];
}

function stageOf({ kind, step }: Json, view: Json): { stage: Stage | undefined; place: number } {
  const stages: Record<string, Stage> = {
    handoffAcknowledge: 'acknowledge',
    handoffComplete: 'complete',
    handoffQuestion: 'answer',
    handoffException: step === 0 ? 'form' : 'rework',
  };
  return { stage: stages[kind], place: kind === 'handoffQuestion' ? placeOfQuestion(step, view) : step };
}

function placeOfQuestion(number: number, view: Json): number {
  const { receiver } = view.questions.find((each: Json) => each.number === number);
  return view.receivers.findIndex(({ name }: Json) => name === receiver) + 1;
}

const share = (some: number, all: number) => (all === 0 ? null : Math.round((some / all) * 10_000) / 10_000);

function spanOf(all: readonly number[]) {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (hundredths: number) =>
    sorted.length === 0 ? null : sorted[Math.ceil((sorted.length * hundredths) / 100) - 1]! / 1_000;
  return {
    totalSeconds: all.reduce((sum, ms) => sum + ms, 0) / 1_000,
    medianSeconds: at(50),
    p90Seconds: at(90),
    p99Seconds: at(99),
  };
}

const timesOf = (spans: readonly (readonly [number, number])[]) => ({
  elapsed: spanOf(spans.map(([from, to]) => to - from)),
  working: spanOf(spans.map(([from, to]) => workedMs(from, to))),
});

/** The expected row of the report, calculated from the timelines. */
export function handoffRowOf(units: readonly Unit[]) {
  const handoffs = [...new Set(units.map(({ told }) => told))];
  const of = (handoff: RecordedHandoff, type: string) => handoff.timeline.filter((event) => event.type === type);
  const sum = <Of>(all: readonly Of[], pick: (each: Of) => number) =>
    all.reduce((total, each) => total + pick(each), 0);
  const ofUnit = ({ told, receiver }: Unit, type: string) =>
    of(told, type).filter(({ data }) => data.receiver === receiver.name);
  const promises = handoffs.flatMap((handoff) =>
    promisesOf(handoff).filter(
      ({ place }) => place === 0 || units.some((unit) => unit.told === handoff && unit.place === place),
    ),
  );
  const questionsOf = ({ told, place }: Unit, type: string) =>
    of(told, type).filter(({ data }) => placeOfQuestion(data.number, told.view) === place);
  const isDone = (unit: Unit) => ofUnit(unit, 'handoff.done').length > 0;
  const isExcepted = (handoff: RecordedHandoff) => of(handoff, 'handoff.started')[0]!.data.exception !== undefined;
  const done = units.filter(isDone);
  const right = done.filter(
    (unit) =>
      ofUnit(unit, 'handoff.returned').length === 0 &&
      !isExcepted(unit.told) &&
      questionsOf(unit, 'handoff.answered').every(({ data }) => data.formVersion === undefined),
  );
  const returned = units.filter((unit) => ofUnit(unit, 'handoff.returned').length > 0).length;
  const questions = sum(units, (unit) => questionsOf(unit, 'handoff.asked').length);
  const wholes = handoffs.flatMap((handoff) => {
    const last = of(handoff, 'handoff.done').find(({ data }) => data.state === 'done');
    const from = Date.parse(of(handoff, 'handoff.started')[0]!.occurredAt);
    return last === undefined ? [] : [[from, Date.parse(last.occurredAt)] as const];
  });
  return {
    handoffs: handoffs.length,
    done: wholes.length,
    receivers: units.length,
    receiversDone: done.length,
    receiversAccepted: units.filter((unit) => ofUnit(unit, 'handoff.accepted').length > 0).length,
    ...Object.fromEntries(STAGES.map((stage) => [stage, stageRowOf(promises.filter((each) => each.stage === stage))])),
    whole: timesOf(wholes),
    returned,
    returns: sum(units, (unit) => ofUnit(unit, 'handoff.returned').length),
    reworkRate: share(returned, units.length),
    rightFirstTime: right.length,
    firstTimeRightRate: share(right.length, done.length),
    escalations: promises.filter(({ isEscalated }) => isEscalated).length,
    exceptions: handoffs.filter(isExcepted).length,
    blockers: sum(handoffs, (handoff) => of(handoff, 'handoff.blocked').length),
    questions,
    questionsPerHandoff: handoffs.length === 0 ? null : Math.round((questions / handoffs.length) * 100) / 100,
  };
}

function stageRowOf(promises: readonly Promised[]) {
  const inState = (state: Promised['state']) => promises.filter((each) => each.state === state).length;
  const ended = promises.filter(({ metAt }) => metAt !== undefined);
  return {
    ended: ended.length,
    running: inState('running'),
    kept: inState('kept'),
    missed: inState('missed'),
    attainment: share(inState('kept'), inState('kept') + inState('missed')),
    ...timesOf(ended.map(({ startedAt, metAt }) => [startedAt, metAt!] as const)),
  };
}
