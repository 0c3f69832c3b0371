import { describe, expect, it } from '@jest/globals';
import { BUILT_IN_REASONS } from '../../src/admin/first-start/built-in.js';
import type { SideStage, Stage } from '../../src/feedback/delivery.js';
import type {
  DeliveryIntent,
  Occurrence,
  PlanningContext,
  SentStage,
} from '../../src/feedback/planning/delivery-intent.js';
import { intentsFor } from '../../src/feedback/planning/intents.js';
import { ACTIONS, stopsSending, TRIGGERS, type Trigger, triggerOf } from '../../src/feedback/planning/trigger.js';
import type { Platform } from '../../src/feedback/platform.js';
import { transportOf } from '../../src/feedback/platforms.js';
import { MS_PER_DAY } from '../../src/platform/values/duration.js';
import { CREATED_AT, NOW, QUALIFIED_AT, WON_AT, WORTH, ZERO } from './maya.js';

/** The columns of the table: each platform, and Google once for each API. */
const COLUMNS = {
  google: { platform: 'googleAds', settings: { transport: 'adsApi' } },
  dataManager: { platform: 'googleAds', settings: { transport: 'dataManager' } },
  microsoft: { platform: 'microsoft', settings: {} },
  meta: { platform: 'meta', settings: {} },
  linkedin: { platform: 'linkedin', settings: {} },
  tiktok: { platform: 'tiktok', settings: {} },
  generic: { platform: 'generic', settings: {} },
} as const satisfies Record<string, { platform: Platform; settings: object }>;
type Column = keyof typeof COLUMNS;

const AT: Readonly<Record<string, number>> = {
  lead: CREATED_AT,
  qualified: QUALIFIED_AT,
  opportunity: QUALIFIED_AT,
  won: WON_AT,
};
const ESTIMATE = { amount: '5000.00', currency: 'USD' };

function sent(stage: Stage | SideStage, over: Partial<SentStage> = {}): SentStage {
  const value = stage === 'won' ? WORTH : null;
  const valueNow = 'value' in over ? over.value! : value;
  return {
    id: `${stage}-row`,
    stage,
    revision: 1,
    state: 'accepted',
    mayHaveLeft: false,
    isHidden: false,
    isRecalled: false,
    eventAt: AT[stage] ?? NOW,
    value,
    valueNow,
    valueThere: valueNow,
    isRetracted: false,
    waiting: null,
    ...over,
  };
}

function context(column: Column, over: Partial<PlanningContext> = {}): PlanningContext {
  const { platform, settings } = COLUMNS[column];
  const { abilities, windows } = transportOf(platform, settings, 'retract');
  return {
    abilities,
    windows,
    sent: [],
    asksFor: () => true,
    counts: () => true,
    worth: (stage) => over.sent?.find((each) => each.stage === stage)?.value ?? null,
    leadCountedBy: 'touchline',
    tagKey: null,
    isStopped: false,
    currency: 'USD',
    now: NOW,
    ...over,
  };
}

function inWords(intent: DeliveryIntent): string {
  switch (intent.do) {
    case 'send':
      return `${intent.kind} ${intent.stage}.${intent.revision}${intent.isQuarantined ? ' after quarantine' : ''}`;
    case 'retract':
      return `retract ${intent.of.stage}`;
    case 'restate':
      return `restate ${intent.of.stage} to ${intent.value.amount}${intent.isCountWrong ? ', count wrong' : ''}`;
    case 'cancel':
      return `cancel ${intent.of.stage}${intent.withheld === null ? '' : ` (${intent.withheld})`}`;
    case 'revalue':
      return `revalue ${intent.of.stage} to ${intent.value.amount}`;
    case 'adopt':
      return `adopt ${intent.stage} as ${intent.key}`;
    case 'recall':
      return `recall ${intent.of.stage}${intent.withheld === null ? '' : ` (${intent.withheld})`}`;
    case 'keep':
      return `keep ${intent.of.stage}`;
    case 'sendAgain':
      return `tell ${intent.of.stage}.${intent.of.revision} still`;
    case 'callOff':
      return `call off ${intent.adjustmentId}`;
    case 'withhold':
      return `withhold ${intent.kind} ${intent.stage}: ${intent.reason}`;
  }
}

