import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { UsersQuestion } from '../../configuration/users.store.js';
import { SETTINGS } from '../../directory/settings.table.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { caseless } from '../../platform/values/text.js';
import { type Duplicates, faultsOfCosts, type SourceBody } from '../../routing/sources/source.dto.js';
import { readTaken, replaceSpellings } from '../../routing/sources/source.store.js';
import { SOURCES, type SourceRow } from '../../routing/sources/source.table.js';
import { spellingsOf } from '../../routing/sources/sources.js';

/** A source can always be deleted: others name it by its spelling, as leads do, whether it is configured or not. */
const USERS: readonly UsersQuestion[] = [];

export const SOURCE: ResourceKind<SourceRow, SourceBody> = {
  kind: 'source',
  table: SOURCES,
  fields: [
    ...(['code', 'label', 'aliases', 'channel', 'type', 'duplicates', 'maxPerMinute', 'silentAfter'] as const),
    ...(['costPerLead', 'monthly'] as const),
  ],
  complete: async (tx, body) => ({ duplicates: await defaultDuplicates(tx), ...body }),
  check: async (tx, body, id) => [...faultsOfCosts(body), ...(await faultsOfSpellings(tx, body, id))],
  afterWrite: (tx, id, body) => replaceSpellings(tx, id, body),
  users: USERS,
};

async function defaultDuplicates(tx: Tx): Promise<Duplicates> {
  return (await tx.repository(SETTINGS).findOneByOrFail({})).duplicates;
}

/** Rejects spellings that another source has. */
async function faultsOfSpellings(tx: Tx, body: SourceBody, id: string | null): Promise<Fault[]> {
  const taken = new Map((await readTaken(tx, body, id)).map(({ spelling, code }) => [spelling, code]));
  return spellingsOf(body).flatMap((each, index): Fault[] => {
    const code = taken.get(caseless(each));
    if (code === undefined) return [];
    const pointer = index === 0 ? '/code' : `/aliases${step(index - 1)}`;
    return [fault(pointer, 'taken', `The source ${code} has the spelling ${each} already.`)];
  });
}
