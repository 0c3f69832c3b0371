import { ALL_DAY } from './any-policy.js';
import type { Policy } from './promise.js';
import { type Act, ANN, type Moment, type Story } from './story.js';
import { HOUR, MINUTE } from './working-hours.js';

/** A story and the owner clocks that run at its end. */
export interface NamedHistory {
  readonly story: Story;
  readonly owed: readonly string[];
}

const POLICY: Policy = {
  mode: 'enforce',
  time: 'elapsed',
  grace: 15 * MINUTE,
  within: HOUR,
  afterHours: null,
  leadWithin: null,
  by: 'anyone',
  warnAt: [],
  onBreach: [{ after: 0, do: 'reassign' }],
  onLeadBreach: [],
  maxReassignments: 3,
  steps: [
    { kinds: ['call'], after: 0, within: HOUR },
    { kinds: ['call'], after: 0, within: HOUR },
    { kinds: ['call'], after: 0, within: HOUR },
  ],
  onMiss: [{ after: 0, do: 'remind' }],
  decideWithin: 10 * HOUR,
  unreachable: null,
  onInquiry: 'renew',
};

const lead = 'lead 1';
const START = 10 * HOUR;

/** @param acts each with its minutes after the arrival of the lead, which is Ann's */
function history(
  owed: readonly string[],
  acts: readonly (readonly [number, Act | 'sweep'])[],
  policy: Partial<Policy> = {},
  handsOver = false,
): NamedHistory {
  const moments = acts.map(([minutes, act]): Moment => {
    const at = START + minutes * MINUTE;
    return act === 'sweep' ? { at, do: 'sweep', by: 'one' } : { at, ...act };
  });
  const arrival: Moment = { at: START, do: 'arrive', lead, owner: ANN, handsOver };
  return { owed, story: { policy: { ...POLICY, ...policy }, week: ALL_DAY, moments: [arrival, ...moments] } };
}

const touch = (name: string, kind: string, outcome: string, ago = 0, rep: number | null = null): Act => ({
  do: 'touch',
  lead,
  touch: name,
  kind,
  outcome,
  meetingIn: null,
  when: { ago: ago * MINUTE },
  rep,
});
const held = (minutes: number): Act => ({ do: 'hold', ms: minutes * MINUTE });
const takenBack = (name: string): Act => ({ do: 'void', lead, touch: name });
const away = (rep: number, minutes = 6_000): Act => ({
  do: 'away',
  rep,
  inMs: 0,
  ms: minutes * MINUTE,
  openLeads: 'keep',
});
const goes = (rep: number): Act => ({ do: 'away', rep, inMs: 0, ms: 100 * HOUR, openLeads: 'reassignAll' });
const mail = touch('mail', 'email', 'sent');
const mailOfBo = touch('mail', 'email', 'sent', 0, 1);
const saved = (policy: Partial<Policy>): Act => ({ do: 'policy', policy: { ...POLICY, ...policy }, applyTo: 'open' });
const SECOND = MINUTE / 60;
const undone = (minutes: number): Act => ({ do: 'undo', ms: minutes * MINUTE });
const shortened = (steps: Policy['steps']) => steps.map((step) => ({ ...step, within: SECOND }));
const shortSteps = shortened(POLICY.steps);
const CALL_THEN_MAIL = {
  by: 'owner',
  onBreach: [],
  steps: [
    { kinds: ['call'], after: 0, within: 10 * MINUTE },
    { kinds: ['email'], after: HOUR, within: 10 * MINUTE },
  ],
  onMiss: [{ after: 0, do: 'reassign' }],
} satisfies Partial<Policy>;

const CALL_AND_MOVE_ON_MISS = {
  onMiss: [
    { after: 0, do: 'remind' },
    { after: 10 * MINUTE, do: 'reassign' },
  ],
} satisfies Partial<Policy>;

const qualified: Act = { do: 'milestone', lead, milestone: 'qualified', name: 'qualified', when: { ago: 0 } };
const accepted: Act = { do: 'accept', lead };
const declined: Act = { do: 'decline', lead };

/** Stories in which Ann's lead is handed over to Bo, who has half an hour to accept it. */
function handedOver(owed: readonly string[], acts: readonly (readonly [number, Act | 'sweep'])[]): NamedHistory {
  return history(owed, [[0, away(2, 1)], [0, qualified], [1, 'sweep'], ...acts], { within: 10 * HOUR }, true);
}

