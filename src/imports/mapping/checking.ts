import { type Fault, fault, step } from '../../platform/input/fault.js';
import { ATTRIBUTES_MAX } from '../../vocabulary/lead-fields.js';
import { isPastField } from './past-row.js';
import { type Mapping, takesMany, targetOf, typeOfField } from './target.js';

/** Returns what is wrong with a mapping for a file with these columns. @param hasPast whether rows may be history */
export function faultsOfMapping({ columns }: Mapping, names: readonly string[], hasPast: boolean): Fault[] {
  const faults: Fault[] = [];
  const known = new Set(names);
  const taken = new Map<string, string>();
  for (const [name, target] of Object.entries(columns)) {
    const at = `/columns${step(name)}`;
    if (!known.has(name)) faults.push(fault(at, 'unknownColumn', `The file has no column "${name}".`));
    if (target === null) continue;
    const { to } = targetOf(target);
    const other = taken.get(to);
    if (isPastField(to) && !hasPast)
      faults.push(
        fault(at, 'noPast', `A lead that comes in now has no "${to}": import it as history, or leave this out.`),
      );
    else if (typeOfField(to) === null)
      faults.push(fault(at, 'unknownField', `A lead has no field "${to}". Custom fields begin with "attributes.".`));
    else if (other !== undefined && !takesMany(to))
      faults.push(fault(at, 'contradiction', `"${other}" goes to ${to} already.`));
    taken.set(to, name);
  }
  return faults.length > 0 ? faults : faultsOfAttributes(columns, names);
}

function faultsOfAttributes(columns: Mapping['columns'], names: readonly string[]): Fault[] {
  const targets = names.map((name) => (Object.hasOwn(columns, name) ? columns[name]! : `attributes.${name}`));
  const attributes = targets.filter((target) => target !== null && targetOf(target).to.startsWith('attributes.'));
  if (attributes.length <= ATTRIBUTES_MAX) return [];
  const message = `${attributes.length} columns would become custom fields, and a lead takes at most ${ATTRIBUTES_MAX}: leave some out with null.`;
  return [fault('/columns', 'tooMany', message)];
}
