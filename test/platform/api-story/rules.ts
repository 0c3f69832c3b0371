import type { Teller } from './example-recorder.js';
import type { People } from './people.js';

export async function tellOfRules({ tell }: Teller, { ann, bo, mia, team }: People) {
  const week = { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']], wed: [['09:00', '17:00']] };
  const hours = {
    ...week,
    thu: [['09:00', '17:00']],
    fri: [
      ['09:00', '12:00'],
      ['12:30', '15:00'],
    ],
  };
  const office = { timeZone: 'Europe/Berlin', hours, holidayRegion: 'DE-BE', holidays: ['2026-12-31'] };
  const calendar = await tell('createCalendar', 'An office in Berlin', { body: { name: 'Berlin', ...office } });
  const days = {
    deadlines: [
      { from: '2026-03-06T13:00:00Z', within: 'P1D' },
      { from: '2026-03-06T13:00:00Z', within: 'PT4H' },
    ],
    spans: [{ from: '2026-03-06T13:00:00Z', to: '2026-03-09T09:00:00Z' }],
  };
  await tell('previewCalendar', 'From a Friday afternoon', { body: { calendar: office, ...days } });
  await tell('previewCalendar', 'What a holiday does', {
    body: { calendar: office, days: { from: '2026-03-07', to: '2026-03-09' } },
  });
  await tell('previewSavedCalendar', 'From a Friday afternoon', { path: { id: calendar.id }, body: days });
  await tell('listCalendarDays', 'Around Christmas', {
    path: { id: calendar.id },
    query: { from: '2026-12-23', to: '2026-12-26' },
  });
  await tell(
    'listCalendarDays',
    'Too many',
    {
      path: { id: calendar.id },
      query: { from: '2026-01-01', to: '2028-12-31' },
    },
    422,
  );
  await tell('listHolidayRegions', 'A country and its parts', { query: { country: 'IE' } });
  await tell('listHolidayRegions', 'One that is not known', { query: { country: 'Atlantis' } }, 422);
  await tell('listCalendars', 'The first of them', { query: { limit: '1' } });
  await tell('getCalendar', 'Berlin', { path: { id: calendar.id } });
  await tell('replaceCalendar', 'With a short day', {
    path: { id: calendar.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Berlin', ...office, overrides: { '2026-12-24': [['09:00', '12:00']] } },
  });
  await tell('listCalendarVersions', 'After a change', { path: { id: calendar.id }, query: { limit: '1' } });

  const members = [{ repId: ann.id, weight: 2 }, { repId: bo.id }];
  const pool = await tell('createPool', 'Ann gets twice as many as Bo', { body: { name: 'Inbound', members } });
  await tell('createPool', 'Whoever has the fewest untouched leads gets the next', {
    body: { name: 'Chat', strategy: 'leastLoaded', load: 'untouched', members: [{ repId: ann.id }, { repId: bo.id }] },
  });
  await tell('createPool', 'Whoever claims a lead first gets it', {
    body: { name: 'Callbacks', strategy: 'claim', claimWithin: 'PT5M', members: [{ repId: ann.id }, { repId: bo.id }] },
  });
  await tell('listPools', 'All of them', { query: { limit: '10' } });
  await tell('getPool', 'Inbound', { path: { id: pool.id } });
  await tell('replacePool', 'With its own hours', {
    path: { id: pool.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Inbound', members, calendarId: calendar.id, decline: { within: 'PT15M', perDay: 3 } },
  });
  await tell('listPoolVersions', 'After a change', { path: { id: pool.id }, query: { limit: '1' } });

  const list = await tell('createList', 'Named accounts', {
    body: { name: 'Named accounts', values: ['juno-foods.example', 'north-mills.example'] },
  });
  await tell('createList', 'With a value twice, which is kept once', {
    body: { name: 'Postcodes of the north', values: ['20095', '20097', '20095'] },
  });
  await tell('listLists', 'All of them, without their values', { query: { limit: '10' } });
  await tell('getList', 'Named accounts', { path: { id: list.id } });
  await tell('replaceList', 'With one more', {
    path: { id: list.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Named accounts', values: ['juno-foods.example', 'north-mills.example', 'delta.example'] },
  });
  await tell('listListVersions', 'How many values it has now', { path: { id: list.id }, query: { limit: '1' } });

  const [review] = (await tell('listQueues', 'The one that is there from the start')).data;
  await tell('replaceQueue', 'Mia looks at what waits for review', {
    path: { id: review.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'review', ownerRepId: mia.id },
  });
  const partners = await tell('createQueue', 'What partners send', {
    body: { name: 'Partners', ownerRepId: mia.id },
  });
  await tell('getQueue', 'What partners send', { path: { id: partners.id } });
  await tell('listQueueVersions', 'Who owned review, and who does', { path: { id: review.id }, query: { limit: '2' } });

  const ads = {
    code: 'google-ads',
    label: 'Google Ads',
    aliases: ['adwords'],
    channel: 'paid',
    maxPerMinute: 30,
    monthly: [{ month: '2026-02', amount: '4200.00', currency: 'EUR' }],
  };
  const source = await tell('createSource', 'Google Ads, in two spellings', { body: ads });
  await tell('createSource', 'Which has a spelling of another', { body: { code: 'AdWords' } }, 422);
  await tell('listSources', 'All of them', { query: { limit: '10' } });
  await tell('listUnknownSources', 'Those from which leads have come already');
  await tell('getSource', 'Google Ads', { path: { id: source.id } });
  await tell('replaceSource', 'With what March costs', {
    path: { id: source.id },
    headers: { 'If-Match': '"1"' },
    body: { ...ads, monthly: [...ads.monthly, { month: '2026-03', amount: '4650.00', currency: 'EUR' }] },
  });
  await tell('listSourceVersions', 'After a change', { path: { id: source.id }, query: { limit: '1' } });

  const germany = { field: 'contact.country', op: 'eq', value: 'DE' };
  const large = { all: [germany, { field: 'company.employees', op: 'gte', value: 500 }] };
  const rules = [
    { name: 'Large companies in Germany', when: large, assign: { repId: bo.id } },
    { name: 'Everybody else', when: {}, assign: { poolId: pool.id } },
  ];
  await tell('getRouting', 'At first');
  await tell('replaceRouting', 'A rule for large companies, and a pool for all others', {
    headers: { 'If-Match': '"0"' },
    body: { rules, fallback: { poolId: pool.id, queueOwnerId: mia.id } },
  });
  await tell('replaceRouting', 'Rules for next month', {
    body: {
      rules: rules.slice(1),
      fallback: { poolId: pool.id, queueOwnerId: mia.id },
      effectiveAt: '2026-04-01T06:00:00Z',
    },
  });
  await tell('getRouting', 'What is in force, and what is planned');
  await tell('withdrawPlannedRouting', 'The rules in force stay', {});
  await tell('withdrawPlannedRouting', 'There are none any more', {}, 404);
  const inShadow = { rules, fallback: { poolId: pool.id, queueOwnerId: mia.id }, mode: 'shadow' };
  await tell('replaceRouting', 'Rules that only say what they would do', { query: { dryRun: 'true' }, body: inShadow });
  await tell('reportForecast', 'By month and owner', { query: { by: 'month,owner' } });
  await tell('reportForecastAccuracy', 'Of a month', { query: { from: '2026-03-01', to: '2026-03-02' } });
  await tell('reportFairness', 'Of each rep', { query: { by: 'rep' } });
  await tell('reportShadow', 'The rules have acted all the time', {});
  await tell('listRoutingVersions', 'The first rules', { query: { limit: '1' } });
  const lead = {
    source: 'google-ads',
    contact: { email: 'kim@example.org', country: 'DE' },
    company: { employees: 900 },
  };
  await tell('previewRouting', 'By the saved rules', { body: { lead, at: '2026-03-03T09:00:00Z' } });
  await tell('previewRouting', 'By a draft', { body: { lead, rules: rules.slice(1) } });
  const assign = { dispose: { category: 'lost', reason: 'out_of_area' } };
  const abroad = { name: 'Outside our area', when: germany, assign };
  await tell('previewRouting', 'By a rule that closes leads', { body: { lead, rules: [abroad] } });

  const odd = { name: 'Looks odd', when: { field: 'contact.phone', op: 'missing' }, assign: { queue: 'review' } };
  await tell('previewRouting', 'By a rule that sends leads to a queue', { body: { lead, rules: [odd] } });

  const firstTouch = { within: 'PT5M', afterHours: 'PT1H', leadWithin: 'PT30M', warnAt: [0.8], acknowledge: 'PT10M' };
  await tell('getReadyMadePolicies', 'All there are');
  const policy = await tell('createSlaPolicy', 'Five minutes for ads', {
    body: {
      name: 'Paid inbound',
      when: { field: 'source', op: 'endsWith', value: '-ads' },
      time: 'elapsed',
      firstTouch,
    },
  });
  const onBreach = [
    { after: 'PT0S', do: 'reassign' },
    { after: 'PT1H', do: 'escalate', to: 'manager', repeat: { every: 'PT2H', times: 2 } },
    { after: 'P1D', do: 'escalate', to: 'managersManager' },
    { after: 'P2D', do: 'escalate', to: { teamId: team.id } },
  ];
  const slow = await tell('createSlaPolicy', 'A working day for the rest, told in levels', {
    body: {
      name: 'Everything else',
      firstTouch: { within: 'P1D', onBreach },
      followUp: {
        steps: [
          { kinds: ['call'], after: 'P1D', within: 'PT4H' },
          { kinds: ['email', 'sms'], after: 'P2D', within: 'P1D' },
        ],
        onMiss: [
          { after: 'PT0S', do: 'remind' },
          { after: 'P1D', do: 'escalate', to: 'manager' },
        ],
      },
      decideWithin: 'P5D',
      pauseWhile: { field: 'attributes.waitsForPapers', op: 'eq', value: true },
      pauses: { most: 'P2D', times: 3 },
      unreachable: {
        attempts: 6,
        over: 'P7D',
        distinctDays: 3,
        minGap: 'PT30M',
        // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
        then: { category: 'recycle', reason: 'unreachable' },
      },
    },
  });
  await tell('previewSlaPolicy', 'What would happen to a lead that nobody touches', {
    body: { policy: { time: 'elapsed', firstTouch }, lead, at: '2026-03-03T09:00:00Z' },
  });
  await tell('previewSlaPolicy', 'What would follow two calls that reach nobody', {
    body: {
      policy: {
        time: 'elapsed',
        firstTouch: { within: 'PT5M' },
        followUp: { steps: [{ kinds: ['call'], after: 'P1D', within: 'PT4H' }] },
      },
      lead,
      at: '2026-03-03T09:00:00Z',
      touches: [
        { kind: 'call', outcome: 'noAnswer', occurredAt: '2026-03-03T09:03:00Z' },
        { kind: 'call', outcome: 'voicemail', occurredAt: '2026-03-04T10:00:00Z' },
      ],
    },
  });
  await tell(
    'previewSlaPolicy',
    'For a lead that there is not',
    { body: { leadId: '00000000-0000-7000-8000-00000000dead' } },
    422,
  );
  const job = await tell('dryRunSlaPolicies', 'Half an hour for everybody, tried on the day before', {
    body: { policy: { firstTouch: { within: 'PT30M' } }, from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
  });
  await tell('replayRouting', 'What really happened, once more', {
    body: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
  });
  await tell('getJob', 'It waits for its turn', { path: { id: job.id } });
  await tell('listJobs', 'The newest', { query: { limit: '1' } });
  await tell('cancelJob', 'It is not wanted any more', { path: { id: job.id } });
  await tell('orderSlaPolicies', 'The particular before the general', { body: [policy.id, slow.id] });
  await tell('listSlaPolicies', 'The first that is asked', { query: { limit: '1' } });
  await tell('getSlaPolicy', 'Paid inbound', { path: { id: policy.id } });
  await tell('replaceSlaPolicy', 'Ten minutes to the first touch', {
    path: { id: slow.id },
    headers: { 'If-Match': '"1"' },
    body: { name: 'Everything else', firstTouch: { within: 'PT4H' }, decideWithin: { within: 'P5D', meetings: 2 } },
  });
  await tell('listSlaPolicyVersions', 'After a change', { path: { id: slow.id }, query: { limit: '1' } });
  return { calendar };
}
