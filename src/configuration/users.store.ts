import type { SubjectType } from '../events/event.js';
import type { Tx } from '../platform/database.js';
import { Registry } from '../platform/registry.js';
import type { ResourceUser } from './resource.errors.js';

/** Finds the users of a resource, each of which keeps it from being deleted. */
export interface UsersQuestion {
  /** Of the users. */
  readonly kind: string;
  /** SQL behind `select`: the id of each user, null where there is one alone, and its name. The resource is `$1`, a uuid. */
  readonly select: string;
  /** There may be many: the name says how many. */
  readonly isCounted?: true;
}

/** What satellites ask of kinds that are not their own. */
export const USERS = new Registry<UsersQuestion & { readonly of: SubjectType }>();

/** A question that counts. @param ids SQL for the id of each user @param said what is said behind their number */
export function countedUsers(kind: string, one: string, ids: string, said = ''): UsersQuestion {
  const count = `count(*) || case count(*) when 1 then ' ${one}' else ' ${one}s' end`;
  const select = `(array_agg(id order by id))[1], ${count} || '${said}' from (${ids}) as users (id) having count(*) > 0`;
  return { kind, select, isCounted: true };
}

/** Whether a document names the id `$1`, wherever in it; in SQL. */
export function namesId(document: string): string {
  return `jsonb_path_exists(${document}, 'lax $.** ? (@ == $id)', jsonb_build_object('id', $1::text))`;
}

/** Those that the kind itself knows of come first. */
export async function readUsers(
  tx: Tx,
  { kind, users }: { readonly kind: SubjectType; readonly users: readonly UsersQuestion[] },
  id: string,
): Promise<ResourceUser[]> {
  const questions = [...users, ...USERS.all.filter(({ of }) => of === kind)];
  if (questions.length === 0) return [];
  const { rows } = await tx.query<ResourceUser>(
    // Named first as what it is: a question may begin with another use of it.
    `with removed as (select $1::uuid) ${questions.map(sqlOf).join(' union all ')}`,
    [id],
  );
  return rows;
}

function sqlOf({ kind, select, isCounted }: UsersQuestion): string {
  return `(select '${kind}' as kind, found.id, found.name, ${isCounted === true} as "isCounted" from (select ${select}) as found (id, name))`;
}