function intended(
  column: Column,
  happening: Trigger,
  over: Partial<PlanningContext> = {},
  occurrence: Partial<Occurrence> = {},
): string[] {
  return intentsFor(ACTIONS[happening], { at: NOW, value: null, ...occurrence }, context(column, over)).map(inWords);
}

const L = sent('lead');
const Q = sent('qualified');
const W = sent('won');
const cannot = (...stages: string[]) => stages.map((stage) => `withhold retract ${stage}: platformCannotRetract`);
const retract = (...stages: string[]) => stages.map((stage) => `retract ${stage}`);
const worthless = (...stages: string[]) => stages.map((stage) => `restate ${stage} to 0, count wrong`);

interface Row {
  readonly title: string;
  readonly happening: Trigger;
  readonly sent: readonly SentStage[];
  /** For platforms on which the earlier steps would have left other deliveries. */
  readonly sentOf?: Readonly<Partial<Record<Column, readonly SentStage[]>>>;
  readonly occurrence?: Partial<Occurrence>;
  readonly cells: Readonly<Record<Column, readonly string[]>>;
}

const none = { google: [], dataManager: [], microsoft: [], meta: [], linkedin: [], tiktok: [], generic: [] };
const unable = (...cell: string[]) => ({ meta: cell, linkedin: cell, tiktok: cell });

