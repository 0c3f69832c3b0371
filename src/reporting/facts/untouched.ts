import { VALUE_DIMENSIONS, type ValueDimension } from '../../figures/dimension.js';
import { IS_UNDONE } from '../../leads/imported.js';
import { COUNTRY_OF_LEAD } from '../../vocabulary/countries.js';
import { type PackedFact, partSql } from '../packed/packed-column.js';
import { OUTCOME } from './verdict.js';

/** The order of a lead's assignments. Later ones than the first are not in the facts yet. */
const FIRST = 'cycle, from_at, until_at nulls last, assignment.id';
/** The first assignment of a `lead`, to be joined to it. */
const FIRST_ASSIGNMENT = `lateral (select * from assignment where assignment.lead_id = lead.id
    order by ${FIRST} limit 1) as assignment`;

/**
 * Leads without facts, to be joined to a table `span`: untouched since intake, or not followed yet. Reports derive
 * their facts from these rows (docs/adr/0063).
 */
export const UNTOUCHED_IN_SPAN = `lead on lead.id >= first_id and lead.id < end_id
   and not exists (select from conclusion where conclusion.lead_id = lead.id) and ${inSpan()}`;

/** The same leads, all of them: compares the ids in two indexes, where nearly all leads have facts. */
function allUntouchedIn(spans: string, isTest: boolean): string {
  return `${spans} cross join lateral (
      select id from lead where id >= first_id and id < end_id ${isTest ? 'and test' : ''}
      except
      select lead_id from conclusion where lead_id >= first_id and lead_id < end_id) as bare
    join lead on lead.id = bare.id and ${isTest ? 'lead.test' : 'not lead.test'} and ${inSpan()}`;
}

/** A condition on a `lead`, and its first assignment. */
function inSpan(): string {
  return `lead.received_at >= span.from_at and lead.received_at < span.to_at and not (${IS_UNDONE})
    cross join ${FIRST_ASSIGNMENT}`;
}

const own = (sql: string) => ({ value: sql, label: sql });
/** SQL for each value that facts are grouped by: as it is compared, and as it is written. */
const VALUES: Readonly<Record<ValueDimension, { readonly value: string; readonly label: string }>> = {
  source: { value: 'lead.source_key', label: 'lead.source' },
  channel: own('lead.channel'),
  campaign: own('lead.campaign'),
  country: own(COUNTRY_OF_LEAD),
  rep: own('assignment.rep_id::text'),
  team: own('assignment.team_id::text'),
  pool: own('assignment.pool_id::text'),
  policy: own('lead.policy_id::text'),
};

const ALIKE = VALUE_DIMENSIONS.flatMap((kind) => [
  `${VALUES[kind].value} as ${kind}`,
  `${VALUES[kind].label} as ${kind}_label`,
]);
/**
 * The values of the untouched leads `$1` as rows `named (kind, value, label)`, with the `first_id` of the leads that
 * share them. Most leads are alike, so they are grouped before their values are spread.
 */
export const KEYS_OF_UNTOUCHED = `(select ${ALIKE.join(', ')}, min(lead.id::text) as first_id
       from lead left join (select distinct on (lead_id) lead_id, rep_id, team_id, pool_id from assignment
              where lead_id = any ($1::uuid[]) order by lead_id, ${FIRST}) as assignment on assignment.lead_id = lead.id
      where lead.id = any ($1::uuid[])
      group by ${ALIKE.map((_, index) => index + 1).join(', ')}) as alike
  cross join lateral (values ${VALUE_DIMENSIONS.map((kind) => `('${kind}', ${kind}, ${kind}_label)`).join(', ')})
     as named (kind, value, label)`;

const CODES = VALUE_DIMENSIONS.map(
  (kind) => `left join report_key as ${kind} on ${kind}.kind = '${kind}' and ${kind}.value = ${VALUES[kind].value}`,
).join('\n');

const PART = `current_setting('report.part')::int`;
/** Parts of responses above 2 are those of owners. */
const IS_OF_OWNER = `${PART} > 2`;

/** The clocks of a first touch by which a response is judged: of the owner, or of the lead if it has one. */
const IS_PROMISED = `exists (select from clock where clock.lead_id = lead.id and clock.cycle = assignment.cycle
   and (clock.kind = 'firstTouch' and (not (${IS_OF_OWNER}) or clock.assignment_id = assignment.id)
     or clock.kind = 'leadResponse' and clock.target is not null and not (${IS_OF_OWNER})))`;

interface Shape {
  /** Whether the fact counts for the owner and their team. */
  readonly isOfOwner: string;
  /** Columns besides those common to all facts. */
  readonly columns: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly where?: string;
}

/** Facts of untouched leads: no answer, every promise running, no ending. */
const SHAPES: Readonly<Record<PackedFact, Shape>> = {
  response: {
    isOfOwner: IS_OF_OWNER,
    columns: {
      part: PART,
      outcome: `case when ${IS_PROMISED} then ${OUTCOME.undecided} else 0 end`,
      attempts: '0',
      ...Object.fromEntries(['bucket', 'working_bucket'].map((name) => [name, 'null::smallint'])),
      ...Object.fromEntries(
        ['elapsed_ms', 'working_ms', 'before_ms', 'owner_ms', 'off_ms', 'paused_ms'].map((name) => [
          name,
          'null::bigint',
        ]),
      ),
    },
    where: `and (assignment.rep_id is not null or not (${IS_OF_OWNER}))`,
  },
  promise: {
    isOfOwner: 'clock.assignment_id is not null',
    columns: { kind: 'clock.kind', step: 'coalesce(clock.step, 0)', verdict: '0', reached: 'false' },
    from: 'join clock on clock.lead_id = lead.id and clock.cycle = assignment.cycle and clock.policy_id is not null and clock.target is not null\n       and (clock.assignment_id is null or clock.assignment_id = assignment.id)',
  },
  conclusion: { isOfOwner: 'true', columns: { reason: '0', category: '0', intent: '0', ending: '0' } },
};

/**
 * Returns SQL for all facts of a kind in spans of receipt: the rows of the table, and those of untouched leads, which
 * must equal the result of `factsOf`. Each span is read by itself (`offset 0`): Postgres cannot know how few rows it has.
 * @param spans a table `span (from_at, to_at, first_id, end_id, is_packed)`; all leads of packed days have facts
 * @param isTest said in the statement, because test leads have an index
 */
export function factsSql(fact: PackedFact, spans: string, isTest: boolean): string {
  const { isOfOwner, columns, from = '', where = '' } = SHAPES[fact];
  const names = ['received_minute', 'cycle', 'test', ...VALUE_DIMENSIONS, ...Object.keys(columns)];
  const codes = VALUE_DIMENSIONS.map((kind) => {
    const counts = kind === 'rep' || kind === 'team' ? isOfOwner : 'true';
    return `case when ${counts} then coalesce(${kind}.id, 0) else 0 end`;
  });
  const minute = 'floor(extract(epoch from lead.received_at) / 60)::int';
  return `(select ${names.join(', ')}
      from ${spans} cross join lateral (
        select * from ${fact} where received_at >= from_at and received_at < to_at and ${partSql(fact)} = ${PART} and ${isTest ? 'test' : 'not test'}
        offset 0) as ${fact}
    union all
    select ${[minute, 'assignment.cycle', 'lead.test', ...codes, ...Object.values(columns)].join(', ')}
      from ${allUntouchedIn(spans, isTest)}
      ${from} ${CODES} where not is_packed ${where}) as ${fact}`;
}
