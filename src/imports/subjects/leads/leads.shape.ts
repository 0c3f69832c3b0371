import { type Fault, fault } from '../../../platform/input/fault.js';
import { ATTRIBUTES_MAX } from '../../../vocabulary/lead-fields.js';
import { type ColumnTarget, type Mapping, targetOf } from '../../mapping/target.js';
import type { SubjectShape } from '../shape.js';
import { FIELD_PATHS, typeOfField } from './lead-column.js';
import { isPastField, PAST_FIELDS } from './past-row.js';
import { suggestTargets } from './suggesting.js';

export const LEADS: SubjectShape = {
  of: 'leads',
  modes: ['live', 'history', 'byAge'],
  source: 'named',
  isForAdmins: false,
  words: {
    modes: '',
    noPast: (field) => `A lead that comes in now has no "${field}": import it as history, or leave this out.`,
    unknownField: (field) => `A lead has no field "${field}". Custom fields begin with "attributes.".`,
  },
  fields: (hasPast) => (hasPast ? [...FIELD_PATHS, ...PAST_FIELDS] : FIELD_PATHS),
  typeOf: typeOfField,
  isOfPast: isPastField,
  otherwise,
  faultsOfAll,
  suggest: suggestTargets,
};

/** What no field takes is kept in a custom field of the name of its column, so nothing is lost. */
function otherwise(name: string): ColumnTarget {
  return `attributes.${name}`;
}

function faultsOfAll(columns: Mapping['columns'], names: readonly string[]): Fault[] {
  const targets = names.map((name) => (Object.hasOwn(columns, name) ? columns[name]! : otherwise(name)));
  const attributes = targets.filter((target) => target !== null && targetOf(target).to.startsWith('attributes.'));
  if (attributes.length <= ATTRIBUTES_MAX) return [];
  const message = `${attributes.length} columns would become custom fields, and a lead takes at most ${ATTRIBUTES_MAX}: leave some out with null.`;
  return [fault('/columns', 'tooMany', message)];
}