const ROWS: readonly Row[] = [
  {
    title: 'a new lead',
    happening: 'received',
    sent: [],
    cells: {
      google: ['conversion lead.1'],
      dataManager: ['conversion lead.1 after quarantine'],
      microsoft: ['conversion lead.1'],
      meta: ['stage lead.1 after quarantine'],
      linkedin: ['conversion lead.1 after quarantine'],
      tiktok: ['conversion lead.1 after quarantine'],
      generic: ['conversion lead.1'],
    },
  },
  {
    title: 'a qualified lead',
    happening: 'qualified',
    sent: [L],
    cells: {
      google: ['conversion qualified.1'],
      dataManager: ['conversion qualified.1'],
      microsoft: ['conversion qualified.1'],
      meta: ['stage qualified.1'],
      linkedin: ['conversion qualified.1'],
      tiktok: ['conversion qualified.1'],
      generic: ['conversion qualified.1'],
    },
  },
  {
    title: 'an opportunity',
    happening: 'opportunity',
    sent: [L, Q],
    cells: {
      google: ['conversion opportunity.1'],
      dataManager: ['conversion opportunity.1'],
      microsoft: ['conversion opportunity.1'],
      meta: ['stage opportunity.1'],
      linkedin: ['conversion opportunity.1'],
      tiktok: ['conversion opportunity.1'],
      generic: ['conversion opportunity.1'],
    },
  },
  {
    title: 'a win of a lead of which only the beginning was told',
    happening: 'won',
    sent: [L],
    cells: {
      google: ['conversion won.1'],
      dataManager: ['conversion won.1'],
      microsoft: ['conversion won.1'],
      meta: ['stage qualified.1', 'stage opportunity.1', 'stage won.1'],
      linkedin: ['conversion won.1'],
      tiktok: ['conversion won.1'],
      generic: ['conversion won.1'],
    },
  },
  {
    title: 'another value of a win',
    happening: 'valueChanged',
    sent: [L, Q, W],
    occurrence: { value: ESTIMATE },
    cells: {
      google: ['restate won to 5000.00'],
      dataManager: ['restate won to 5000.00'],
      microsoft: ['restate won to 5000.00'],
      ...unable('withhold restate won: platformCannotRestate'),
      generic: ['restate won to 5000.00'],
    },
  },
  {
    title: 'a win that is reversed',
    happening: 'wonReversed',
    sent: [L, Q, W],
    cells: {
      google: retract('won'),
      dataManager: worthless('won'),
      microsoft: retract('won'),
      ...unable(...cannot('won')),
      generic: retract('won'),
    },
  },
  {
    title: 'a win of which a part is retained',
    happening: 'wonReversed',
    sent: [L, Q, W],
    occurrence: { value: ESTIMATE },
    cells: {
      google: ['restate won to 5000.00'],
      dataManager: ['restate won to 5000.00'],
      microsoft: ['restate won to 5000.00'],
      ...unable('withhold restate won: platformCannotRestate'),
      generic: ['restate won to 5000.00'],
    },
  },
  {
    title: 'not now',
    happening: 'nurtured',
    sent: [L, Q],
    cells: { ...none, meta: ['stage nurture.1'], tiktok: ['stage nurture.1'], generic: ['stage nurture.1'] },
  },
  { title: 'recycled', happening: 'recycled', sent: [L, Q], cells: { ...none, generic: ['stage recycle.1'] } },
  ...(['neverExisted', 'notAProspect'] as const).map((happening) => ({
    title: `suppressed: ${happening}`,
    happening,
    sent: [L, Q],
    cells: {
      google: retract('lead', 'qualified'),
      dataManager: worthless('lead', 'qualified'),
      microsoft: retract('lead', 'qualified'),
      ...unable(...cannot('lead', 'qualified')),
      generic: [...retract('lead', 'qualified'), 'stage suppressed.1'],
    },
  })),
  ...(['invalidContact', 'duplicate'] as const).map((happening) => ({
    title: `suppressed: ${happening}`,
    happening,
    sent: [L],
    cells: {
      google: retract('lead'),
      dataManager: worthless('lead'),
      microsoft: retract('lead'),
      ...unable(...cannot('lead')),
      generic: [...retract('lead'), 'stage suppressed.1'],
    },
  })),
  {
    title: 'suppressed: do not contact',
    happening: 'doNotContact',
    sent: [L, Q],
    cells: { ...none, generic: ['stage suppressed.1'] },
  },
  { title: 'erased', happening: 'erased', sent: [L, Q], cells: none },
  {
    title: 'lost: not a fit',
    happening: 'notAFit',
    sent: [L, Q],
    cells: {
      google: retract('qualified'),
      dataManager: worthless('qualified'),
      microsoft: retract('qualified'),
      meta: ['stage disqualified.1'],
      linkedin: [],
      tiktok: ['stage disqualified.1'],
      generic: ['retract qualified', 'stage disqualified.1'],
    },
  },
  {
    title: 'lost, without an estimate',
    happening: 'realButLost',
    sent: [L, Q],
    cells: { ...none, meta: ['stage lost.1'], tiktok: ['stage lost.1'], generic: ['stage lost.1'] },
  },
  {
    title: 'lost, with an estimate that was told',
    happening: 'realButLost',
    sent: [L, sent('qualified', { value: ESTIMATE })],
    cells: {
      google: ['restate qualified to 0'],
      dataManager: ['restate qualified to 0'],
      microsoft: ['restate qualified to 0'],
      meta: ['stage lost.1'],
      linkedin: [],
      tiktok: ['stage lost.1'],
      generic: ['restate qualified to 0', 'stage lost.1'],
    },
  },
  {
    title: 'lost: fraud',
    happening: 'fraud',
    sent: [L, Q, W],
    cells: {
      google: retract('lead', 'qualified', 'won'),
      dataManager: worthless('lead', 'qualified', 'won'),
      microsoft: retract('lead', 'qualified', 'won'),
      ...unable(...cannot('lead', 'qualified', 'won')),
      generic: [...retract('lead', 'qualified', 'won'), 'stage suppressed.1'],
    },
  },
  {
    title: 'reopened after it was taken back, as far as that could be',
    happening: 'reopened',
    sent: [sent('lead', { isRetracted: true }), sent('qualified', { isRetracted: true })],
    sentOf: {
      dataManager: [L, sent('qualified', { value: ESTIMATE, valueNow: ZERO })],
      meta: [L, Q],
      linkedin: [L, Q],
      tiktok: [L, Q],
    },
    cells: {
      google: ['conversion lead.2', 'conversion qualified.2'],
      dataManager: ['restate qualified to 5000.00'],
      microsoft: ['conversion lead.2', 'conversion qualified.2'],
      ...unable(),
      generic: ['conversion lead.2', 'conversion qualified.2'],
    },
  },
  {
    title: 'reopened after it was cancelled in quarantine',
    happening: 'reopened',
    sent: [sent('lead', { state: 'superseded' })],
    cells: {
      google: ['conversion lead.2'],
      dataManager: ['conversion lead.2 after quarantine'],
      microsoft: ['conversion lead.2'],
      meta: ['stage lead.2 after quarantine'],
      linkedin: ['conversion lead.2 after quarantine'],
      tiktok: ['conversion lead.2 after quarantine'],
      generic: ['conversion lead.2'],
    },
  },
  {
    title: 'reopened after it was made worth nothing, or nothing could be done',
    happening: 'reopened',
    sent: [L, sent('qualified', { value: ESTIMATE, valueNow: ZERO })],
    cells: {
      google: ['restate qualified to 5000.00'],
      dataManager: ['restate qualified to 5000.00'],
      microsoft: ['restate qualified to 5000.00'],
      ...unable(),
      generic: ['restate qualified to 5000.00'],
    },
  },
];

