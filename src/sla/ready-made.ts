/** An example whose body can be posted as it is, or after changes. */
interface ReadyMade {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly body: { readonly [field: string]: unknown };
}

const MOVES_ON = [
  { after: 'PT0S', do: 'reassign' },
  { after: 'PT30M', do: 'escalate', to: 'manager' },
];
const REMINDED = [
  { after: 'PT0S', do: 'remind' },
  { after: 'P1D', do: 'escalate', to: 'manager' },
];

export const READY_MADE_CADENCES: readonly ReadyMade[] = [
  {
    code: 'sixInTwoWeeks',
    title: 'Six attempts in two weeks',
    description: 'Calls and mails in turn: two in the first two days, then further apart.',
    body: {
      steps: [
        { kinds: ['call'], after: 'P1D', within: 'PT4H' },
        { kinds: ['email'], after: 'P1D', within: 'P1D' },
        { kinds: ['call'], after: 'P2D', within: 'P1D' },
        { kinds: ['email', 'sms'], after: 'P2D', within: 'P1D' },
        { kinds: ['call'], after: 'P3D', within: 'P1D' },
      ],
      onMiss: REMINDED,
    },
  },
  {
    code: 'threeCalls',
    title: 'Three calls in a week',
    description: 'For sales by telephone: two calls after the first, each within half a working day.',
    body: {
      steps: [
        { kinds: ['call'], after: 'P1D', within: 'PT4H' },
        { kinds: ['call'], after: 'P3D', within: 'PT4H' },
      ],
      onMiss: REMINDED,
    },
  },
];

const [THOROUGH, CALLS] = READY_MADE_CADENCES.map(({ body }) => body);

export const READY_MADE_POLICIES: readonly ReadyMade[] = [
  {
    code: 'fiveMinutes',
    title: 'Called within five minutes',
    description:
      'For people who wait at the form, as those from ads do: five minutes of working hours, then the lead goes to the next rep; three calls in a week, and a decision within five days.',
    body: {
      name: 'Called within five minutes',
      firstTouch: { within: 'PT5M', leadWithin: 'PT15M', warnAt: [0.6], onBreach: MOVES_ON },
      followUp: CALLS,
      decideWithin: 'P5D',
    },
  },
  {
    code: 'oneHour',
    title: 'Answered within an hour',
    description:
      'For requests that people compare with others: an hour of working time, then the lead goes to the next rep; six attempts in two weeks.',
    body: {
      name: 'Answered within an hour',
      firstTouch: { within: 'PT1H', leadWithin: 'PT2H', warnAt: [0.75], onBreach: MOVES_ON },
      followUp: THOROUGH,
      decideWithin: 'P5D',
    },
  },
  {
    code: 'oneDay',
    title: 'Answered within a working day',
    description: 'For leads that may wait: they stay with their owner, who is reminded, and their manager is notified.',
    body: {
      name: 'Answered within a working day',
      firstTouch: { within: 'P1D', warnAt: [0.75], onBreach: [{ after: 'PT0S', do: 'escalate', to: 'manager' }] },
      followUp: THOROUGH,
      decideWithin: 'P10D',
    },
  },
  {
    code: 'measured',
    title: 'Measured, for a start',
    description: 'Nobody is notified and nothing moves: reports show how well an hour would have been kept.',
    body: { name: 'Measured, for a start', mode: 'measure', firstTouch: { within: 'PT1H' } },
  },
];

const ZONES = {
  AT: ['Austria', 'Europe/Vienna'],
  AU: ['Australia', 'Australia/Sydney'],
  BE: ['Belgium', 'Europe/Brussels'],
  CA: ['Canada', 'America/Toronto'],
  CH: ['Switzerland', 'Europe/Zurich'],
  DE: ['Germany', 'Europe/Berlin'],
  DK: ['Denmark', 'Europe/Copenhagen'],
  ES: ['Spain', 'Europe/Madrid'],
  FI: ['Finland', 'Europe/Helsinki'],
  FR: ['France', 'Europe/Paris'],
  GB: ['United Kingdom', 'Europe/London'],
  IE: ['Ireland', 'Europe/Dublin'],
  IT: ['Italy', 'Europe/Rome'],
  NL: ['Netherlands', 'Europe/Amsterdam'],
  NO: ['Norway', 'Europe/Oslo'],
  NZ: ['New Zealand', 'Pacific/Auckland'],
  PL: ['Poland', 'Europe/Warsaw'],
  PT: ['Portugal', 'Europe/Lisbon'],
  SE: ['Sweden', 'Europe/Stockholm'],
  US: ['United States', 'America/New_York'],
} as const;

const WEEK = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));

/** By country: office hours in the zone of its largest office, and its public holidays. */
export const READY_MADE_CALENDARS: readonly ReadyMade[] = Object.entries(ZONES).map(([code, [title, timeZone]]) => ({
  code,
  title,
  description: `Monday to Friday, 9 to 17, ${timeZone}, closed on public holidays of the whole country.`,
  body: { name: title, timeZone, hours: WEEK, holidayRegion: code },
}));
