import { Injectable } from '@nestjs/common';
import { END_DIMENSIONS, type EndDimension, VALUE_DIMENSIONS, type ValueDimension } from '../../figures/dimension.js';
import {
  assignmentsOf,
  columnsFor,
  inputRows,
  insertInto,
  namesOf,
  type SentColumn,
  valuesOf,
} from '../../platform/sql/columns.js';
import type { Tx } from '../../platform/sql/database.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import { bucketOf } from '../buckets.js';
import type { AchievementFact, ConclusionFact } from './conclusion.js';
import type { FactRows, Keys, PromiseFact, ReassignmentFact } from './facts.js';
import type { End, ResponseFact } from './response-facts.js';
import { KEYS_OF_UNTOUCHED } from './untouched.js';
import { codeOfVerdict } from './verdict.js';

/** The value of `part` for a report: leads or owners, until an attempt or until contact. */
export function partOf(of: 'lead' | 'owner', end: End): number {
  return (of === 'lead' ? 1 : 3) + (end === 'attempt' ? 0 : 1);
}

type KeyKind = ValueDimension | EndDimension;
/** Returns the id of a value in `report_key`; 0 for null. */
type CodeOf = (kind: KeyKind, value: string | null) => number;
const KEY_KINDS: readonly KeyKind[] = [...VALUE_DIMENSIONS, ...END_DIMENSIONS];

interface Coded<Fact> {
  readonly fact: Fact;
  readonly codeOf: CodeOf;
}

type CommonFact = Keys & Pick<ResponseFact, 'leadId' | 'cycle' | 'receivedAt' | 'test'>;

function commonColumns<Fact extends CommonFact>(): SentColumn<Coded<Fact>>[] {
  const { uuid, int, boolean, instant } = columnsFor<Coded<Fact>>();
  return [
    uuid('lead_id', ({ fact }) => fact.leadId),
    instant('received_at', ({ fact }) => fact.receivedAt),
    int('received_minute', ({ fact }) => Math.floor(fact.receivedAt / MS_PER_MINUTE)),
    int('cycle', ({ fact }) => fact.cycle),
    boolean('test', ({ fact }) => fact.test),
    ...VALUE_DIMENSIONS.map((kind) => int(kind, ({ fact, codeOf }) => codeOf(kind, fact[kind]))),
  ];
}

const ofResponses = columnsFor<Coded<ResponseFact>>();
const parts = ({ fact }: Coded<ResponseFact>) => fact.parts;
const RESPONSE = [
  ...commonColumns<ResponseFact>(),
  ofResponses.uuid('assignment_id', ({ fact }) => fact.assignmentId ?? fact.leadId),
  ofResponses.int('part', ({ fact }) => partOf(fact.assignmentId === null ? 'lead' : 'owner', fact.end)),
  ofResponses.int('outcome', ({ fact }) => fact.outcome),
  ofResponses.int('attempts', ({ fact }) => fact.attempts),
  ofResponses.float8('elapsed_ms', (row) => parts(row)?.elapsedMs ?? null),
  ofResponses.float8('working_ms', (row) => parts(row)?.workingMs ?? null),
  ofResponses.float8('before_ms', (row) => parts(row)?.beforeMs ?? null),
  ofResponses.float8('owner_ms', (row) => parts(row)?.ownerMs ?? null),
  ofResponses.float8('off_ms', (row) => parts(row)?.offMs ?? null),
  ofResponses.float8('paused_ms', (row) => parts(row)?.pausedMs ?? null),
  ofResponses.int('bucket', (row) => bucketOrNull(parts(row)?.elapsedMs)),
  ofResponses.int('working_bucket', (row) => bucketOrNull(parts(row)?.workingMs)),
];

const ofPromises = columnsFor<Coded<PromiseFact>>();
const PROMISE = [
  ...commonColumns<PromiseFact>(),
  ofPromises.uuid('clock_id', ({ fact }) => fact.clockId),
  ofPromises.text('kind', ({ fact }) => fact.kind),
  ofPromises.int('step', ({ fact }) => fact.step),
  ofPromises.int('verdict', ({ fact }) => codeOfVerdict(fact)),
  ofPromises.boolean('reached', ({ fact }) => fact.reached),
];

const ofMoves = columnsFor<Coded<ReassignmentFact>>();
const REASSIGNMENT = [
  ...commonColumns<ReassignmentFact>(),
  ofMoves.uuid('assignment_id', ({ fact }) => fact.assignmentId),
  ofMoves.text('cause', ({ fact }) => fact.cause),
  ofMoves.int('former_rep', ({ fact, codeOf }) => codeOf('rep', fact.formerRep)),
  ofMoves.int('former_team', ({ fact, codeOf }) => codeOf('team', fact.formerTeam)),
];

function endColumns<Fact extends Pick<ConclusionFact, EndDimension>>(): SentColumn<Coded<Fact>>[] {
  const { int } = columnsFor<Coded<Fact>>();
  return END_DIMENSIONS.map((kind) => int(kind, ({ fact, codeOf }) => codeOf(kind, fact[kind])));
}

