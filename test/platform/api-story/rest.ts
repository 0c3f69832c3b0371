import type { Teller } from './example-recorder.js';
import type { People } from './people.js';

export async function tellOfTheRest({ tell, app }: Teller, people: People, rules: { calendar: { id: string } }) {
  const { ann, bo } = people;
  const path = { id: ann.id };
  const absence = await tell('createAbsence', 'A week off', {
    path,
    body: { from: '2026-03-09T00:00:00+01:00', to: '2026-03-14T00:00:00+01:00', reason: 'Holiday', coverRepId: bo.id },
  });
  await tell('listAbsences', 'What is entered', { path, query: { limit: '10' } });
  await tell('getAbsence', 'A week off', { path: { ...path, absenceId: absence.id } });
  await tell('deleteAbsence', 'What it would do', {
    path: { ...path, absenceId: absence.id },
    query: { dryRun: 'true' },
  });
  await tell('deleteAbsence', 'Plans changed', { path: { ...path, absenceId: absence.id } });
  const lee = await app.must('POST', '/v1/reps', { name: 'Lee', email: 'lee@example.com', managerId: bo.id });
  await tell('listRepNames', 'Everybody', {});
  await app.must('POST', '/v1/accounts', { name: 'Gate Ltd', ownerRepId: lee.id });
  await tell('offboardRep', 'What they have', { path: { id: lee.id }, query: { dryRun: 'true' }, body: {} });
  await tell('offboardRep', 'Nobody for their account', { path: { id: lee.id }, body: {} }, 422);
  await tell('offboardRep', 'At the end of the month', {
    path: { id: lee.id },
    body: { accounts: { repId: bo.id }, at: '2026-03-31T18:00:00Z' },
  });
  await tell('getOffboarding', 'What is planned', { path: { id: lee.id } });
  await tell('withdrawOffboarding', 'They stay', { path: { id: lee.id } });
  await tell('withdrawOffboarding', 'None is planned any more', { path: { id: lee.id } }, 404);
  await tell('getOffboarding', 'Nothing any more', { path: { id: lee.id } }, 404);
  await tell('offboardRep', 'Today', { path: { id: lee.id }, body: { accounts: { repId: bo.id } } });
  for (const [rep, until] of [
    [ann, '2026-03-02T18:00:00Z'],
    [bo, undefined],
  ] as const)
    await tell('setAvailability', until === undefined ? 'Until further notice' : 'For this afternoon', {
      path: { id: rep.id },
      body: { available: false, ...(until && { until }) },
    });
  await app.must('POST', '/v1/leads', { source: 'fair', contact: { email: 'lou@example.org' } });
  await tell('listWaitingLeads', 'Nobody is available', { query: { limit: '1' } });

  const reason = await tell('createDispositionReason', 'A reason of your own', {
    body: {
      code: 'no_integration',
      category: 'lost',
      label: 'We lack an integration',
      requires: ['competitor'],
      intent: 'realButLost',
    },
  });
  await tell('listDispositionReasons', 'The first of the built-in ones', { query: { limit: '1' } });
  await tell('getDispositionReason', 'A reason of your own', { path: { id: reason.id } });
  await tell('replaceDispositionReason', 'Not offered any more', {
    path: { id: reason.id },
    headers: { 'If-Match': '"1"' },
    body: {
      code: 'no_integration',
      category: 'lost',
      label: 'We lack an integration',
      intent: 'realButLost',
      active: false,
    },
  });
  await tell('listDispositionReasonVersions', 'After a change', { path: { id: reason.id }, query: { limit: '1' } });
  await tell('deleteDispositionReason', 'One that no lead has', { path: { id: reason.id } });

  const key = await tell('createApiKey', 'For the web site', { body: { name: 'Web site', scopes: ['intake'] } });
  await tell('getMe', 'A key of the web site', { key: key.key });
  await tell('getRouting', 'With a key that may not', { key: key.key }, 403);
  await tell('getMe', 'With a wrong key', { key: 'tl_wrong' }, 401);
  await tell('createSession', 'By a key', { body: { key: key.key } });
  await tell('createSession', 'By a link, where no mail server is set', { body: { email: 'noor@example.com' } }, 409);
  await tell('createSession', 'With a code that is spent', { body: { code: 'ABCD-2345' } }, 401);
  await tell('beginOidc', 'Where no provider is set', {}, 409);
  await tell('finishOidc', 'Where no provider is set', {}, 409);
  const own = await app.must('POST', '/v1/api-keys', { name: 'Ann', scopes: ['rep'], repId: ann.id });
  const { headers } = await app.ask('POST', '/v1/session', { key: own.key }, { key: null });
  const inBrowser = { key: null, headers: { cookie: headers.get('set-cookie')!.split(';')[0]! } };
  await tell('getLoginWays', 'With a mail server', { key: null });
  await tell('getSession', 'In a browser', inBrowser);
  await tell('getOwnInbox', 'In a browser', { ...inBrowser, query: { limit: '1' } });
  await tell('getSession', 'With a key instead', { key: key.key }, 404);
  const { data: sessions } = await tell('listSessions', 'All devices', { query: { limit: '10' } });
  await tell('revokeSession', 'One that was left open', { path: { id: sessions[0].id } });
  await tell('endSession', 'With a key instead', { key: key.key }, 404);
  const noor = { email: 'noor@example.com', name: 'Noor Haddad', scopes: ['admin'] };
  const user = await tell('createUser', 'Somebody of RevOps', { body: noor });
  await tell('createUser', 'A rep without saying which', { body: { ...noor, scopes: ['rep'] } }, 422);
  await tell('listUsers', 'All of them', { query: { limit: '10' } });
  await tell('getUser', 'As they are', { path: { id: user.id } });
  await tell('replaceUser', 'With less to do', { path: { id: user.id }, body: { ...noor, scopes: ['read'] } });
  await tell('listUserVersions', 'Who gave them what', { path: { id: user.id }, query: { limit: '10' } });
  await tell('deleteUser', 'They have left', { path: { id: user.id } });
  await tell('replacePreferences', 'A dark theme', { key: key.key, body: { theme: 'dark', density: 'compact' } });
  await tell('getPreferences', 'As they were put', { key: key.key });
  await tell('getOwnInbox', 'With a key that is nobody’s', {}, 404);
  await tell('streamOwnInbox', 'With a key that is nobody’s', {}, 404);
  await tell('listApiKeys', 'The first', { query: { limit: '1' } });
  await tell('revokeApiKey', 'No longer needed', { path: { id: key.id } });
  await tell('getLiveness', 'All is well');
  await tell('getReadiness', 'All is well');
  await tell('getMetrics', 'For Prometheus');
  await tell('getSystem', 'For people');
  await tell('getSystem', 'With a key that may not', { key: own.key }, 403);
  await tell('getProblems', 'For people');

  const leaver = await app.must('POST', '/v1/reps', { name: 'Eve', email: 'eve@example.com' });
  await app.must('POST', '/v1/leads', { source: 'fair', owner: { repId: leaver.id } });
  const left = { name: 'Eve', email: 'eve@example.com', active: false };
  const place = { path: { id: leaver.id } };
  await tell('replaceRep', 'Somebody who leaves, and has a lead', { ...place, body: left }, 409);
  await tell('replaceRep', 'Somebody who leaves, and whose leads go to others', {
    ...place,
    body: { ...left, openLeads: 'reassignAll' },
  });
  const spare = await app.must('POST', '/v1/reps', { name: 'Dee', email: 'dee@example.com' });
  await tell('deleteRep', 'One whom no lead names', { path: { id: spare.id }, headers: { 'If-Match': '"1"' } });
  await tell('deleteTeam', 'One that is not used', { path: { id: people.team.id } });
  await tell('deleteCalendar', 'One that a pool uses', { path: { id: rules.calendar.id } }, 409);
  const unused = await app.must('POST', '/v1/calendars', {
    name: 'Unused',
    timeZone: 'UTC',
    hours: { mon: [['09:00', '17:00']] },
  });
  await tell('deleteCalendar', 'One that is not used', { path: { id: unused.id } });
  const idle = await app.must('POST', '/v1/pools', { name: 'Idle', members: [] });
  await tell('deletePool', 'One that is not used', { path: { id: idle.id } });
  const leftover = await app.must('POST', '/v1/queues', { name: 'Leftover', ownerRepId: people.ann.id });
  await tell('deleteQueue', 'One in which nothing waits', { path: { id: leftover.id } });
  const gone = await app.must('POST', '/v1/sources', { code: 'gone' });
  await tell('deleteSource', 'One from which no leads come any more', { path: { id: gone.id } });
  const spent = await app.must('POST', '/v1/lists', { name: 'Spent', values: [] });
  await tell('deleteList', 'One that is not used', { path: { id: spent.id } });
  const unneeded = await tell('createSlaPolicy', 'One that never holds, behind another that matches every lead', {
    body: { name: 'Unneeded', firstTouch: { within: 'PT1H' } },
  });
  await tell('deleteSlaPolicy', 'One that no lead has', { path: { id: unneeded.id } });
  await tell('getLead', 'One that is not there', { path: { id: spare.id } }, 404);
  await tellOfErasures({ tell, app });
}

async function tellOfErasures({ tell, app }: Teller) {
  const contact = { name: 'Mia Berg', email: 'mia@example.org' };
  const lead = await app.must('POST', '/v1/leads', { source: 'fair', contact, message: 'Please call' });
  const note = { kind: 'call', outcome: 'voicemail', note: 'Mia calls back' };
  await app.must('POST', `/v1/leads/${lead.id}/touches`, note);
  await tell('readAllOfPerson', 'Somebody asks what is held of her', { query: { email: 'mia@example.org' } });
  const reason = 'Request 2026-17';
  await tell(
    'erasePerson',
    'With a reason that says who it was',
    {
      body: { email: contact.email, reason: 'Her mail of 2 March from mia@example.org' },
    },
    422,
  );
  const { id } = await tell('erasePerson', 'She wants to be forgotten', { body: { email: contact.email, reason } });
  await tell('erasePerson', 'Of whom nothing is held', { body: { phone: '+49 30 901820', reason } });
  await tell('listErasures', 'The latest', { query: { limit: '1' } });
  await tell('getErasure', 'A certificate', { path: { id } });
  const path = { id: lead.id };
  await tell('updateLead', 'One that was erased', { path, body: { contact: { name: 'Mia Berg' } } }, 409);
}