describe.each(ROWS)('$title', ({ happening, sent: before, sentOf, occurrence, cells }) => {
  it.each(Object.keys(COLUMNS) as Column[])('is sent to %s as the table says', (column) => {
    expect(intended(column, happening, { sent: sentOf?.[column] ?? before }, occurrence)).toEqual(cells[column]);
  });
});

it('the table has a row for every trigger', () => {
  expect([...new Set(ROWS.map(({ happening }) => happening))].sort()).toEqual([...TRIGGERS].sort());
});

describe('a stage of a junk lead', () => {
  const junk = (column: Column, over: Partial<SentStage>, more: Partial<PlanningContext> = {}) =>
    intended(column, 'neverExisted', { sent: [sent('lead', over)], ...more });

  it.each(Object.keys(COLUMNS) as Column[])('is cancelled for %s while it still waits', (column) => {
    const aside = column === 'generic' ? ['stage suppressed.1'] : [];
    expect(junk(column, { state: 'pending' })).toEqual(['cancel lead', ...aside]);
  });

  it.each(['leased', 'sent'] as const)('is retracted also while it is %s, for when it is accepted', (state) => {
    expect(junk('google', { state })).toEqual(['recall lead', ...retract('lead')]);
    expect(junk('meta', { state })).toEqual(['recall lead', ...cannot('lead')]);
  });

  it('that may have been sent is sent to its end first, and then retracted', () => {
    const mayHaveLeft = { state: 'pending', mayHaveLeft: true } as const;
    expect(junk('google', mayHaveLeft)).toEqual(['recall lead', ...retract('lead')]);
    expect(junk('dataManager', mayHaveLeft)).toEqual(['recall lead', ...worthless('lead')]);
    // Meta cannot retract, so the stage is not sent once more.
    expect(junk('meta', mayHaveLeft)).toEqual(['cancel lead']);
  });

  it.each(['failed', 'expired', 'superseded', 'withheld'] as const)('needs no retraction where it was %s', (state) => {
    expect(junk('google', { state })).toEqual([]);
    expect(junk('meta', { state })).toEqual([]);
  });

  it('is retracted once', () => {
    expect(junk('google', { isRetracted: true })).toEqual(['withhold retract lead: alreadyRetracted']);
    expect(junk('dataManager', { value: ESTIMATE, valueNow: ZERO })).toEqual([]);
  });

  it.each([
    ['google', 54],
    ['microsoft', 90],
  ] as const)('is retracted at %s until %i days after it happened', (column, days) => {
    const end = CREATED_AT + days * MS_PER_DAY;
    expect(junk(column, {}, { now: end - 1 })).toEqual(retract('lead'));
    expect(junk(column, {}, { now: end })).toEqual(['withhold retract lead: windowClosed']);
  });

  it('is retracted in its latest revision', () => {
    const both = [sent('lead', { isRetracted: true }), sent('lead', { revision: 2, id: 'second' })];
    const [intent] = intentsFor(ACTIONS.neverExisted, { at: NOW, value: null }, context('google', { sent: both }));
    expect(intent).toMatchObject({ do: 'retract', of: { id: 'second' } });
  });

  it('is retracted, but the win is not, if the lead merely was no prospect', () => {
    expect(intended('google', 'notAProspect', { sent: [L, W] })).toEqual(retract('lead'));
  });
});

