import type { ResourceKind } from '../../configuration/resource.kind.js';
import { countedUsers, readUsers, type UsersQuestion } from '../../configuration/users.store.js';
import { OWN_TYPES } from '../../disposition/disposition.js';
import type { ReasonBody } from '../../disposition/reason.dto.js';
import { REASONS, type ReasonRow } from '../../disposition/reason.table.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { RULEBOOKS } from '../../routing/rules/rulebook.store.js';

/** A reason cannot be deleted once a disposition, a routing rule or a policy names it. */
const USERS: readonly UsersQuestion[] = [
  countedUsers(
    'disposition',
    'disposition',
    'select id from disposition where lower(reason) = (select lower(code) from disposition_reason where id = $1)',
  ),
  {
    kind: 'routing rule',
    select: `null::uuid, rule->>'name' || said
       from ${RULEBOOKS}, jsonb_array_elements(body->'rules') as rule
      where lower(rule->'assign'->'dispose'->>'reason') = (select lower(code) from disposition_reason where id = $1)`,
  },
  {
    kind: 'policy',
    select: `id, name from sla_policy
      where lower(unreachable->'then'->>'reason') = (select lower(code) from disposition_reason where id = $1)`,
  },
];

export const REASON: ResourceKind<ReasonRow, ReasonBody> = {
  kind: 'reason',
  table: REASONS,
  fields: [
    'code',
    'category',
    'label',
    'labels',
    'order',
    'requires',
    'fieldTypes',
    'intent',
    'blocks',
    'blockFor',
    'review',
    'reopens',
    'proof',
    'active',
  ],
  orderedBy: 'order',
  unique: 'code',
  check: async (tx, body, id) => [
    ...faultsOfRequirements(body),
    ...faultsOfBlocks(body),
    ...faultsOfFieldTypes(body),
    ...(await faultsOfMeaning(tx, body, id)),
  ],
  users: USERS,
  insteadOfRemoving: 'Retire it: PUT with `"active": false`.',
};

function faultsOfRequirements(body: ReasonBody): Fault[] {
  const faults: Fault[] = [];
  for (const [index, name] of body.requires.entries()) {
    const belongsTo = name === 'wakeAt' ? 'nurture' : name === 'recycleAfter' ? 'recycle' : body.category;
    if (belongsTo !== body.category) {
      faults.push(fault(`/requires/${index}`, 'contradiction', `${name} belongs to the category ${belongsTo}.`));
    }
  }
  return faults;
}

/** Only suppression blocks contacts, and `blockFor` and `bad` need something that is blocked. */
function faultsOfBlocks({ category, blocks, blockFor, requires }: ReasonBody): Fault[] {
  const faults: Fault[] = [];
  if (blocks !== 'none' && category !== 'suppress')
    faults.push(fault('/blocks', 'contradiction', 'Only a reason of the category suppress blocks.'));
  if (blocks === 'none' && blockFor !== undefined)
    faults.push(fault('/blockFor', 'contradiction', 'This reason blocks nothing: set blocks, or leave blockFor out.'));
  if (requires.includes('bad') && blocks !== 'bad')
    faults.push(
      fault(
        `/requires/${requires.indexOf('bad')}`,
        'contradiction',
        'Only a reason with "blocks": "bad" can require bad: set that, or leave bad out.',
      ),
    );
  return faults;
}

function faultsOfFieldTypes({ requires, fieldTypes }: ReasonBody): Fault[] {
  return Object.entries(fieldTypes).flatMap(([name, { type, values }]): Fault[] => {
    const pointer = `/fieldTypes${step(name)}`;
    const own = OWN_TYPES.get(name);
    if (own !== undefined) return [fault(pointer, 'fixed', `${name} is always ${own}: leave its type out.`)];
    if (!requires.includes(name))
      return [
        fault(pointer, 'notRequired', `Expected the name of a field in requires, which does not contain ${name}.`),
      ];
    if ((type === 'choice') === (values !== undefined)) return [];
    const message =
      type === 'choice' ? 'Expected the values to choose from.' : 'Only a field of the type choice has values.';
    return [fault(`${pointer}/values`, type === 'choice' ? 'required' : 'contradiction', message)];
  });
}

/** Changing the code or category of a reason in use would change the meaning of past dispositions. */
async function faultsOfMeaning(tx: Tx, body: ReasonBody, id: string | null): Promise<Fault[]> {
  const given = id === null ? null : await tx.repository(REASONS).findOneBy({ id });
  if (given === null) return [];
  const changed = (['code', 'category'] as const).filter((field) => body[field] !== given[field]);
  if (changed.length === 0 || (await readUsers(tx, { kind: 'reason', users: USERS }, given.id)).length === 0) return [];
  return changed.map((field) =>
    fault(
      `/${field}`,
      'inUse',
      `Leads or deals have been closed with this reason, or other configuration names it: its ${field} stays ${given[field]}. Retire it ("active": false) and add another.`,
    ),
  );
}