const CONCLUSION = [
  ...commonColumns<ConclusionFact>(),
  ...endColumns<ConclusionFact>(),
  columnsFor<Coded<ConclusionFact>>().int('ending', ({ fact }) => fact.ending),
];

const ofAchievements = columnsFor<Coded<AchievementFact>>();
const ACHIEVEMENT = [
  ...commonColumns<AchievementFact>(),
  ...endColumns<AchievementFact>(),
  ofAchievements.uuid('milestone_id', ({ fact }) => fact.milestoneId),
  ofAchievements.text('stage', ({ fact }) => fact.stage),
  ofAchievements.text('currency', ({ fact }) => fact.currency),
  ofAchievements.text('amount', ({ fact }) => fact.amount),
];

const RESPONSE_KEY = ['lead_id', 'cycle', 'assignment_id', 'part'];
const UPSERT_RESPONSES = upsertInto('response', RESPONSE, RESPONSE_KEY);
const UPSERT_PROMISES = upsertInto('promise', PROMISE, ['lead_id', 'clock_id']);
const UPSERT_REASSIGNMENTS = upsertInto('reassignment', REASSIGNMENT, ['lead_id', 'assignment_id']);
const UPSERT_CONCLUSIONS = upsertInto('conclusion', CONCLUSION, ['lead_id', 'cycle']);
const ACHIEVEMENT_KEY = ['lead_id', 'cycle', 'milestone_id', 'stage'];
const UPSERT_ACHIEVEMENTS = upsertInto('achievement', ACHIEVEMENT, ACHIEVEMENT_KEY);

const OF_KEY = RESPONSE.filter(({ name }) => RESPONSE_KEY.includes(name));
/** Facts that no longer hold: the owner got a lead that was already answered, or moves were undone. */
const DELETE_RESPONSES = `delete from response
  where lead_id = any ($${OF_KEY.length + 1}::uuid[])
    and (${namesOf(OF_KEY).replace('part', 'part::int')}) not in (select ${namesOf(OF_KEY)} from ${inputRows(OF_KEY)})`;
const deleteOthers = (table: string, key: string) =>
  `delete from ${table} where lead_id = any ($1::uuid[]) and ${key} <> all ($2::uuid[])`;
const DELETE_PROMISES = deleteOthers('promise', 'clock_id');
const DELETE_REASSIGNMENTS = deleteOthers('reassignment', 'assignment_id');
const OF_ACHIEVEMENT = ACHIEVEMENT.filter(({ name }) => ACHIEVEMENT_KEY.includes(name));
/** Values of reversed milestones. */
const DELETE_ACHIEVEMENTS = `delete from achievement
  where lead_id = any ($${OF_ACHIEVEMENT.length + 1}::uuid[])
    and (${namesOf(OF_ACHIEVEMENT)}) not in (select ${namesOf(OF_ACHIEVEMENT)} from ${inputRows(OF_ACHIEVEMENT)})`;

interface Key {
  readonly kind: string;
  readonly value: string;
  readonly label: string;
}
const ofKeys = columnsFor<Key>();
const KEY = [
  ofKeys.text('kind', ({ kind }) => kind),
  ofKeys.text('value', ({ value }) => value),
  ofKeys.text('label', ({ label }) => label),
];

const NUMBER_VALUES = `insert into report_key (kind, value, label)
  select distinct on (kind, value) kind, value, label
    from ${KEYS_OF_UNTOUCHED}
   where value is not null
     and not exists (select from report_key as known where known.kind = named.kind and known.value = named.value)
   order by kind, value, first_id
      on conflict do nothing`;

/** Writes the facts that reports read, replacing former ones. */
@Injectable()
export class FactStore {
  /** @param leadIds the leads of the facts; their facts that are not passed are deleted */
  async writeMany(
    tx: Tx,
    leadIds: readonly string[],
    { responses, promises, reassignments, conclusions, achievements, undoneLeadIds }: FactRows,
  ): Promise<void> {
    const all = [...responses, ...promises, ...reassignments, ...conclusions, ...achievements];
    const codeOf = await this.codesOf(tx, all, reassignments, conclusions);
    const coded = <Fact>(facts: readonly Fact[]) => facts.map((fact) => ({ fact, codeOf }));
    const rows = coded(responses);
    tx.send(tx.query(DELETE_RESPONSES, [...valuesOf(rows, OF_KEY), leadIds], 'report-delete-responses'));
    tx.send(tx.query(UPSERT_RESPONSES, valuesOf(rows, RESPONSE), 'report-responses'));
    if (undoneLeadIds.length > 0) this.deleteUndone(tx, undoneLeadIds, { promises, reassignments });
    if (promises.length > 0) tx.send(tx.query(UPSERT_PROMISES, valuesOf(coded(promises), PROMISE), 'report-promises'));
    if (reassignments.length > 0)
      tx.send(tx.query(UPSERT_REASSIGNMENTS, valuesOf(coded(reassignments), REASSIGNMENT), 'report-reassignments'));
    tx.send(tx.query(UPSERT_CONCLUSIONS, valuesOf(coded(conclusions), CONCLUSION), 'report-conclusions'));
    const worth = coded(achievements);
    tx.send(tx.query(DELETE_ACHIEVEMENTS, [...valuesOf(worth, OF_ACHIEVEMENT), leadIds], 'report-delete-achievements'));
    if (worth.length > 0) tx.send(tx.query(UPSERT_ACHIEVEMENTS, valuesOf(worth, ACHIEVEMENT), 'report-achievements'));
  }

