import type { Schemas } from '../api/api.js';
import { useMe } from '../session/me.js';

/** What those who have a part in a handoff are called; whoever looks is “you”. */
export function useNames({ people }: Pick<Schemas['Handoff'], 'people'>): (repId: string | null) => string {
  const { repId: own } = useMe();
  return (repId) => {
    if (repId === null) return 'Nobody';
    return repId === own ? 'You' : (people.find((each) => each.repId === repId)?.name ?? 'Somebody');
  };
}
