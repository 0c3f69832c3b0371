import { useMe } from '../session/me.js';
import { useNamedReps } from './use-names.js';
import { useReps } from './use-reps.js';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** Returns the people to choose from: parties first, then the user, then all active reps. */
export function usePeople(
  parties: readonly { readonly repId: string; readonly name: string }[] = [],
): readonly Person[] {
  const { repId, name } = useMe();
  const reps = (useNamedReps().data ?? []).filter(({ active }) => active);
  const own = repId === null ? [] : [{ id: repId, name }];
  const all = [...parties.map((party) => ({ id: party.repId, name: party.name })), ...own, ...reps];
  return [...new Map(all.map((person) => [person.id, person])).values()];
}

/** Why routing deals somebody no leads who is there all the same, so that a person may give them one. */
const NOT_DEALT = ['noPool', 'noRule', 'fallback'];

/** Returns the people who may be given a lead; visible reps who take none now are marked. */
export function useTakers(): readonly Person[] {
  const reps = useReps().data ?? [];
  const isOut = (repId: string) =>
    reps.some(({ id, receiving: { now, why = '' } }) => id === repId && !now && !NOT_DEALT.includes(why));
  return usePeople().map(({ id, name }) => ({ id, name: isOut(id) ? `${name} (takes no leads now)` : name }));
}
