import type { Teller } from './example-recorder.js';

export async function tellOfFeedback({ tell, app }: Teller) {
  const ads = {
    name: 'Google Ads',
    platform: 'googleAds',
    settings: { transport: 'adsApi', customerId: '1234567890' },
    rules: [
      { on: { milestone: 'received' }, send: { conversionActionId: '987654321', name: 'Lead' } },
      { on: { milestone: 'won' }, send: { conversionActionId: '987654323', name: 'Closed won', value: 'milestone' } },
    ],
  };
  const destination = await tell('createFeedbackDestination', 'Leads and wins, by the API of Google Ads', {
    body: ads,
  });
  const path = { id: destination.id };
  const twice = { ...ads, name: 'Twice', settings: { transport: 'adsApi', customerId: 'mine' } };
  await tell('createFeedbackDestination', 'An account that is none', { body: twice }, 422);
  await tell('listFeedbackDestinations', 'The first', { query: { limit: '1' } });
  await tell('getFeedbackDestination', 'As it is', { path });
  await tell('replaceFeedbackDestination', 'Only to be looked at', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { ...ads, mode: 'shadow' },
  });
  await tell('replaceFeedbackDestination', 'With credentials, so that the program posts by itself', {
    path,
    headers: { 'If-Match': '"2"' },
    body: {
      ...ads,
      mode: 'shadow',
      credentials: {
        clientId: '1234-example.apps.googleusercontent.com',
        clientSecret: 'the-secret-of-the-client',
        refreshToken: 'the-refresh-token',
        developerToken: 'the-developer-token',
      },
      push: true,
    },
  });
  const meta = await app.must('POST', '/v1/feedback/destinations', {
    name: 'Meta',
    platform: 'meta',
    settings: { datasetId: '1234567890' },
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
  });
  await tell('testFeedback', 'Without credentials', { path: { id: meta.id }, body: {} });
  await tell('listFeedbackDestinationVersions', 'Who changed what', { path, query: { limit: '1' } });
  const lead = await app.must('POST', '/v1/leads', {
    source: 'google-ads',
    contact: { email: 'maya@example.com', country: 'US' },
    clickIds: { gclid: 'Cj0KCQ-maya' },
    consent: { adUserData: 'granted' },
  });
  await tell('previewFeedback', 'Of a lead from an ad', { path, body: { leadId: lead.id } });

  const rules = [{ on: { milestone: 'received' }, send: { event: 'lead' } }];
  const own = await app.must('POST', '/v1/feedback/destinations', {
    name: 'Warehouse',
    platform: 'generic',
    settings: {},
    startAt: lead.receivedAt,
    rules,
  });
  const ownPath = { id: own.id };
  await app.feedbackCaughtUp();
  const batch = await tell('leaseFeedbackBatch', 'What is due', { path: ownPath, body: { limit: 100 } });
  const batchPath = { ...ownPath, batchId: batch.batchId };
  await tell('acknowledgeFeedbackBatch', 'Posted', { path: batchPath, body: { requestId: 'r-1' } });
  await tell(
    'acknowledgeFeedbackBatch',
    'Something else was said before',
    { path: batchPath, body: { sent: false } },
    409,
  );
  await tell('concludeFeedbackBatch', 'All of it was taken', { path: batchPath, body: { accepted: 'all' } });
  await tell('listFeedbackItems', 'What was accepted', { path: ownPath, query: { state: 'accepted', limit: '1' } });
  await tell('getFeedbackHealth', 'A day later', { path: ownPath });
  await tell('stopFeedback', 'While the warehouse moves', { path: ownPath, body: { reason: 'The warehouse moves' } });
  await tell('leaseFeedbackBatch', 'While it is stopped', { path: ownPath, body: {} }, 409);
  await tell('resumeFeedback', 'It has moved', { path: ownPath, body: {} });
  await tell('deleteFeedbackDestination', 'Made by mistake', { path });
}
