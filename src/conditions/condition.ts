/**
 * The condition language of routing rules and SLA policies. A condition is checked when it is saved, compiled when it
 * is loaded, and evaluated for every lead.
 */
export { checkCondition } from './condition-check.js';
export {
  type CompiledCondition,
  compileCondition,
  type Evaluation,
  type FailedComparison,
  type Spellings,
} from './condition-evaluate.js';
export {
  CONDITION_LEVELS_MAX,
  CONDITIONS_MAX,
  type Comparison,
  type Condition,
  type ConditionFields,
  OPERATORS,
  type Operator,
} from './condition-language.js';
export { type ComparableCondition, comparable, contradictedIn, covers } from './coverage.js';
export { listsNamedIn } from './lists-named.js';
export { type Lists, NO_LISTS, ValueList } from './value-list.js';
