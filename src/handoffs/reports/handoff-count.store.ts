import { Injectable } from '@nestjs/common';
import { localMinuteSql } from '../../figures/local-minute.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Interval, toIso } from '../../platform/values/duration.js';
import {
  HANDOFF_DIMENSION_RULES,
  HANDOFF_STAGES,
  type HandedOver,
  type HandoffCounts,
  type HandoffDimension,
  type HandoffStage,
  isOfReceivers,
  isOfWhole,
  ofParties,
  type PassedOn,
  type StageTimes,
  stageSql,
  type TimesTaken,
} from './handoff-counts.js';

export interface HandoffScope {
  /** When they were handed over. */
  readonly span: Interval;
  readonly timeZone: string;
  readonly by: readonly HandoffDimension[];
  /** Only this kind; null for all. */
  readonly kindId: string | null;
  /** Only handoffs that these reps gave, or answer for as receivers; null for all. */
  readonly repIds: readonly string[] | null;
}

/**
 * Counts handoffs. Their times come as one column of packed numbers for each group, which takes a tenth of the work of
 * sorting them in Postgres, and serves the percentiles of each group and of all.
 */
@Injectable()
export class HandoffCountStore {
  constructor(private readonly database: Database) {}

  /** Counts as of one moment. @returns null if there are more than `groupsMax` groups */
  count(scope: HandoffScope, groupsMax: number): Promise<HandoffCounts | null> {
    return this.database.reads.snapshot(async (tx) => {
      // A report reads all handoffs of a span, for which the usual settings of the planner are not made.
      await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '32MB', true)`);
      const handedOver = await readHandedOver(tx, scope);
      if (handedOver.length > groupsMax) return null;
      const passedOn = await readPassedOn(tx, scope);
      if (!isOfReceivers(scope.by))
        return { handedOver, passedOn, stages: await readStages(tx, scope, HANDOFF_STAGES), whole: null };
      const ofWhole = HANDOFF_STAGES.filter(isOfWhole);
      const ofReceivers = HANDOFF_STAGES.filter((stage) => !isOfWhole(stage));
      const stages = [...(await readStages(tx, scope, ofReceivers)), ...(await readStages(tx, scope, ofWhole))];
      const all = { ...scope, by: scope.by.filter((dimension) => !isOfReceivers([dimension])) };
      return {
        handedOver,
        passedOn,
        stages,
        whole: { handedOver: await readHandedOver(tx, all), stages: await readStages(tx, all, ofWhole) },
      };
    });
  }
}

/** Counts handoffs as a whole, each once in every group that has one of its receivers. */
async function readHandedOver(tx: Tx, scope: HandoffScope): Promise<HandedOver[]> {
  const isDone = `handoff.state = 'done'`;
  const rows = await read<PackedTimes<HandedOver>>(
    tx,
    scope,
    `select first, second, count(*)::int as handoffs, count(*) filter (where ${isDone})::int as done,
            count(handoff.exception_reason)::int as exceptions, coalesce(sum(blockers.raised), 0)::int as blockers,
            ${packedMs('handoff.started_at', 'handoff.ended_at', isDone)}, ${packedWork('handoff_time.working_ms')}
       from ${eachOnce(scope)}
       join handoff using (id)
       left join handoff_time using (id)
       left join (select handoff_id as id, count(*) as raised from handoff_blocker group by 1) as blockers using (id)
      group by first, second`,
  );
  return rows.map(unpacked);
}

/**
 * Counts by receiver. One is right the first time if it was not returned, began without an exception, and no answer
 * amended its form.
 */
async function readPassedOn(tx: Tx, scope: HandoffScope): Promise<PassedOn[]> {
  return read(
    tx,
    scope,
    `select ${keys(scope)}, count(*) filter (where receiver.stage is null or receiver.begun_at is not null)::int as receivers, count(receiver.accepted_at)::int as accepted,
            count(receiver.done_at)::int as done, count(*) filter (where receiver.returns > 0)::int as returned,
            sum(receiver.returns)::int as returns,
            count(receiver.done_at) filter (where receiver.returns = 0 and given.exception_reason is null
                                              and coalesce(asked.amended, 0) = 0)::int as "rightFirst",
            coalesce(sum(asked.questions), 0)::int as questions,
            count(*) filter (where record.state = 'made')::int as "recordsMade",
            count(*) filter (where record.state = 'pending')::int as "recordsPending",
            count(*) filter (where record.state = 'failed')::int as "recordsFailed"
       from handoff as given
       join handoff_receiver as receiver on receiver.handoff_id = given.id
       ${writtenJoin(scope)}
       left join record on record.handoff_id = given.id and record.place = receiver.place
       left join (select handoff_id, place, count(*) as questions, count(form_version) as amended
                    from handoff_question where ${ofParties('asked_by_rule')} group by 1, 2) as asked
         on asked.handoff_id = given.id and asked.place = receiver.place
      where ${AMONG}
      group by 1, 2`,
  );
}

/** Counts what became of promises. */
async function readStages(tx: Tx, scope: HandoffScope, stages: readonly HandoffStage[]): Promise<StageTimes[]> {
  const isOfOne = isOfReceivers(scope.by) && !stages.every(isOfWhole);
  const handoffs = isOfOne
    ? `(select given.id, receiver.place, ${keys(scope)}
          from handoff as given join handoff_receiver as receiver on receiver.handoff_id = given.id ${writtenJoin(scope)}
         where ${AMONG}) as handoffs`
    : eachOnce(scope);
  const rows = await read<PackedTimes<StageTimes>>(
    tx,
    scope,
    `select first, second, ${stageSql(stages)} as stage, count(*) filter (where clock.state = 'met')::int as kept,
            count(*) filter (where clock.state = 'breached')::int as missed,
            count(*) filter (where clock.state = 'running')::int as running,
            count(*) filter (where clock.state = 'breached' and clock.progress > 0)::int as escalated,
            ${packedMs('clock.started_at', 'clock.met_at', 'clock.met_at is not null')},
            ${packedWork('handoff_time.working_ms')}
       from ${handoffs}
       join clock on clock.handoff_id = handoffs.id
       left join handoff_question as asked on clock.kind = 'handoffQuestion'
        and asked.handoff_id = clock.handoff_id and asked.number = clock.step
       left join handoff_time on handoff_time.id = clock.id
      where ${stageSql(stages)} is not null ${isOfOne ? OF_ONE : ''}
      group by 1, 2, 3`,
  );
  return rows.map(unpacked);
}

/**
 * Limits promises to those of the receiver. The planner would take a plain equation for as rare as one in a hundred, in
 * addition to that of the handoff, and look up each of 400,000 rows one by one, which took most of the report.
 */
const OF_ONE = 'and coalesce(handoffs.place = coalesce(asked.place, clock.step), false)';

function read<Row>(tx: Tx, { span, kindId, repIds }: HandoffScope, text: string): Promise<Row[]> {
  return tx.rows(text, [toIso(span.from), toIso(span.to), kindId, repIds]);
}

/** SQL condition of `given`, a handoff in a scope. Its kind and its reps may be null, for all. */
export function amongSql(scope: Readonly<Record<'from' | 'to' | 'kindId' | 'repIds', string>>): string {
  return `given.started_at >= ${scope.from} and given.started_at < ${scope.to}
    and (${scope.kindId}::uuid is null or given.kind_id = ${scope.kindId})
    and (${scope.repIds}::uuid[] is null or given.giver_rep_id = any (${scope.repIds}) or exists (
      select from handoff_receiver as own where own.handoff_id = given.id and own.owner_rep_id = any (${scope.repIds})))`;
}

/** The same where `$1` to `$4` are its span, its kind and the reps. */
export const AMONG = amongSql({ from: '$1', to: '$2', kindId: '$3', repIds: '$4' });

/** Returns SQL with each handoff once in every group that it is in. */
function eachOnce(scope: HandoffScope): string {
  if (!isOfReceivers(scope.by))
    return `(select given.id, ${keys(scope)} from handoff as given where ${AMONG}) as handoffs`;
  return `(select distinct given.id, ${keys(scope)}
             from handoff as given join handoff_receiver as receiver on receiver.handoff_id = given.id ${writtenJoin(scope)}
            where ${AMONG}) as handoffs`;
}

function keys({ by, timeZone, span }: HandoffScope): string {
  const minute = localMinuteSql('floor(extract(epoch from given.started_at) / 60)::int', timeZone, span);
  const key = (dimension: HandoffDimension | undefined) =>
    dimension === undefined ? `''` : `coalesce(${HANDOFF_DIMENSION_RULES[dimension].sql(minute)}, '')`;
  return `${key(by[0])} as first, ${key(by[1])} as second`;
}

/** Joins the team that receives, by the version of the kind that the handoff runs by. */
function writtenJoin({ by }: HandoffScope): string {
  return by.includes('team')
    ? `left join (
         select kind.resource_id, kind.version, place, written->>'teamId' as team_id
           from resource_version as kind, jsonb_array_elements(kind.body->'receivers') with ordinality as each (written, place)
          where kind.kind = 'handoffKind') as written
         on written.resource_id = given.kind_id and written.version = given.kind_version and written.place = receiver.place`
    : '';
}

const packed = (value: string, condition: string, name: string) =>
  `string_agg(float8send(${value}), '') filter (where ${condition}) as "${name}"`;
const packedMs = (from: string, to: string, condition: string) =>
  packed(`extract(epoch from (${to} - ${from}))::float8 * 1000`, condition, 'elapsedPacked');
const packedWork = (value: string) => packed(value, `${value} is not null`, 'workingPacked');

type PackedTimes<Row extends TimesTaken> = Omit<Row, keyof TimesTaken> & {
  readonly elapsedPacked: Buffer | null;
  readonly workingPacked: Buffer | null;
};

function unpacked<Of extends object>({ elapsedPacked, workingPacked, ...row }: PackedTimes<TimesTaken> & Of) {
  return { ...row, elapsed: numbersIn(elapsedPacked), working: numbersIn(workingPacked) };
}

/** Reads packed numbers in the byte order of Postgres, and rounds them to whole milliseconds. */
function numbersIn(bytes: Buffer | null): Float64Array {
  if (bytes === null) return new Float64Array(0);
  const swapped = Buffer.from(bytes).swap64();
  const numbers = new Float64Array(swapped.buffer.slice(swapped.byteOffset, swapped.byteOffset + swapped.length));
  return numbers.map(Math.round);
}
