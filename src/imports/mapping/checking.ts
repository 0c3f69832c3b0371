import { type Fault, fault, step } from '../../platform/input/fault.js';
import type { SubjectShape } from '../subjects/shape.js';
import { type Mapping, targetOf } from './target.js';

/** Returns what is wrong with a mapping for a file with these columns. @param hasPast whether rows may be history */
export function faultsOfMapping(
  shape: SubjectShape,
  { columns }: Mapping,
  names: readonly string[],
  hasPast: boolean,
): Fault[] {
  const faults: Fault[] = [];
  const known = new Set(names);
  const taken = new Map<string, string>();
  for (const [name, target] of Object.entries(columns)) {
    const at = `/columns${step(name)}`;
    if (!known.has(name)) faults.push(fault(at, 'unknownColumn', `The file has no column "${name}".`));
    if (target === null) continue;
    const { to } = targetOf(target);
    const other = taken.get(to);
    const type = shape.typeOf(to);
    if (shape.isOfPast(to) && !hasPast) faults.push(fault(at, 'noPast', shape.words.noPast(to)));
    // Nothing can be stored under that name.
    else if (type === null || to.endsWith('.__proto__'))
      faults.push(fault(at, 'unknownField', shape.words.unknownField(to)));
    else if (other !== undefined && type !== 'list')
      faults.push(fault(at, 'contradiction', `"${other}" goes to ${to} already.`));
    taken.set(to, name);
  }
  return faults.length > 0 ? faults : (shape.faultsOfAll?.(columns, names) ?? []);
}