describe('a value', () => {
  it('of an item that waits is replaced by the new one', () => {
    expect(
      intended('meta', 'valueChanged', { sent: [sent('won', { state: 'pending' })] }, { value: ESTIMATE }),
    ).toEqual(['revalue won to 5000.00']);
  });

  it('that is unchanged is not sent again', () => {
    expect(intended('google', 'valueChanged', { sent: [W] }, { value: { amount: '18400', currency: 'USD' } })).toEqual(
      [],
    );
  });

  it('that is missing is withheld as missing', () => {
    expect(intended('google', 'valueChanged', { sent: [W] })).toEqual(['withhold restate won: valueMissing']);
  });

  it('of a retracted item does not change', () => {
    expect(
      intended('google', 'valueChanged', { sent: [sent('won', { isRetracted: true })] }, { value: ESTIMATE }),
    ).toEqual(['withhold restate won: alreadyRetracted']);
  });

  it('of zero in the currency of the settings is sent where none was sent before', () => {
    const [intent] = intentsFor(
      ACTIONS.neverExisted,
      { at: NOW, value: null },
      context('dataManager', { sent: [L], currency: 'EUR' }),
    );
    expect(intent).toMatchObject({ do: 'restate', value: { amount: '0', currency: 'EUR' } });
  });
});

describe('a stage', () => {
  it('is sent only if a rule asks for it', () => {
    expect(intended('google', 'qualified', { asksFor: () => false })).toEqual([]);
    expect(intended('meta', 'nurtured', { asksFor: (stage) => stage !== 'nurture' })).toEqual([]);
    expect(intended('meta', 'won', { asksFor: (stage) => stage === 'won' || stage === 'lead' })).toEqual([
      'stage lead.1 after quarantine',
      'stage won.1',
    ]);
  });

  it.each(['pending', 'leased', 'sent', 'accepted', 'failed', 'expired'] as const)(
    'that is %s is sent once, also in a later cycle of the lead',
    (state) => {
      expect(intended('google', 'qualified', { sent: [sent('qualified', { state })] })).toEqual([]);
    },
  );

  it.each(['superseded', 'withheld'] as const)(
    'that is %s never left, and may be sent as another revision',
    (state) => {
      expect(intended('google', 'qualified', { sent: [sent('qualified', { state })] })).toEqual([
        'conversion qualified.2',
      ]);
    },
  );

  it('of a lead that must not be sent is withheld', () => {
    expect(intended('google', 'won', { isStopped: true })).toEqual(['withhold conversion won: stopped']);
  });

  it('is left to the tag of the website where the tag counts leads', () => {
    expect(intended('google', 'received', { leadCountedBy: 'tag' })).toEqual([
      'withhold conversion lead: countedByTag',
    ]);
    expect(intended('google', 'qualified', { leadCountedBy: 'tag' })).toEqual(['conversion qualified.1']);
  });

  it('that waits is withheld when sending stops, and cancelled if the lead never existed', () => {
    const waiting = [sent('lead', { state: 'pending' }), sent('won', { state: 'pending' })];
    expect(intended('google', 'doNotContact', { sent: waiting })).toEqual([
      'cancel lead (stopped)',
      'cancel won (stopped)',
    ]);
    expect(intended('google', 'neverExisted', { sent: waiting })).toEqual(['cancel lead', 'cancel won (stopped)']);
  });

  it('counts again when the disposition is reversed, unless the stage itself was reversed', () => {
    const stopped = {
      isStopped: true,
      counts: (stage: Stage) => stage !== 'won',
      sent: [sent('lead', { state: 'withheld' }), sent('won', { isRetracted: true })],
    };
    expect(intended('google', 'reopened', stopped)).toEqual(['conversion lead.2']);
  });
});

