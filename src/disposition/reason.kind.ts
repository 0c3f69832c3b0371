import type { ResourceUser } from '../configuration/resource.errors.js';
import type { ResourceKind } from '../configuration/resource.js';
import type { Tx } from '../platform/database.js';
import type { Fault } from '../platform/fault.js';
import type { ReasonBody } from './reason.dto.js';
import { ReasonEntity } from './reason.entity.js';

/** A reason that has been given stays what it was: dispositions would else change their meaning. */
const USERS = `
  select 'disposition' as kind, min(id::text) as id, count(*) || ' leads' as name
    from disposition where lower(reason) = (select lower(code) from disposition_reason where id = $1)
  having count(*) > 0`;

export const REASON: ResourceKind<ReasonEntity, ReasonBody> = {
  kind: 'reason',
  entity: ReasonEntity,
  fields: ['code', 'category', 'label', 'requires', 'intent', 'blocks', 'active'],
  unique: ['code'],
  check: checkRequirements,
  usersOf: async (tx, id) => (await tx.query<ResourceUser>(USERS, [id])).rows,
};

async function checkRequirements(_tx: Tx, body: ReasonBody, _id: string | null): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [index, name] of body.requires.entries()) {
    const belongsTo = name === 'wakeAt' ? 'nurture' : name === 'recycleAfter' ? 'recycle' : body.category;
    if (belongsTo !== body.category) {
      faults.push({
        pointer: `/requires/${index}`,
        code: 'contradiction',
        message: `${name} belongs to the category ${belongsTo}.`,
      });
    }
  }
  return faults;
}
