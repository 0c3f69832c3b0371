import type { Json } from '../../support/json.js';
import type { Teller } from './example-recorder.js';
import type { People } from './people.js';

/** An id that no rep or lead has. */
const SOMEBODY_ELSE = '019cafc2-0000-7000-8000-00000000ffff';
const MS_PER_MINUTE = 60_000;

export async function tellOfLeads({ tell, app }: Teller, { ann, bo }: People) {
  const carla = {
    externalId: 'form-1',
    source: 'google-ads',
    campaign: 'spring',
    contact: { name: 'Carla Diaz', email: 'carla@example.com', country: 'ES' },
    clickIds: { gclid: 'Cj0KCQ' },
  };
  const headers = { 'Idempotency-Key': 'form-1' };
  const lead = await tell('createLead', 'A lead from an ad', { headers, body: carla });
  await tell('createLead', 'Sent again', { body: carla });
  await tell('createLead', 'A faulty one', { body: { sorce: 'google-ads', contact: { email: 7 } } }, 422);
  const batch = [
    { source: 'fair', contact: { name: 'Kim Lee', phone: '030 901820' } },
    { source: 'fair', owner: { repId: SOMEBODY_ELSE } },
  ];
  await tell('createLeads', 'One that is taken, one that is not', { body: { leads: batch } });
  const path = { id: lead.id };
  await tell('listLeads', 'Open leads that have missed nothing', {
    query: { status: 'open', breached: 'false', limit: '1' },
  });
  await tell('listLeads', 'What is due first, for a table', {
    query: { sort: 'dueAt', fields: 'slim', count: 'true', limit: '1' },
  });
  await tell('getLead', 'A lead with its clocks', { path });
  await tell('updateLead', 'What turned out later', {
    path,
    body: { company: { name: 'Diaz y Hijos', employees: 40 }, attributes: { seats: 25 }, campaign: null },
  });
  await tellOfPauses({ tell, app }, path);
  await tell('getInbox', 'The most urgent lead', { path: { id: lead.ownerId }, query: { limit: '1' } });
  await tell('streamInbox', 'A place that there is not', { path: { id: lead.ownerId }, query: { after: 'x' } }, 422);
  const until = '2026-03-02T16:30:00Z';
  const reason = 'The dialer is down';
  const hold = await tell('createHold', 'The dialer of one source is down', {
    body: { scope: { source: 'google-ads' }, until, reason },
  });
  await tell('createHold', 'A typo', { body: { scope: { source: 'gogle-ads' }, until, reason } }, 422);
  await tell('listHolds', 'What is held', { query: { limit: '1' } });
  await tell('getHold', 'By its id', { path: { id: hold.id } });
  await tell('deleteHold', 'It is back sooner', { path: { id: hold.id } });
  await app.moveBy(6 * MS_PER_MINUTE);
  await tell('getLeadRouting', 'Moved after five minutes without a touch', { path });
  await tell('undoMoves', 'What it would do, had the dialer been down', {
    query: { dryRun: 'true' },
    body: { from: '2026-03-02T15:00:00Z', to: '2026-03-02T16:00:00Z', scope: { poolId: lead.poolId } },
  });
  const query = { from: '2026-03-01', to: '2026-04-01' };
  await tell('getPoolRoster', 'As of now', { path: { id: lead.poolId } });
  await tell('getPoolFairness', 'After a few leads', { path: { id: lead.poolId }, query });
  const { ownerId } = await app.must('GET', `/v1/leads/${lead.id}`);
  const { data } = await tell('listNotifications', 'A lead that was passed on', {
    path: { id: ownerId },
    query: { limit: '1' },
  });
  await tell('getNotificationWays', 'Where no mail server is', { path: { id: data[0].id } });
  await tell('readNotification', 'The latest', { path: { id: data[0].id } });
  await tell('readNotifications', 'All up to the latest', { path: { id: ownerId }, body: { upTo: data[0].id } });
  const { clocks } = await app.must('GET', `/v1/leads/${lead.id}`);
  const { id: clockId } = clocks.find(({ kind, state }: Json) => kind === 'firstTouch' && state === 'breached');
  const miss = { path: { ...path, clockId }, body: { reason: 'No phone worked in the office' } };
  await tell('strikeMiss', 'One that was nobody’s fault', miss);
  await tell('strikeMiss', 'Once more', miss, 409);
  await tell('acknowledgeLead', 'By the new owner, who is on the phone with somebody else', { path });
  await tell('createTouch', 'A call', {
    path,
    headers: { 'Idempotency-Key': 'call-1' },
    body: { kind: 'call', outcome: 'connected', durationSeconds: 180, note: 'Wants a demo', externalId: 'call-1' },
  });
  await tell('createTouch', 'The same call, reported again', {
    path,
    body: { kind: 'call', outcome: 'connected', externalId: 'call-1' },
  });
  const touches = [
    { email: 'carla@example.com', kind: 'email', outcome: 'sent', externalId: 'mail-1' },
    { leadExternalId: 'form-1', source: 'google-ads', kind: 'call', outcome: 'connected', externalId: 'call-1' },
    { phone: '030 901821', kind: 'call', outcome: 'noAnswer' },
    { leadId: lead.id, kind: 'call', outcome: 'held' },
  ];
  await tell('createTouches', 'What a dialler and a mail system did', { body: { touches } });
  const wrong = await app.must('POST', `/v1/leads/${lead.id}/touches`, { kind: 'email', outcome: 'sent' });
  await tell('voidTouch', 'An e-mail to somebody else', {
    path: { ...path, touchId: wrong.id },
    body: { reason: 'Sent to another Carla' },
  });
  await tell('createNote', 'What a colleague knows', { path, body: { text: 'Knows us from the fair in May' } });
  await tell('listTouches', 'A call that was the first touch', { path, query: { limit: '10' } });
  const other = ownerId === ann.id ? bo.id : ann.id;
  const conflict = { reason: 'conflict', note: 'A relative of mine' };
  await tell('declineLead', 'One that was worked on', { path, body: conflict }, 409);
  const fresh = await app.must('POST', '/v1/leads', { source: 'partner', contact: { email: 'lee@example.org' } });
  await tell('declineLead', 'A relative', { path: { id: fresh.id }, body: conflict });
  await app.must('POST', '/v1/sources', { code: 'newsletter', duplicates: 'join' });
  const form = { source: 'newsletter', contact: { email: 'lee@example.org' }, message: 'And the price?' };
  await tell('createLead', 'Somebody who has asked before', { body: form });
  await tell('listInquiries', 'What they have sent since', { path: { id: fresh.id }, query: { limit: '1' } });
  const twin = await app.must('POST', '/v1/leads', { source: 'fair', contact: { name: 'J. Lee' } });
  await tell('creditLead', 'One that nobody has closed', { path: { id: twin.id } }, 409);
  await tell('mergeLead', 'The same person, by another address', { path: { id: twin.id }, body: { into: fresh.id } });
  await tell('creditLead', 'A second lead of somebody else’s person', { path: { id: twin.id } });
  await tell('unmergeLead', 'It was somebody else', { path: { id: twin.id } });
  await tell('unmergeLead', 'Once more', { path: { id: twin.id } }, 409);
  const some = await Promise.all(
    ['mia', 'max'].map((name) =>
      app.must('POST', '/v1/leads', { source: 'fair', contact: { email: `${name}@example.org` } }),
    ),
  );
  const many = { ids: some.map(({ id }: Json) => id), to: { repId: bo.id }, reason: 'Bo was at the fair' };
  await tell('reassignLeads', 'What would become of them', { query: { dryRun: 'true' }, body: many });
  const { bulkId } = await tell('reassignLeads', 'To whoever was at the fair', { body: many });
  await tell('undoReassignment', 'It was another fair', { path: { bulkId } });
  const callbacks = (await app.must('GET', '/v1/pools')).data.find(({ name }: Json) => name === 'Callbacks');
  const offered = await app.must('POST', '/v1/leads', { source: 'partner', contact: { email: 'jo@example.org' } });
  await app.must('POST', `/v1/leads/${offered.id}/reassign`, {
    poolId: callbacks.id,
    reason: 'Wants to be called back',
  });
  const [first, late] = offered.ownerId === ann.id ? [bo, ann] : [ann, bo];
  await tell('claimLead', 'By the first', { path: { id: offered.id }, body: { repId: first.id } });
  await tell('claimLead', 'By somebody who was not', { path: { id: offered.id }, body: { repId: late.id } }, 409);
  await tell('reassignLead', 'To somebody by name', {
    path,
    body: { repId: other, reason: 'Speaks Spanish', expectedOwnerId: ownerId },
  });
  await tell(
    'reassignLead',
    'By somebody who came too late',
    {
      path,
      body: { repId: other, reason: 'Speaks Spanish', expectedOwnerId: ownerId },
    },
    409,
  );
  const { milestones } = await tell('createMilestone', 'Qualified', {
    path,
    body: { name: 'qualified', value: { amount: '1200.00', currency: 'EUR' } },
  });
  const milestone = { ...path, milestoneId: milestones[0].id };
  await tell('revalueMilestone', 'Two more seats', { path: milestone, body: { amount: '1400.00', currency: 'EUR' } });
  await tell('reverseMilestone', 'It was somebody else', { path: milestone, body: { reason: 'Another Carla Diaz' } });
  await tell(
    'revalueMilestone',
    'One that was reversed',
    { path: milestone, body: { amount: '1.00', currency: 'EUR' } },
    409,
  );
  await tell(
    'disposeLead',
    'Without what the reason requires',
    {
      path,
      body: { category: 'nurture', reason: 'no_budget_now' },
    },
    422,
  );
  await tell('disposeLead', 'No budget before next year', {
    path,
    body: {
      category: 'nurture',
      reason: 'no_budget_now',
      note: 'Asks again in January',
      fields: { wakeAt: '2027-01-15T08:00:00Z' },
    },
  });
  await tell('correctDisposition', 'She asks in February', {
    path,
    body: { category: 'nurture', reason: 'not_now', fields: { wakeAt: '2027-02-01T08:00:00Z' } },
  });
  await app.feedsCaughtUp();
  const csv = { Accept: 'text/csv' };
  await tell('exportDispositions', 'What platforms may be told', { query: { include: 'milestones', limit: '3' } });
  await tell('exportDispositions', 'A page', { query: { category: 'nurture', limit: '1' } });
  await tell('exportDispositions', 'As a file', { headers: csv });
  await tell('reopenLead', 'The contact called', { path, body: { reason: 'Found the budget' } });
  await tell('reopenLead', 'One that is open', { path, body: { reason: 'Found the budget' } }, 409);
  await tell('getLeadTimeline', 'The first of it', { path, query: { limit: '2' } });
  await app.feedsCaughtUp();
  await tell('readEvents', 'What clocks did', { query: { type: 'sla.*', limit: '2' } });
  await tell('readEvents', 'The last of one lead', { query: { before: 'now', subjectId: path.id, limit: '1' } });
  await tellOfBulks({ tell, app });
  await tellOfOutcomes({ tell, app });
  await tellOfSuppressions({ tell });
  await tellOfReports({ tell, app });
}

