import { checkCondition } from '../../conditions/condition-check.js';
import { readerOf } from '../../conditions/condition-evaluate.js';
import { isOfAccount, LEAD_CONDITION_FIELDS } from '../../conditions/condition-language.js';
import type { LeadFacts } from '../../conditions/lead-facts.js';
import type { Skills } from '../../people/people.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import { caseless } from '../../platform/values/text.js';

/** What a rule requires of the owner: for each skill one of these values, or the value that the lead has in a field. */
export type RequiredSkills = Readonly<Record<string, readonly string[] | { readonly field: string }>>;

/** A skill that a lead needs: its owner has one of the values. */
export interface NeededSkill {
  readonly skill: string;
  readonly values: readonly string[];
}

export interface CompiledSkills {
  readonly asksLead: boolean;
  readonly asksAccount: boolean;
  /** Skills that are the same for every lead. */
  readonly fixed: readonly NeededSkill[];
  /** Skills whose value is in a field of the lead. */
  readonly fromFields: readonly { readonly skill: string; readonly field: string }[];
  /** Returns the skills that a lead needs. A field that it lacks requires nothing. */
  of(lead: LeadFacts): readonly NeededSkill[];
}

/** Returns the faults in the fields that skills are read from; the schema has checked the rest. */
export function faultsOfSkills(required: RequiredSkills = {}): Fault[] {
  return Object.entries(required).flatMap(([skill, values]) => {
    if (!('field' in values)) return [];
    const pointer = `${step(skill)}/field`;
    const faults = checkCondition({ field: values.field, op: 'exists' }, '').map((fault) => ({ ...fault, pointer }));
    const type = LEAD_CONDITION_FIELDS.typeOf(values.field);
    if (faults.length > 0 || type === undefined || SKILLED_TYPES.has(type)) return faults;
    return [fault(pointer, 'type', `Expected a text field: ${values.field} is of another type.`)];
  });
}

const SKILLED_TYPES: ReadonlySet<string> = new Set(['text', 'list', 'any']);

/** @param required without faults by `faultsOfSkills` */
export function compileSkills(required: RequiredSkills): CompiledSkills {
  const entries = Object.entries(required);
  const fixed = entries.flatMap(([skill, values]) => ('field' in values ? [] : [{ skill, values }]));
  const fromFields = entries.flatMap(([skill, values]) => ('field' in values ? [{ skill, field: values.field }] : []));
  const fromLead = fromFields.map(({ skill, field }) => ({
    skill,
    read: readerOf(LEAD_CONDITION_FIELDS.stepsTo(field)),
  }));
  return {
    asksLead: fromFields.length > 0,
    asksAccount: fromFields.some(({ field }) => isOfAccount(field)),
    fixed,
    fromFields,
    of(lead) {
      const held = fromLead.map(({ skill, read }) => ({ skill, values: textsIn(read(lead)) }));
      return [...fixed, ...held.filter(({ values }) => values.length > 0)];
    },
  };
}

function textsIn(value: unknown): string[] {
  return [value].flat().flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []));
}

/** Returns the first needed skill that a rep lacks. Names and values compare without case. */
export function lackedBy(skills: Skills, needed: readonly NeededSkill[]): NeededSkill | undefined {
  if (needed.length === 0) return undefined;
  const known = new Map(Object.entries(skills).map(([skill, values]) => [caseless(skill), values.map(caseless)]));
  return needed.find(({ skill, values }) => {
    const theirs = known.get(caseless(skill));
    return theirs === undefined || !values.some((value) => theirs.includes(caseless(value)));
  });
}

export function hasAny(skills: Skills, skill: string): boolean {
  return Object.entries(skills).some(([name, values]) => caseless(name) === caseless(skill) && values.length > 0);
}

/** A needed skill in words: `language de or nl`. */
export function skillInWords({ skill, values }: NeededSkill): string {
  return `${skill} ${new Intl.ListFormat('en', { type: 'disjunction' }).format(values)}`;
}
