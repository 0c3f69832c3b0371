import { Injectable } from '@nestjs/common';
import {
  assignmentsOf,
  type Column,
  columnsFor,
  inputRows,
  insertInto,
  namesOf,
  valuesOf,
} from '../platform/columns.js';
import type { Tx } from '../platform/database.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { caseless } from '../platform/text.js';
import { bucketOf } from './buckets.js';
import { VALUE_DIMENSIONS, type ValueDimension } from './dimension.js';
import {
  type End,
  type Facts,
  type Keys,
  type PromiseFact,
  type ReassignmentFact,
  type ResponseFact,
  VERDICTS,
} from './facts.js';

/** Which part of the table a report goes through: of leads or of their owners, until an attempt or until contact. */
export function partOf(of: 'lead' | 'owner', end: End): number {
  return (of === 'lead' ? 1 : 3) + (end === 'attempt' ? 0 : 1);
}

/** The number of a value in the table of keys; 0 for none. */
type CodeOf = (kind: ValueDimension, value: string | null) => number;
interface Coded<Fact> {
  readonly fact: Fact;
  readonly codeOf: CodeOf;
}

type CommonFact = Keys & Pick<ResponseFact, 'leadId' | 'cycle' | 'receivedAt' | 'test'>;

function commonColumns<Fact extends CommonFact>(): Column<Coded<Fact>>[] {
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
  ofPromises.int('verdict', ({ fact }) => VERDICTS.indexOf(fact.verdict)),
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

const RESPONSE_KEY = ['lead_id', 'cycle', 'assignment_id', 'part'];
const UPSERT_RESPONSES = upsertInto('response', RESPONSE, RESPONSE_KEY);
const UPSERT_PROMISES = upsertInto('promise', PROMISE, ['lead_id', 'clock_id']);
const UPSERT_REASSIGNMENTS = upsertInto('reassignment', REASSIGNMENT, ['lead_id', 'assignment_id']);

const OF_KEY = RESPONSE.filter(({ name }) => RESPONSE_KEY.includes(name));
/** What was a fact and is none any more: somebody turns out to have got a lead that had been answered. */
const DELETE_RESPONSES = `delete from response
  where lead_id = any ($${OF_KEY.length + 1}::uuid[])
    and (${namesOf(OF_KEY).replace('part', 'part::int')}) not in (select ${namesOf(OF_KEY)} from ${inputRows(OF_KEY)})`;

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

/** Writes what reports read: facts that are worked out anew replace those there were. */
@Injectable()
export class FactStore {
  /** @param leadIds all whose facts are given: what is not given of them is not true any more */
  async writeMany(tx: Tx, leadIds: readonly string[], { responses, promises, reassignments }: Facts): Promise<void> {
    const codeOf = await this.codesOf(tx, [...responses, ...promises, ...reassignments], reassignments);
    const coded = <Fact>(facts: readonly Fact[]) => facts.map((fact) => ({ fact, codeOf }));
    const rows = coded(responses);
    tx.send(tx.query(DELETE_RESPONSES, [...valuesOf(rows, OF_KEY), leadIds], 'report-delete-responses'));
    tx.send(tx.query(UPSERT_RESPONSES, valuesOf(rows, RESPONSE), 'report-responses'));
    if (promises.length > 0) tx.send(tx.query(UPSERT_PROMISES, valuesOf(coded(promises), PROMISE), 'report-promises'));
    if (reassignments.length > 0)
      tx.send(tx.query(UPSERT_REASSIGNMENTS, valuesOf(coded(reassignments), REASSIGNMENT), 'report-reassignments'));
  }

  /** The numbers of all values, which new ones get first. */
  private async codesOf(tx: Tx, facts: readonly Keys[], moves: readonly ReassignmentFact[]): Promise<CodeOf> {
    const keys = new Map<string, Key>();
    const add = (kind: ValueDimension, label: string | null) => {
      if (label === null) return;
      const value = comparable(kind, label);
      if (!keys.has(`${kind} ${value}`)) keys.set(`${kind} ${value}`, { kind, value, label });
    };
    for (const fact of facts) for (const kind of VALUE_DIMENSIONS) add(kind, fact[kind]);
    for (const { formerRep, formerTeam } of moves) {
      add('rep', formerRep);
      add('team', formerTeam);
    }
    const values = valuesOf([...keys.values()], KEY);
    await tx.query(
      `insert into report_key (${namesOf(KEY)})
       select ${namesOf(KEY)} from ${inputRows(KEY)}
        where not exists (select 1 from report_key as known where known.kind = input.kind and known.value = input.value)
           on conflict do nothing`,
      values,
      'report-add-keys',
    );
    const { rows } = await tx.query<Key & { id: number }>(
      `select report_key.id, report_key.kind, report_key.value from ${inputRows(KEY)}
         join report_key on report_key.kind = input.kind and report_key.value = input.value`,
      values,
      'report-read-keys',
    );
    const ids = new Map(rows.map(({ id, kind, value }) => [`${kind} ${value}`, id]));
    return (kind, label) => (label === null ? 0 : ids.get(`${kind} ${comparable(kind, label)}`)!);
  }
}

/** Sources are one without case, as in all that asks for them. */
export function comparable(kind: string, value: string): string {
  return kind === 'source' ? caseless(value) : value;
}

function bucketOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : bucketOf(ms);
}

/** A row is written only where it says something else than before: most facts of a lead do not. */
function upsertInto<Row>(table: string, columns: readonly Column<Row>[], key: readonly string[]): string {
  const rest = columns.filter(({ name }) => !key.includes(name));
  const of = (source: string) => rest.map(({ name }) => `${source}.${name}`).join(', ');
  return `${insertInto(table, columns)}
    on conflict (${key.join(', ')}) do update set ${assignmentsOf(rest).replaceAll('input.', 'excluded.')}
     where (${of(table)}) is distinct from (${of('excluded')})`;
}