async function tellOfBulks({ tell, app }: Pick<Teller, 'tell' | 'app'>) {
  const disposition = { category: 'recycle', reason: 'stale' };
  const untouchedSince = new Date(app.time.now()).toISOString();
  await tell('disposeLeads', 'Who would be closed because nobody works on them', {
    query: { dryRun: 'true' },
    body: { filter: { source: 'fair', untouchedSince }, disposition },
  });
  const { bulkId } = await tell('disposeLeads', 'One of two', {
    body: {
      ids: [(await app.must('GET', '/v1/leads?source=fair&status=open')).data[0].id, SOMEBODY_ELSE],
      disposition,
    },
  });
  await tell('disposeLeads', 'Nobody named', { body: { disposition } }, 422);
  await tell('undoDispositions', 'A minute later', { path: { bulkId } });
  await tell('getDispositionBulk', 'One that was undone', { path: { bulkId } });
  const all = { filter: { source: 'fair', untouchedSince }, all: true, disposition };
  await tell('disposeLeads', 'All of them, however many', { body: all }, 202);
  await app.settleJobs();
  await tell('listDispositionBulks', 'The newest', { query: { limit: '1' } });
}

async function tellOfOutcomes({ tell, app }: Pick<Teller, 'tell' | 'app'>) {
  for (const externalId of ['crm-1', 'crm-2']) await app.must('POST', '/v1/leads', { source: 'crm', externalId });
  const [one, other] = ['crm-1', 'crm-2'].map((leadExternalId) => ({ leadExternalId, source: 'crm' }));
  const wonAt = new Date(app.time.now()).toISOString();
  const milestones = [
    { ...one, name: 'opportunity', occurredAt: wonAt, value: { amount: '900.00', currency: 'EUR' } },
    { ...other, name: 'won', occurredAt: wonAt },
    { ...other, name: 'won', occurredAt: wonAt },
    { ...other, name: 'qualified', occurredAt: wonAt },
  ];
  await tell('createMilestones', 'What a CRM knows of two leads', { body: { milestones } });
  const dispositions = [
    { ...one, category: 'lost', reason: 'price' },
    { ...other, category: 'lost', reason: 'no_need' },
    { email: 'stranger@example.org', category: 'recycle', reason: 'stale' },
  ];
  await tell('createDispositions', 'One lead that was lost, one that was won before, and one that nobody knows', {
    body: { dispositions },
  });
}

