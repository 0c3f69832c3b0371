import { LISTS_VALUES_MAX, type ListBody } from '../../conditions/list.dto.js';
import { LISTS, type ListRow } from '../../conditions/list.table.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { namesId, type UsersQuestion } from '../../configuration/users.store.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { RULEBOOKS } from '../../routing/rules/rulebook.store.js';

/** Conditions are stored as they were sent, so their ids may be in either case. */
const inLowerCase = (document: string) => `lower((${document})::text)::jsonb`;

const USERS: readonly UsersQuestion[] = [
  {
    kind: 'routing rule',
    select: `null::uuid, rule->>'name' || said
       from ${RULEBOOKS}, jsonb_array_elements(body->'rules') as rule
      where ${namesId(inLowerCase(`rule->'when'`))}`,
  },
  {
    kind: 'policy',
    select: `id, name from sla_policy
      where ${namesId(inLowerCase('jsonb_build_array("when", pause_while)'))} order by position`,
  },
];

export const LIST: ResourceKind<ListRow, ListBody> = {
  kind: 'list',
  table: LISTS,
  fields: ['name', 'values'],
  large: 'values',
  unique: 'name',
  check: faultsOfSize,
  shows: readSizes,
  users: USERS,
};

async function faultsOfSize(tx: Tx, { values }: ListBody, id: string | null): Promise<Fault[]> {
  const { others } = await tx.one<{ others: number }>(
    'select coalesce(sum(cardinality("values")), 0)::int as others from list where $1::uuid is null or id <> $1',
    [id],
  );
  if (others + values.length <= LISTS_VALUES_MAX) return [];
  const message = `All lists together may have ${LISTS_VALUES_MAX} values; the others have ${others}, and this one ${values.length}.`;
  return [fault('/values', 'tooMany', message)];
}

async function readSizes(sql: Sql, lists: readonly ListRow[]): Promise<{ size: number }[]> {
  const rows = await sql.rows<{ id: string; size: number }>(
    'select id, cardinality("values") as size from list where id = any ($1::uuid[])',
    [lists.map(({ id }) => id)],
  );
  const sizes = new Map(rows.map(({ id, size }) => [id, size]));
  return lists.map(({ id }) => ({ size: sizes.get(id)! }));
}
