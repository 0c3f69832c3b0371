import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { DURATION_MAX_DAYS, elapsedMs, MS_PER_DAY } from '../platform/values/duration.js';
import type { BreachActionBody } from './chain.dto.js';
import { readActions } from './policy-reading.js';

/** A clock stores the actions taken as bits of a 32-bit integer. */
export const CHAIN_MAX = 30;

/** The reps and teams that chains may name. One that is absent does not exist. */
export interface KnownTargets {
  readonly reps: ReadonlyMap<string, { readonly active: boolean }>;
  readonly teams: ReadonlyMap<string, { readonly name: string; readonly isStaffed: boolean }>;
}

const MEANS: Readonly<Record<'reassign' | 'remind', string>> = {
  reassign: '"reassign" moves the lead on by the rules, once',
  remind: '"remind" notifies the owner, once',
};

/** Returns the faults of a chain. @param pointer to the chain */
export function faultsOfChain(chain: readonly BreachActionBody[], pointer: string): Fault[] {
  const count = readActions(chain).length;
  const message = `With all repeats these are ${count} actions, and at most ${CHAIN_MAX} are possible.`;
  return collectFaults(
    count > CHAIN_MAX && fault(pointer, 'tooMany', message),
    chain.flatMap((action, index) => faultsOfAction(action, `${pointer}${step(index)}`)),
  );
}

/** Returns faults for named reps who are not active, and for named teams without an active member. */
export function faultsOfTargets(chain: readonly BreachActionBody[], pointer: string, known: KnownTargets): Fault[] {
  return chain.flatMap(({ to }, index) => {
    if (typeof to !== 'object') return [];
    const place = `${pointer}${step(index)}/to`;
    return 'repId' in to
      ? faultsOfRep(to.repId, `${place}/repId`, known)
      : faultsOfTeam(to.teamId, `${place}/teamId`, known);
  });
}

function faultsOfAction(action: BreachActionBody, pointer: string): Fault[] {
  const { do: what, to, repeat } = action;
  const contradiction = (field: string, message: string) => fault(`${pointer}/${field}`, 'contradiction', message);
  if (what !== 'escalate')
    return collectFaults(
      to !== undefined && contradiction('to', `Only "escalate" has a recipient; ${MEANS[what]}.`),
      repeat !== undefined && contradiction('repeat', `Only "escalate" is repeated; ${MEANS[what]}.`),
    );
  // Beyond the range of calendars, the action would be due at once.
  if (elapsedMs(readActions([action]).at(-1)!.after) <= DURATION_MAX_DAYS * MS_PER_DAY) return [];
  const message = `The last repeat would come more than P${DURATION_MAX_DAYS}D after the miss.`;
  return [fault(`${pointer}/repeat`, 'durationTooLong', message)];
}

/** Returns a fault for a rep who is not active. */
export function faultsOfRep(id: string, pointer: string, { reps }: Pick<KnownTargets, 'reps'>): Fault[] {
  const rep = reps.get(id);
  if (rep === undefined) return [fault(pointer, 'unknownId', `There is no rep ${id}.`)];
  return rep.active ? [] : [fault(pointer, 'inactive', `The rep ${id} is not active.`)];
}

function faultsOfTeam(id: string, pointer: string, { teams }: KnownTargets): Fault[] {
  const team = teams.get(id);
  if (team === undefined) return [fault(pointer, 'unknownId', `There is no team ${id}.`)];
  const message = `Nobody in the team "${team.name}" is active: PUT /v1/teams/{id} with members.`;
  return team.isStaffed ? [] : [fault(pointer, 'noMembers', message)];
}
