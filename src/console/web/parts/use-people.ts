import type { Schemas } from '../api/api.js';
import { useMe } from '../session/me.js';
import { useReps } from './use-reps.js';

type Person = Pick<Schemas['Rep'], 'id' | 'name'>;

/** Whom somebody may choose: who has a part in it first, whoever chooses, then active reps whom they see. */
export function usePeople(parties: readonly { readonly repId: string; readonly name: string }[]): readonly Person[] {
  const { repId, name } = useMe();
  const reps = (useReps().data ?? []).filter(({ active }) => active);
  const own = repId === null ? [] : [{ id: repId, name }];
  const all = [...parties.map((party) => ({ id: party.repId, name: party.name })), ...own, ...reps];
  return [...new Map(all.map((person) => [person.id, person])).values()];
}
