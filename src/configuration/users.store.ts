import type { SubjectType } from '../events/event.js';
import { Registry } from '../platform/registry.js';
import type { Tx } from '../platform/sql/database.js';
import type { ResourceUser } from './resource.errors.js';

/** Finds the users of a resource, each of which prevents its deletion. */
export interface UsersQuestion {
  readonly kind: string;
  /** SQL after `select`: the id of each user (null for a single document) and its name. `$1` is the resource's id. */
  readonly select: string;
  /** One row stands for all users, with their number in its name. */
  readonly isCounted?: true;
}

/** Further questions, by satellites. */
export const USERS = new Registry<UsersQuestion & { readonly of: SubjectType }>();

/** Returns a question that counts users. @param ids SQL for the id of each user @param said text after their number */
export function countedUsers(kind: string, one: string, ids: string, suffix = ''): UsersQuestion {
  const count = `count(*) || case count(*) when 1 then ' ${one}' else ' ${one}s' end`;
  const select = `(array_agg(id order by id))[1], ${count} || '${suffix}' from (${ids}) as users (id) having count(*) > 0`;
  return { kind, select, isCounted: true };
}

/** Returns SQL for whether a document contains the id `$1` anywhere. */
export function namesId(document: string): string {
  return `jsonb_path_exists(${document}, 'lax $.** ? (@ == $id)', jsonb_build_object('id', $1::text))`;
}

/** Returns the users of a resource, those known to its own kind first. */
export async function readUsers(
  tx: Tx,
  { kind, users }: { readonly kind: SubjectType; readonly users: readonly UsersQuestion[] },
  id: string,
): Promise<ResourceUser[]> {
  const questions = [...users, ...USERS.all.filter(({ of }) => of === kind)];
  if (questions.length === 0) return [];
  return tx.rows(
    // Declares the type of $1 first, as a question may begin with another use of it.
    `with removed as (select $1::uuid) ${questions.map(sqlOf).join(' union all ')}`,
    [id],
  );
}

/** Returns those of some resources that have no users. */
export function readUnused(
  tx: Tx,
  { kind, users }: { readonly kind: SubjectType; readonly users: readonly UsersQuestion[] },
  ids: readonly string[],
): Promise<string[]> {
  const questions = [...users, ...USERS.all.filter(({ of }) => of === kind)];
  const free = questions.map(({ select }) => `not exists (select ${select.replaceAll(/\$1\b/g, 'asked.id')})`);
  return tx.columnOf(`select asked.id from unnest($1::uuid[]) as asked (id) where ${['true', ...free].join(' and ')}`, [
    ids,
  ]);
}

function sqlOf({ kind, select, isCounted }: UsersQuestion): string {
  return `(select '${kind}' as kind, found.id, found.name, ${isCounted === true} as "isCounted" from (select ${select}) as found (id, name))`;
}
