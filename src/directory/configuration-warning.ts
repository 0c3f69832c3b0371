export const ODDITY_CODES = [
  'ruleWithoutAnybody',
  'fallbackWithoutAnybody',
  'queueWithoutOwner',
  'skillNobodyHas',
  'ruleHidden',
  'ruleImpossible',
  'rulesInShadow',
  'policyHidden',
  'policyWithoutManagers',
  'policyMovesNowhere',
  'unreachableUnproven',
  'policyWithRetiredReason',
  'dealsPolicyAsksUnknown',
  'renewalOutOfOrder',
  'leadHoursWithoutEffect',
  'leadHoursNeverMet',
  'policyHoursBeyondDay',
  'repWithoutPool',
  'repWithoutCapacity',
  'repInTwoTeams',
] as const;

/** The location of the fault, which decides whose saves return the warning. */
type Place =
  | { readonly in: 'routing'; readonly pointer: string }
  /** The JSON pointers to report, by the id of each policy concerned. */
  | { readonly in: 'policies'; readonly pointers: Readonly<Record<string, readonly string[]>> }
  /** The queue, and the rep who owned it. */
  | { readonly in: 'queues'; readonly queueId: string; readonly ownerRepId: string | null }
  | { readonly in: 'people' };

export interface ConfigurationWarning {
  readonly code: (typeof ODDITY_CODES)[number];
  /** The meaning, and the request that fixes it. */
  readonly text: string;
  readonly place: Place;
}