async function tellOfSuppressions({ tell }: Pick<Teller, 'tell'>) {
  const made = await tell('createSuppression', 'Somebody who wants to hear nothing', {
    body: { email: 'no-more@example.net', reason: 'do_not_contact' },
  });
  await tell('createSuppression', 'A mail provider', { body: { domain: 'gmail.com', reason: 'spam' } }, 422);
  await tell('createLead', 'One that is closed as it comes in', {
    body: { source: 'fair', contact: { email: 'No-More@example.net' } },
  });
  await tell('listSuppressions', 'Whether an address is suppressed', { query: { email: 'no-more@example.net' } });
  await tell('deleteSuppression', 'They asked to be called', {
    path: { id: made.id },
    body: { reason: 'Asked for an offer at the fair' },
  });
}

async function tellOfReports({ tell, app }: Teller) {
  await app.reportsCaughtUp();
  const span = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  await tell('reportSpeedToLead', 'By source', { query: { ...span, by: 'source' } });
  await tell('reportSpeedToLead', 'By three things', { query: { by: 'source,rep,day' } }, 422);
  await tell('reportBreaches', 'Of all promises', { query: span });
  await tell('reportReassignments', 'From whom, and to whom', { query: { ...span, by: 'rep' } });
  await tell('reportCadence', 'As a file', { query: span, headers: { Accept: 'text/csv' } });
  await tell('reportAgeing', 'By source', { query: { by: 'source' } });
  await tell('reportDispositions', 'By reason', { query: { ...span, by: 'reason' } });
  await tell('reportBeforeAfter', 'By week', { query: { since: '2026-03-02', by: 'week' } });
}

async function tellOfPauses({ tell, app }: Pick<Teller, 'tell' | 'app'>, path: { id: string }) {
  const until = new Date(app.time.now() + 2 * MS_PER_MINUTE).toISOString();
  await tell('pauseLead', 'Asked to be called in two minutes', { path, body: { until, reason: 'In a meeting' } });
  await tell('resumeLead', 'Called back at once', { path });
  await tell('resumeLead', 'One that nobody has paused', { path }, 409);
  await tell('listPauses', 'One pause by hand', { path });
}
