import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { Directory } from '../../directory/directory.js';
import type { Warning } from '../../documents/version.schema.js';
import { leadSuccessorOf, type OffboardBody, successorOf } from '../../people/offboarding.js';
import type { RepRow } from '../../people/rep.table.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import type { Instant } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';

export interface OwnedGroup {
  /** The field of the request that names the successor. */
  readonly what: string;
  /** The singular, for messages. */
  readonly one: string;
  readonly count: number;
  readonly ids: readonly string[];
}

/** The most ids of a rep's subjects that are listed one by one. */
const NAMED_MAX = 1_000;

export function ownedOf(what: string, one: string, ids: readonly string[]): OwnedGroup {
  return { what, one, count: ids.length, ids: ids.slice(0, NAMED_MAX) };
}

/** Warns of what an inactive rep still has, which nobody works on until it is handed over. */
export function warningsOfLeft({ id, name }: Pick<RepRow, 'id' | 'name'>, owned: readonly OwnedGroup[]): Warning[] {
  const kept = owned.flatMap(({ what, one, count }) => (count === 0 ? [] : [counted(count, one, what)]));
  if (kept.length === 0) return [];
  const message = `${name} still has ${new Intl.ListFormat('en').format(kept)}, which nobody works on. An offboarding hands them over: POST /v1/reps/${id}/offboard.`;
  return [{ pointer: '/active', message }];
}

export function reportsOf({ id }: RepRow, { content }: Directory): string[] {
  return [...content.reps.values()].filter(({ managerId }) => managerId === id).map((rep) => rep.id);
}

/** Rejects successors who are unknown, inactive or the leaver. @param parts that satellites hand over */
export function faultsOfSuccessors(
  body: OffboardBody,
  parts: readonly string[],
  leaver: RepRow,
  directory: Directory,
): Fault[] {
  const faultsOf = (repId: string | undefined, pointer: string): Fault[] => {
    if (repId === undefined) return [];
    if (repId === leaver.id) return [fault(pointer, 'self', `Expected another rep: ${leaver.name} is leaving.`)];
    const rep = directory.rep(repId);
    if (rep === undefined) return [fault(pointer, 'unknownId', `There is no rep ${repId}.`)];
    return rep.active ? [] : [fault(pointer, 'inactive', `${rep.name} is inactive.`)];
  };
  const leads = leadSuccessorOf(body);
  const managerId = body.reports?.managerId?.toLowerCase();
  const poolId = leads !== undefined && 'poolId' in leads ? leads.poolId : undefined;
  return collectFaults(
    faultsOf(leads !== undefined && 'repId' in leads ? leads.repId : undefined, '/leads/repId'),
    poolId !== undefined &&
      directory.pool(poolId) === undefined &&
      fault('/leads/poolId', 'unknownId', `There is no pool ${poolId}.`),
    parts.flatMap((part) => faultsOf(successorOf(body, part), `/${part}/repId`)),
    faultsOf(managerId, '/reports/managerId'),
    faultsOfRing(managerId, leaver, directory),
  );
}

/** Rejects a new manager from below the leaver, who would become a manager of themselves. */
function faultsOfRing(managerId: string | undefined, leaver: RepRow, directory: Directory): Fault[] {
  if (managerId === undefined || !isBelow(managerId, leaver.id, directory)) return [];
  const { name } = directory.rep(managerId)!;
  const message = `${name} is below ${leaver.name}, and would become their own manager: give ${name} another manager first, or name another rep.`;
  return [fault('/reports/managerId', 'cycle', message)];
}

/** Reports whether the chain of managers above a rep includes another rep. */
export function isBelow(repId: string, otherId: string, directory: Directory): boolean {
  const line = new Set([repId]);
  let above = directory.rep(repId)?.managerId ?? null;
  while (above !== null && above !== otherId && !line.has(above)) {
    line.add(above);
    above = directory.rep(above)?.managerId ?? null;
  }
  return repId !== otherId && above === otherId;
}

/** Returns a fault for each kind of thing that the leaver has and the request gives no successor for. */
export function missingOf(
  body: OffboardBody,
  {
    rep,
    owned,
    isManager,
  }: { readonly rep: RepRow; readonly owned: readonly OwnedGroup[]; readonly isManager: boolean },
): Fault[] {
  const unsaid = owned.filter(({ what, count }) => count > 0 && body[what] === undefined);
  return collectFaults(
    unsaid.map(({ what, one, count }) => {
      const things = count === 1 ? `1 ${one}` : `${count} ${one}s`;
      return fault(`/${what}`, 'required', `${rep.name} has ${things}: say who gets ${count === 1 ? 'it' : 'them'}.`);
    }),
    isManager &&
      body.reports === undefined &&
      fault('/reports', 'required', `${rep.name} manages others: expected their next manager, or null.`),
  );
}

/** What becomes of resources that name a leaver, by kind; all other kinds stay. */
const BECOMES: Readonly<Record<string, 'without' | 'handedOver'>> = {
  pool: 'without',
  team: 'without',
  key: 'without',
  rep: 'handedOver',
  lead: 'handedOver',
};

/** Returns the absences of others that the leaver would cover at an instant or later, by the name of the absent rep. */
export function coveredAbsences({ id }: RepRow, { content }: Directory, at: Instant): ResourceUser[] {
  return [...content.absencesByRep.values()].flat().flatMap((absence) => {
    const isCovered = absence.coverRepId === id && absence.toAt > at;
    return isCovered
      ? [{ kind: 'absence', id: absence.id, name: content.reps.get(absence.repId)!.name, isCounted: false }]
      : [];
  });
}

/**
 * Returns what names the leaver, and what becomes of each. Leads, deals and the like are listed as what they own, which
 * leaves out what has ended and stays theirs.
 * @param handedOver the kinds that satellites hand over
 */
export function namedBy(users: readonly ResourceUser[], handedOver: readonly string[]) {
  return users.flatMap(({ kind, id, name, isCounted }) => {
    const becomes = handedOver.includes(kind) ? ('handedOver' as const) : (BECOMES[kind] ?? ('stays' as const));
    return isCounted && becomes === 'handedOver' ? [] : [{ kind, id, name, becomes }];
  });
}
