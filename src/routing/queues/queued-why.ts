import type { QueuedWhy } from '../deciding/outcome.js';

/** Pronouns for one lead or for several. */
interface Pronouns {
  readonly it: 'it' | 'them';
  readonly its: 'its' | 'their';
  readonly rule: 'its rule' | 'a rule';
}

interface Why {
  /** Whether it waits for a person, in a named queue. */
  readonly isForPerson: boolean;
  /** The wording in histories and notifications. */
  readonly words: (words: Pronouns) => string;
  /** The wording in traces, if it depends on nothing else. */
  readonly because?: string;
  /** The wording in the list of waiting leads, if it depends on nothing else. */
  readonly now?: string;
}

const NO_POOL = 'No rule matches it, and there is no fallback pool';

export const QUEUED_WHY = {
  offHours: {
    isForPerson: false,
    words: ({ it }) => `nobody who could take ${it} is at work`,
    because: 'Nobody who could take it is at work, and the pool waits for them',
  },
  nobodyEligible: { isForPerson: false, words: ({ it }) => `nobody can take ${it}` },
  noPool: {
    isForPerson: false,
    words: () => 'no rule matches, and there is no fallback pool',
    because: NO_POOL,
    now: `${NO_POOL}.`,
  },
  noTestPool: {
    isForPerson: false,
    words: () => 'it is a test lead, and the settings name no pool for these',
    because: 'It is a test lead, and the settings name no pool for these (testPoolId)',
    now: 'It is a test lead, and the settings name no pool for these: PUT /v1/settings with testPoolId.',
  },
  shadow: {
    isForPerson: false,
    words: () => 'the routing rules are in shadow, and act on nothing',
    because: 'The routing rules are in shadow, and act on nothing',
  },
  rule: { isForPerson: true, words: ({ it, rule }) => `${rule} sends ${it} there, for a person to decide` },
  limit: {
    isForPerson: true,
    words: ({ its }) => `more leads came from ${its} source within a minute than are routed`,
  },
  noContact: { isForPerson: true, words: ({ it }) => `nothing in ${it} says how to reach anybody` },
  suppressedNumber: {
    isForPerson: true,
    words: ({ its }) => `${its} number is suppressed, and there is no other way to reach anybody`,
  },
  imported: { isForPerson: true, words: ({ it }) => `nobody who is there had ${it} when ${it} came by an import` },
  putBack: { isForPerson: true, words: ({ it }) => `a person put ${it} back there` },
} as const satisfies Record<QueuedWhy, Why>;

/** Returns the reason in an event or a notification, or `nobodyEligible` if it is not known. */
export function queuedWhyIn(why: unknown): QueuedWhy {
  return Object.hasOwn(QUEUED_WHY, String(why)) ? (why as QueuedWhy) : 'nobodyEligible';
}
