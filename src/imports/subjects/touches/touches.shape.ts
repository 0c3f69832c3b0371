import type { TouchKind, TouchOutcome } from '../../../vocabulary/touch-kinds.js';
import { tableShape } from '../table-shape.js';

const KINDS: readonly (readonly [RegExp, TouchKind])[] = [
  [/call|phone|anruf|appel|llamada/i, 'call'],
  [/sms|text message|whats ?app/i, 'sms'],
  [/e-?mail|courriel|correo/i, 'email'],
  [/chat/i, 'chat'],
  [/meeting|demo|visit|besprechung|termin|r[ée]union|rendez/i, 'meeting'],
];
const OUTCOMES: readonly (readonly [RegExp, TouchOutcome])[] = [
  [/no.?show|nobody came/i, 'noShow'],
  [/cancel|abgesagt|annul/i, 'cancelled'],
  [/voice ?mail|left (?:a )?message|mailbox/i, 'voicemail'],
  [/wrong number|invalid number/i, 'wrongNumber'],
  [/no answer|not? (?:reached|answered)|unanswered|busy|missed|nicht erreicht/i, 'noAnswer'],
  [/bounce|undeliver/i, 'bounced'],
  [/booked|scheduled|vereinbart/i, 'booked'],
  [/held|completed|took place|attended/i, 'held'],
  [/repl(?:y|ied)|answered|beantwortet/i, 'replied'],
  [/connect|reached|spoke|talked|erreicht/i, 'connected'],
  [/sent|delivered|gesendet/i, 'sent'],
];

function meaningIn<Word extends string>(words: readonly (readonly [RegExp, Word])[]) {
  return (text: string) => words.find(([pattern]) => pattern.test(text))?.[1];
}

export const TOUCHES = tableShape({
  of: 'touches',
  one: 'a touch',
  modes: ['history'],
  whyNoOther:
    'touches of a file have happened already. Report those from now on by POST /v1/touches/batch, or by a connection.',
  source: 'optional',
  fields: {
    leadId: { type: 'text', named: 'touchline(?: lead)?(?: id)?|lead uuid' },
    leadExternalId: {
      type: 'text',
      named:
        '(?:lead|contact|who|associated (?:contact|lead)s?|related (?:contact|lead)|record)(?: record)?[ _]?(?:id|ids)',
    },
    source: { type: 'text', named: '(?:lead )?source|quelle|origen' },
    email: {
      type: 'text',
      named: '(?:lead |contact |to |recipient )?e ?-?mail(?: ?address| ?adresse)?|mail|courriel|correo',
    },
    phone: {
      type: 'text',
      named: '(?:lead |contact |to |called )?(?:phone|number|mobile)(?: number)?|telefon(?:nummer)?|t[ée]l[ée]phone',
    },
    occurredAt: {
      type: 'instant',
      named:
        '(?:activity |call |touch |meeting |event |start(?:ed)? |created? |completed )?(?:date|time|at|on|timestamp)(?: ?(?:and|\\/) ?time)?|occurred ?at|when|datum|zeitpunkt|fecha|date',
    },
    kind: {
      type: 'text',
      named: '(?:activity |touch |engagement |event |task )?(?:type|kind|channel)|typ|art|kanal|tipo',
      meaning: meaningIn(KINDS),
    },
    direction: {
      type: 'text',
      named: '(?:call |message )?direction|richtung|sens|direcci[óo]n',
      meaning: (text) => (/^in/i.test(text) ? 'inbound' : /^out/i.test(text) ? 'outbound' : undefined),
    },
    outcome: {
      type: 'text',
      named: '(?:activity |call |touch |meeting )?(?:outcome|result|disposition|status)|ergebnis|r[ée]sultat|resultado',
      meaning: meaningIn(OUTCOMES),
    },
    rep: {
      type: 'text',
      named:
        '(?:activity |call )?(?:owner|assigned to|rep|user|agent|made by|created by)(?: name| e ?mail)?|mitarbeiter(?:in)?',
    },
    note: { type: 'text', named: '(?:call )?notes?|comments?|description|body|notiz|bemerkung|notas?' },
    durationSeconds: { type: 'number', named: '(?:call )?duration(?: in)?(?: \\(?s(?:ec(?:onds?)?)?\\)?)?|seconds' },
    meetingAt: { type: 'instant', named: '(?:booked |scheduled )?meeting (?:date|time|at)|booked for' },
    automated: { type: 'boolean', named: '(?:is )?automated|automatic' },
    externalId: { type: 'text', named: '(?:activity|call|engagement|task|touch|event)[ _]id|id' },
  },
});
