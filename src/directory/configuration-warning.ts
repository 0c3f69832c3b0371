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
  'repWithoutPool',
  'repWithoutCapacity',
  'repInTwoTeams',
] as const;

/** Where it stands: whoever saves that is warned of it. */
type Place =
  | { readonly in: 'routing'; readonly pointer: string }
  /** Into each policy whose answer is to say it. */
  | { readonly in: 'policies'; readonly pointers: Readonly<Record<string, readonly string[]>> }
  /** Of a queue, and of the rep who owned it. */
  | { readonly in: 'queues'; readonly queueId: string; readonly ownerRepId: string | null }
  | { readonly in: 'people' };

export interface ConfigurationWarning {
  readonly code: (typeof ODDITY_CODES)[number];
  /** What it means, and the request that mends it. */
  readonly text: string;
  readonly place: Place;
}
