import type { RepRow } from '../../people/rep.table.js';
import { fold } from '../mapping/planned-column.js';

/** Returns the id of the one rep who has an address, a name, a ref or an id; undefined if there is none, or several. */
export function repNamed(
  text: string,
  reps: Iterable<Pick<RepRow, 'id' | 'name' | 'email' | 'refs'>>,
): string | undefined {
  const named = fold(text);
  const found = [...reps].filter(({ id, name, email, refs }) =>
    [id, email, name, ...Object.values(refs)].some((each) => fold(each) === named),
  );
  return found.length === 1 ? found[0]!.id : undefined;
}
