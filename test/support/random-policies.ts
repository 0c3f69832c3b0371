const WAITS = { field: 'attributes.waits', op: 'eq', value: true };
const step = (kinds: string[], after: string, within = 'PT40M') => ({ kinds, after, within });
const reassignAfter = (after: string) => [
  { after, do: 'reassign' },
  { after: 'PT30M', do: 'escalate', to: 'manager' },
];
// biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
const unreachable = { attempts: 4, over: 'PT10M', then: { category: 'recycle', reason: 'unreachable' } };
const returns = { onCorrection: 'return', acknowledge: 'PT10M' } as const;

/** Versions between which a policy may change. */
export function versionsOfPolicies(): object[] {
  return [
    { time: 'elapsed', firstTouch: { within: 'PT5M' } },
    { time: 'elapsed', firstTouch: { within: 'PT5M', warnAt: [50], ...returns }, pauseWhile: WAITS, grace: 'PT5M' },
    {
      time: 'elapsed',
      firstTouch: { within: 'PT20M', leadWithin: 'PT30M', ...returns, onBreach: reassignAfter('PT10M') },
      followUp: { steps: [step(['call'], 'PT0S'), step(['email'], 'PT10M'), step(['call'], 'PT10M')] },
      decideWithin: { within: 'PT1H', onMiss: reassignAfter('PT5M') },
    },
    {
      time: 'elapsed',
      firstTouch: { within: 'PT10M', warnAt: [50, 80], ...returns },
      followUp: { steps: [step(['call', 'email'], 'PT30M')], onMiss: reassignAfter('PT0S') },
      pauseWhile: WAITS,
      unreachable,
    },
    {
      firstTouch: { within: 'PT30M', afterHours: 'PT1H', leadWithin: 'PT2H', acknowledge: 'PT30M' },
      followUp: { steps: [step(['call'], 'PT1H')] },
      decideWithin: 'P1D',
      pauseWhile: WAITS,
      leadHours: true,
    },
    { firstTouch: { within: 'PT1H', by: 'owner', onCorrection: 'return' }, decideWithin: 'PT2H', grace: 'PT0S' },
    { mode: 'notify', firstTouch: { within: 'PT15M', acknowledge: 'PT5M' }, decideWithin: 'PT3H' },
  ];
}
