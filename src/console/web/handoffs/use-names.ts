import type { Schemas } from '../api/api.js';
import { useMe } from '../session/me.js';

/** What those who have a part in a handoff are called; whoever looks is “you”. */
export function useNames(
  { people }: Pick<Schemas['Handoff'], 'people'>,
  you = 'You',
): (repId: string | null) => string {
  const { repId: own } = useMe();
  return (repId) => {
    if (repId === null) return 'Nobody';
    return repId === own ? you : (people.find((each) => each.repId === repId)?.name ?? 'Somebody');
  };
}