describe('an adjustment that waits', () => {
  const waiting = (kind: 'retract' | 'restate', over: Partial<SentStage> = {}) =>
    sent('qualified', { isRetracted: kind === 'retract', waiting: { id: 'waits', kind }, value: ESTIMATE, ...over });
  const estimate = (over: Partial<SentStage> = {}) => waiting('restate', { valueNow: ZERO, ...over });

  it('is called off when the disposition is reversed', () => {
    expect(intended('google', 'reopened', { sent: [waiting('retract')] })).toEqual(['call off waits']);
    expect(intended('google', 'reopened', { sent: [estimate()] })).toEqual(['call off waits']);
  });

  it('of the value of a win is not called off when a disposition is reversed', () => {
    const revalued = waiting('restate', { valueNow: { amount: '1', currency: 'USD' } });
    const worth = () => revalued.valueNow;
    expect(intended('google', 'reopened', { sent: [revalued], worth })).toEqual([]);
  });

  it('is not planned twice', () => {
    expect(intended('google', 'notAFit', { sent: [waiting('retract')], asksFor: () => false })).toEqual([]);
    expect(intended('dataManager', 'notAFit', { sent: [estimate()] })).toEqual([]);
  });

  it('is replaced by a later one', () => {
    expect(intended('google', 'notAFit', { sent: [estimate()] })).toEqual(['call off waits', 'retract qualified']);
    const win = sent('won', { waiting: { id: 'waits', kind: 'restate' }, valueNow: ESTIMATE });
    expect(intended('google', 'valueChanged', { sent: [win] }, { value: { amount: '7', currency: 'USD' } })).toEqual([
      'call off waits',
      'restate won to 7',
    ]);
  });

  it.each<[string, Trigger, SentStage, string[]]>([
    ['stays where the new disposition takes the same back', 'notAFit', waiting('retract'), []],
    ['stays where the new disposition makes the same worth nothing', 'realButLost', estimate(), []],
    ['is called off where the new disposition says nothing of it', 'nurtured', waiting('retract'), ['call off waits']],
    ['becomes one of the value', 'realButLost', waiting('retract'), ['call off waits', 'restate qualified to 0']],
    ['becomes one that takes back', 'notAFit', estimate(), ['call off waits', 'retract qualified']],
  ])('%s when a disposition is corrected', (_, next, before, expected) => {
    const found = intentsFor(
      [{ do: 'restore', next: ACTIONS[next] }, ...ACTIONS[next]],
      { at: NOW, value: null },
      context('google', { sent: [before] }),
    );
    expect(found.map(inWords)).toEqual(expected);
  });
});

describe('a lead that the tag of the website has counted', () => {
  const tag = { leadCountedBy: 'tag', tagKey: 'order-77' } as const;

  it('is recorded under the key of the tag, and retracted by it', () => {
    expect(intended('google', 'received', tag)).toEqual(['adopt lead as order-77']);
    expect(intended('google', 'neverExisted', { ...tag, sent: [L] })).toEqual(['retract lead']);
  });

  it('is sent under a key of our own when it counts again', () => {
    const taken = [sent('lead', { isRetracted: true })];
    expect(intended('google', 'reopened', { ...tag, sent: taken })).toEqual(['conversion lead.2']);
  });
});

describe('a disposition', () => {
  const EXPECTED: Readonly<Record<string, Trigger>> = {
    not_now: 'nurtured',
    no_budget_now: 'nurtured',
    wants_information: 'nurtured',
    unknown: 'realButLost',
    unreachable: 'recycled',
    stale: 'recycled',
    left_company: 'recycled',
    invalid_contact: 'invalidContact',
    spam: 'neverExisted',
    fake_identity: 'neverExisted',
    test: 'neverExisted',
    do_not_contact: 'doNotContact',
    erased: 'erased',
    duplicate: 'duplicate',
    existing_customer: 'notAProspect',
    not_a_prospect: 'notAProspect',
    competitor: 'notAProspect',
    price: 'realButLost',
    competitor_won: 'realButLost',
    no_need: 'realButLost',
    no_fit: 'notAFit',
    no_decision: 'realButLost',
    out_of_area: 'notAFit',
    unresponsive_after_contact: 'realButLost',
    fraud: 'fraud',
  };

  it('with each built-in reason causes the expected trigger', () => {
    const found = BUILT_IN_REASONS.map(({ code, category, intent }) => [
      code,
      triggerOf({ reason: code, category, intent }),
    ]);
    expect(Object.fromEntries(found)).toEqual(EXPECTED);
  });

  it('that is reversed reopens the lead', () => {
    expect(triggerOf({ category: 'suppress', reason: 'spam', intent: 'reversed' })).toBe('reopened');
  });

  it('stops sending if the lead was no real one, was erased, or must not be contacted', () => {
    const stopping = TRIGGERS.filter(stopsSending);
    expect(stopping).toEqual([
      'neverExisted',
      'notAProspect',
      'invalidContact',
      'duplicate',
      'doNotContact',
      'erased',
      'fraud',
    ]);
  });
});