const anotherMail = touch('another mail', 'email', 'sent');
const GIVES_UP = { unreachable: { attempts: 2, over: 5 * MINUTE } } satisfies Partial<Policy>;

/** Stories with voids and undos that once had wrong results, and of what is rare by chance. */
export const NAMED: Readonly<Record<string, NamedHistory>> = {
  'two mails that reach nobody prove a lead unreachable: it is closed, and nobody owes anything': history(
    [],
    [
      [0, mail],
      [10, anotherMail],
    ],
    GIVES_UP,
  ),
  'two mails that reach nobody leave a lead open while a deal of it is open': history(
    ['followUp1 Ann'],
    [
      [0, { do: 'deal', lead, what: 'openDeal', rep: ANN }],
      [0, mail],
      [10, anotherMail],
    ],
    GIVES_UP,
  ),
  'of two late calls after a missed step the first was none: the second has answered the miss and kept the next':
    history(
      ['followUp3 Ann'],
      [
        [0, mail],
        [60, 'sweep'],
        [70, touch('first', 'call', 'noAnswer')],
        [80, touch('second', 'call', 'noAnswer')],
        [90, takenBack('first')],
      ],
    ),
  'of a call and an e-mail of one instant the e-mail was none: the call has kept the step': history(
    ['followUp2 Ann'],
    [
      [0, mail],
      [5, touch('call', 'call', 'noAnswer')],
      [5, touch('second mail', 'email', 'sent')],
      [10, takenBack('second mail')],
    ],
  ),
  'a false call after a miss whose move waits: the lead is to move again, after the grace': history(
    ['firstTouch Bo'],
    [
      [0, away(1, 100)],
      [0, away(2)],
      [60, 'sweep'],
      [70, touch('false', 'call', 'noAnswer')],
      [80, takenBack('false')],
      [95, 'sweep'],
      [100, 'sweep'],
    ],
  ),
  'a no-show was none: the decision is waited for that contact had begun': history(
    ['decide Ann'],
    [
      [0, mail],
      [10, touch('talk', 'call', 'connected')],
      [20, touch('noShow', 'meeting', 'noShow')],
      [30, takenBack('noShow')],
    ],
  ),
  'a reply after a missed step was none: the step goes on that it had ended': history(
    ['followUp2 Ann'],
    [
      [0, mail],
      [60, 'sweep'],
      [70, touch('reply', 'email', 'replied')],
      [80, takenBack('reply')],
    ],
  ),
  'a talk was none after which the lead went to somebody else: whoever has it by now owes the first touch': history(
    ['firstTouch Bo'],
    [
      [10, touch('talk', 'call', 'connected')],
      [15, away(2)],
      [20, goes(ANN)],
      [30, takenBack('talk')],
    ],
  ),
  'a reply was none of a lead that is qualified by now: nothing is owed': history(
    [],
    [
      [0, mail],
      [10, touch('reply', 'email', 'replied')],
      [20, { do: 'milestone', lead, milestone: 'qualified', name: 'qualified', when: { ago: 0 } }],
      [30, takenBack('reply')],
    ],
  ),
  'a milestone without a touch is the first touch': history(
    [],
    [
      [10, { do: 'milestone', lead, milestone: 'qualified', name: 'qualified', when: { ago: 0 } }],
      [120, 'sweep'],
    ],
  ),
  'a milestone was none, and there was no touch: the first touch is owed again': history(
    ['firstTouch Ann'],
    [
      [10, { do: 'milestone', lead, milestone: 'qualified', name: 'qualified', when: { ago: 0 } }],
      [20, { do: 'reverse', lead, milestone: 'qualified' }],
    ],
  ),
  'an e-mail in the very millisecond in which a sweep found a missed call was none: the miss is followed up again':
    history(
      ['followUp2 Bo'],
      [
        [0, mail],
        [0, away(2)],
        [61, 'sweep'],
        [61, touch('second mail', 'email', 'sent')],
        [65, takenBack('second mail')],
        [70, 'sweep'],
        [81, 'sweep'],
      ],
      CALL_AND_MOVE_ON_MISS,
    ),
  'a win is reported again, with the same instant, of the lead that it closed: it is the same win': history(
    [],
    [
      [5, { do: 'milestone', lead, milestone: 'win', name: 'won', when: { ago: 0 } }],
      [60, { do: 'milestone', lead, milestone: 'win', name: 'won', when: { after: 5 * MINUTE } }],
    ],
  ),
  'of two meetings of one instant the first was none: the decision that the second had asked for stays missed': history(
    [],
    [
      [5, touch('first', 'meeting', 'booked')],
      [5, touch('second', 'meeting', 'booked')],
      [90, 'sweep'],
      [100, takenBack('first')],
      [200, 'sweep'],
    ],
    { decideWithin: HOUR },
  ),
  'a step was made in time and told late: whoever had got it because of the miss goes on with the next': history(
    ['followUp2 Bo'],
    [
      [0, mail],
      [0, away(2)],
      [60, 'sweep'],
      [70, touch('late', 'call', 'noAnswer', 20)],
    ],
    { onMiss: [{ after: 0, do: 'reassign' }] },
  ),
  'the same where only owners count': history(
    ['followUp2 Bo'],
    [
      [0, mail],
      [0, away(2)],
      [60, 'sweep'],
      [70, touch('late', 'call', 'noAnswer', 20)],
    ],
    { onMiss: [{ after: 0, do: 'reassign' }], by: 'owner' },
  ),
  'a decision was missed after a talk that was none: a no-show begins nothing beside the step that stands again':
    history(
      ['followUp1 Ann'],
      [
        [0, mail],
        [10, touch('talk', 'call', 'connected')],
        [611, 'sweep'],
        [620, takenBack('talk')],
        [625, touch('noShow', 'meeting', 'noShow')],
      ],
    ),
  'a policy was saved wrong for a while: who has the lead back owes the first touch': history(
    ['firstTouch Ann'],
    [
      [10, saved({ within: SECOND, grace: 0 })],
      [11, 'sweep'],
      [12, saved({})],
      [20, undone(15)],
      [70, 'sweep'],
    ],
    { within: 10 * HOUR },
  ),
  'the same of a lead that stays: it is owed from its beginning, with grace': history(
    ['firstTouch Ann'],
    [
      [10, saved({ within: SECOND, grace: 0, onBreach: [] })],
      [11, 'sweep'],
      [12, saved({ onBreach: [] })],
      [58, undone(50)],
      [72, 'sweep'],
    ],
    { onBreach: [] },
  ),
  'a step was missed by mistake, and the next ones: the first of them stands again': history(
    ['followUp1 Ann'],
    [
      [5, mail],
      [10, saved({ steps: shortSteps, grace: 0 })],
      [11, 'sweep'],
      [12, 'sweep'],
      [13, 'sweep'],
      [14, saved({})],
      [20, undone(15)],
    ],
  ),
  'a step that was missed by mistake moved the lead: its former owner goes on with it': history(
    ['followUp1 Ann'],
    [
      [5, mail],
      [10, saved({ steps: shortSteps, grace: 0, onMiss: [{ after: 0, do: 'reassign' }] })],
      [11, 'sweep'],
      [12, saved({})],
      [20, undone(15)],
    ],
  ),
  'a decision was missed by mistake: it is waited for again': history(
    ['decide Ann'],
    [
      [5, touch('talk', 'call', 'connected')],
      [10, saved({ decideWithin: SECOND, grace: 0 })],
      [11, 'sweep'],
      [12, saved({})],
      [20, undone(15)],
    ],
  ),
  'a call between the mistake and its undoing was in time by the promise of before: it has kept it': history(
    ['followUp1 Ann'],
    [
      [10, saved({ within: SECOND, grace: 0, onBreach: [] })],
      [11, 'sweep'],
      [12, saved({ onBreach: [] })],
      [15, touch('call', 'call', 'noAnswer')],
      [20, undone(15)],
    ],
    { onBreach: [] },
  ),
  'a touch is voided after misses were struck: what was struck is no miss in that question either': history(
    ['firstTouch Ann'],
    [
      [10, saved({ within: SECOND, grace: 0, onBreach: [] })],
      [11, 'sweep'],
      [12, saved({ onBreach: [] })],
      [15, touch('call', 'call', 'noAnswer')],
      [20, undone(15)],
      [30, takenBack('call')],
    ],
    { onBreach: [] },
  ),
  'the struck miss of a lead that goes back had a grace that ended as it was missed: it stays a part of its deadline':
    history(
      ['firstTouch Ann'],
      [
        [10, saved({ within: SECOND, grace: 0 })],
        [10, 'sweep'],
        [20, undone(15)],
      ],
    ),
  'a struck miss moved a lead, and the step after it began with the new owner, who keeps the lead: it ends': history(
    ['firstTouch Bo'],
    [
      [-34, saved({ ...CALL_THEN_MAIL, within: SECOND, grace: 0, steps: shortened(CALL_THEN_MAIL.steps) })],
      [0, away(2)],
      [4, 'sweep'],
      [5, mailOfBo],
      [46, 'sweep'],
      [50, away(ANN)],
      [56, undone(91)],
    ],
    CALL_THEN_MAIL,
  ),
  'a touch that was none had begun a step whose miss moved the lead, and the step after it: that ends too': history(
    ['firstTouch Bo'],
    [
      [0, away(2)],
      [60, 'sweep'],
      [70, mailOfBo],
      [80, 'sweep'],
      [90, takenBack('mail')],
    ],
    CALL_THEN_MAIL,
  ),
  'a move that waits because of a struck miss is off': history(
    ['firstTouch Ann'],
    [
      [5, away(1, 40)],
      [5, away(2, 40)],
      [10, saved({ within: SECOND, grace: 0 })],
      [11, 'sweep'],
      [12, saved({})],
      [20, undone(15)],
      [50, 'sweep'],
    ],
  ),
  'a lead leaves its pool under the second of two holds: what waited for the first waits for the second from then on':
    history(
      ['firstTouch Bo'],
      [
        [0, away(2)],
        [10, held(100)],
        [60, 'sweep'],
        [65, held(200)],
        [70, goes(ANN)],
        [70, 'sweep'],
        [110, 'sweep'],
      ],
    ),
  'of the chain of a miss that waits for a hold, the next action falls due under a second one: it waits for the first':
    history(
      [],
      [
        [5, held(600)],
        [60, 'sweep'],
        [65, held(600)],
        [74, 'sweep'],
      ],
      {
        onBreach: [
          { after: 0, do: 'escalate' },
          { after: 10 * MINUTE, do: 'reassign' },
        ],
      },
    ),
  'a call after a miss was none: the grace that follows strikes no miss that was due by the policy of before': history(
    [],
    [
      [0.5, saved({ within: SECOND, grace: 20 * MINUTE, onBreach: [] })],
      [70, touch('call', 'call', 'noAnswer')],
      [90, takenBack('call')],
      [150, undone(149.9)],
    ],
    { onBreach: [], within: 10 * MINUTE },
  ),
  'a handover is accepted after its deadline, before a sweep has found that: it was missed, and stays': handedOver(
    ['firstTouch Bo'],
    [
      [31, accepted],
      [32, 'sweep'],
    ],
  ),
  'a handover is accepted in time, and its lead stays': handedOver(
    ['firstTouch Bo'],
    [
      [20, accepted],
      [40, 'sweep'],
    ],
  ),
  'a handover is declined: the next owner has to accept it as well': handedOver(
    ['accept Cy', 'firstTouch Cy'],
    [[20, declined]],
  ),
  'the move after a handover that nobody accepted is undone: it is to be accepted again': handedOver(
    ['accept Bo'],
    [
      [30, 'sweep'],
      [40, undone(20)],
    ],
  ),
  'it was accepted by whoever had it since: that is owed no more': handedOver(
    [],
    [
      [30, 'sweep'],
      [35, accepted],
      [40, undone(20)],
    ],
  ),
  'a late call was none, and the lead had been moved in bulk and back since: the miss is followed up again': history(
    ['firstTouch Bo'],
    [
      [0, away(2)],
      [60, 'sweep'],
      [65, touch('call', 'call', 'noAnswer')],
      [70, { do: 'bulk', move: 'move', to: { rep: 1 } }],
      [75, { do: 'undoBulk', move: 'move' }],
      [80, takenBack('call')],
      [94, 'sweep'],
      [95, 'sweep'],
    ],
    { onBreach: [{ after: 30 * MINUTE, do: 'reassign' }] },
  ),
};
