import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { Directory } from '../../directory/directory.js';
import { leadSuccessorOf, type OffboardBody, successorOf } from '../../people/offboarding.js';
import type { RepRow } from '../../people/rep.table.js';
import type { Fault } from '../../platform/fault.js';

/** What somebody who leaves has of one kind. */
export interface Owned {
  /** As the request calls it. */
  readonly what: string;
  /** One of it, in sentences. */
  readonly one: string;
  readonly count: number;
  readonly ids: readonly string[];
}

/** The reps whom somebody manages. */
export function reportsOf({ id }: RepRow, { content }: Directory): string[] {
  return [...content.reps.values()].filter(({ managerId }) => managerId === id).map((rep) => rep.id);
}

/** Successors who are nobody, not there, or the one who leaves. @param parts the names of what satellites hand over */
export function faultsOfSuccessors(
  body: OffboardBody,
  parts: readonly string[],
  leaver: RepRow,
  directory: Directory,
): Fault[] {
  const faultsOf = (repId: string | undefined, pointer: string): Fault[] => {
    if (repId === undefined) return [];
    if (repId === leaver.id)
      return [{ pointer, code: 'self', message: `Expected somebody else: ${leaver.name} leaves.` }];
    const rep = directory.rep(repId);
    if (rep === undefined) return [{ pointer, code: 'unknownId', message: `There is no rep ${repId}.` }];
    return rep.active ? [] : [{ pointer, code: 'inactive', message: `${rep.name} is inactive.` }];
  };
  const leads = leadSuccessorOf(body);
  const managerId = body.reports?.managerId?.toLowerCase();
  const poolId = leads !== undefined && 'poolId' in leads ? leads.poolId : undefined;
  return [
    ...faultsOf(leads !== undefined && 'repId' in leads ? leads.repId : undefined, '/leads/repId'),
    ...(poolId !== undefined && directory.pool(poolId) === undefined
      ? [{ pointer: '/leads/poolId', code: 'unknownId', message: `There is no pool ${poolId}.` }]
      : []),
    ...parts.flatMap((part) => faultsOf(successorOf(body, part), `/${part}/repId`)),
    ...faultsOf(managerId, '/reports/managerId'),
    ...faultsOfRing(managerId, leaver, directory),
  ];
}

/** Whoever is below the one who leaves, and came to be above the others there, would be above themselves. */
function faultsOfRing(managerId: string | undefined, leaver: RepRow, directory: Directory): Fault[] {
  if (managerId === undefined || !isBelow(managerId, leaver.id, directory)) return [];
  const { name } = directory.rep(managerId)!;
  const message = `${name} is below ${leaver.name}, and would be above themselves: give ${name} another manager first, or name somebody else.`;
  return [{ pointer: '/reports/managerId', code: 'cycle', message }];
}

/** Whether the line of managers above a rep leads to another. */
export function isBelow(repId: string, otherId: string, directory: Directory): boolean {
  const line = new Set([repId]);
  let above = directory.rep(repId)?.managerId ?? null;
  while (above !== null && above !== otherId && !line.has(above)) {
    line.add(above);
    above = directory.rep(above)?.managerId ?? null;
  }
  return repId !== otherId && above === otherId;
}

/** What they have of which nothing is said. */
export function missingOf(
  body: OffboardBody,
  { rep, owned, isManager }: { readonly rep: RepRow; readonly owned: readonly Owned[]; readonly isManager: boolean },
): Fault[] {
  const unsaid = owned.filter(({ what, count }) => count > 0 && body[what] === undefined);
  return [
    ...unsaid.map(({ what, one, count }) => {
      const things = count === 1 ? `1 ${one}` : `${count} ${one}s`;
      return {
        pointer: `/${what}`,
        code: 'required',
        message: `${rep.name} has ${things}: say who gets ${count === 1 ? 'it' : 'them'}.`,
      };
    }),
    ...(isManager && body.reports === undefined
      ? [{ pointer: '/reports', code: 'required', message: `${rep.name} manages others: say who does, or null.` }]
      : []),
  ];
}

/** What goes on without them, and who has another manager. */
const BECOMES: Readonly<Record<string, 'without' | 'handedOver'>> = {
  pool: 'without',
  team: 'without',
  key: 'without',
  rep: 'handedOver',
  lead: 'handedOver',
};

/**
 * What names them, with what becomes of it. What is about earlier leads and versions is history, and no more.
 * @param handedOver the kinds that satellites hand over
 */
export function namedBy(users: readonly ResourceUser[], handedOver: readonly string[]) {
  return users.map(({ kind, id, name }) => {
    const becomes = handedOver.includes(kind) ? ('handedOver' as const) : (BECOMES[kind] ?? ('stays' as const));
    return { kind, id, name, becomes };
  });
}