  /** Deletes all facts of leads that count nowhere any more. */
  async deleteMany(tx: Tx, leadIds: readonly string[]): Promise<void> {
    for (const table of ['response', 'promise', 'reassignment', 'conclusion', 'achievement'])
      await tx.query(`delete from ${table} where lead_id = any ($1::uuid[])`, [leadIds]);
  }

  private deleteUndone(
    tx: Tx,
    leadIds: readonly string[],
    { promises, reassignments }: Pick<FactRows, 'promises' | 'reassignments'>,
  ): void {
    const clockIds = promises.map(({ clockId }) => clockId);
    const moveIds = reassignments.map(({ assignmentId }) => assignmentId);
    tx.send(tx.query(DELETE_PROMISES, [leadIds, clockIds], 'report-delete-promises'));
    tx.send(tx.query(DELETE_REASSIGNMENTS, [leadIds, moveIds], 'report-delete-reassignments'));
  }

  /** Assigns ids to the values of untouched leads, which reports need to count them. */
  async numberValuesOf(tx: Tx, leadIds: readonly string[]): Promise<void> {
    await tx.query(NUMBER_VALUES, [leadIds], 'report-number-values');
  }

  /** Returns the ids of all values, inserting new ones. */
  private async codesOf(
    tx: Tx,
    facts: readonly Keys[],
    moves: readonly ReassignmentFact[],
    ends: readonly ConclusionFact[],
  ): Promise<CodeOf> {
    // Nested by kind, because each fact looks up all its values and would otherwise concatenate a key for each.
    const labels = new Map<KeyKind, Map<string, string>>(KEY_KINDS.map((kind) => [kind, new Map()]));
    const add = (kind: KeyKind, label: string | null) => {
      const known = labels.get(kind)!;
      if (label !== null && !known.has(label)) known.set(label, comparable(kind, label));
    };
    for (const fact of facts) for (const kind of VALUE_DIMENSIONS) add(kind, fact[kind]);
    for (const { formerRep, formerTeam } of moves) {
      add('rep', formerRep);
      add('team', formerTeam);
    }
    for (const end of ends) for (const kind of END_DIMENSIONS) add(kind, end[kind]);
    const keys = new Map<string, Key>();
    for (const [kind, known] of labels)
      for (const [label, value] of known)
        if (!keys.has(`${kind} ${value}`)) keys.set(`${kind} ${value}`, { kind, value, label });
    const values = valuesOf([...keys.values()], KEY);
    await tx.query(
      `insert into report_key (${namesOf(KEY)})
       select ${namesOf(KEY)} from ${inputRows(KEY)}
        where not exists (select 1 from report_key as known where known.kind = input.kind and known.value = input.value)
           on conflict do nothing`,
      values,
      'report-add-keys',
    );
    const rows = await tx.rows<Key & { id: number }>(
      `select report_key.id, report_key.kind, report_key.value from ${inputRows(KEY)}
         join report_key on report_key.kind = input.kind and report_key.value = input.value`,
      values,
      'report-read-keys',
    );
    const ids = new Map(rows.map(({ id, kind, value }) => [`${kind} ${value}`, id]));
    const codes = new Map<KeyKind, Map<string, number>>();
    for (const [kind, known] of labels)
      codes.set(kind, new Map([...known].map(([label, value]) => [label, ids.get(`${kind} ${value}`)!])));
    return (kind, label) => (label === null ? 0 : codes.get(kind)!.get(label)!);
  }
}

/** Sources and reasons are compared without case, as everywhere. */
function comparable(kind: string, value: string): string {
  return kind === 'source' || kind === 'reason' ? caseless(value) : value;
}

function bucketOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : bucketOf(ms);
}

/** Updates a row only if it changes: most facts of a lead stay the same. */
function upsertInto<Row>(table: string, columns: readonly SentColumn<Row>[], key: readonly string[]): string {
  const rest = columns.filter(({ name }) => !key.includes(name));
  const of = (source: string) => rest.map(({ name }) => `${source}.${name}`).join(', ');
  return `${insertInto(table, columns)}
    on conflict (${key.join(', ')}) do update set ${assignmentsOf(rest).replaceAll('input.', 'excluded.')}
     where (${of(table)}) is distinct from (${of('excluded')})`;
}
