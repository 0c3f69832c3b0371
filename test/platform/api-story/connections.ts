import { Arrivals } from '../../../src/sources/arrivals/arrivals.service.js';
import { CLIENT_SECRET, notified, signedByLinkedin } from '../../support/linkedin-server.js';
import { APP_SECRET, PAGE_ID, signed, told } from '../../support/meta-server.js';
import type { Teller } from './example-recorder.js';

export async function tellOfConnections({ app, tell }: Teller) {
  const body = {
    name: 'Contact form',
    kind: 'form',
    source: 'website',
    origins: ['https://www.example.com'],
    redirect: 'https://www.example.com/thanks',
  };
  const made = await tell('createConnection', 'A form of a website', { body });
  await tell(
    'createConnection',
    'Google lead forms, without the key that is entered there',
    {
      body: { name: 'Google lead forms', kind: 'google', source: 'google-ads' },
    },
    422,
  );
  const path = { id: made.id };
  const payload = { name: 'Kim Lee', email: 'kim@forms.example', message: 'Please call me', budget: '10,000' };
  await tell('tryConnection', 'What a form would become', { path, body: { payload } });
  const sent = await tell('sendToConnection', 'From a script of the page', {
    path: { key: made.key },
    body: payload,
    key: null,
  });
  await tell('sendToConnection', 'Nobody can be reached by it', {
    path: { key: made.key },
    body: { note: 'Hello' },
    key: null,
  });
  const headers = { Origin: 'https://www.example.com', 'Access-Control-Request-Method': 'POST' };
  await tell('askConnection', 'A script of a page that may send', { path: { key: made.key }, key: null, headers });
  await app.application.app.get(Arrivals).idle();
  await tell('listArrivals', 'What was rejected', { query: { state: 'rejected', limit: '1' } });
  await tell('getArrival', 'As it came', { path: { id: sent.id } });
  const trap = await tell('sendToConnection', 'A program fills in what people do not see', {
    path: { key: made.key },
    body: { ...payload, _trap: 'x' },
    key: null,
  });
  await tell('replayArrival', 'It was a person after all', { path: { id: trap.id } });
  await tell('replayArrival', 'It is a lead already', { path: { id: trap.id } }, 409);
  await tell('listConnections', 'The first', { query: { limit: '1' } });
  await tell('getConnection', 'As it is', { path });
  const fields = [
    { field: 'contact.email', required: true },
    { field: 'attributes.team', label: 'Which team is it for?', options: ['Sales', 'Service'] },
  ];
  await tell('replaceConnection', 'With a form that Touchline shows', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { ...body, hosted: { title: 'Ask for a demo', fields, privacyUrl: 'https://www.example.com/privacy' } },
  });
  await tell('rotateConnectionAddress', 'The former address works for a week', { path, body: { formerFor: 'P7D' } });
  await tell('listConnectionVersions', 'After a change', { path, query: { limit: '1' } });
  await tell('deleteConnection', 'It is no longer used', { path, headers: { 'If-Match': '"2"' } });
  await tellOfMeta(tell);
}

async function tellOfLinkedin(tell: Teller['tell']) {
  const settings = {
    clientSecret: CLIENT_SECRET,
    accessToken: 'AQX-the-access-token-of-the-app',
    owner: 'urn:li:sponsoredAccount:512345678',
  };
  const body = { name: 'LinkedIn lead forms', kind: 'linkedin', source: 'linkedin-ads', settings };
  const made = await tell('createConnection', 'LinkedIn lead forms', { body });
  const path = { key: made.key };
  const query = { challengeCode: '890e4665-4dfe-4ab1-b689-ed553bceeed0' };
  await tell('verifyConnection', 'LinkedIn checks the address', { path, query, key: null });
  const payload = notified('5f2c1a7e-6d0b-4c58-9a57-7d1f4f1b2c3d');
  const headers = { 'X-LI-Signature': signedByLinkedin(JSON.stringify(payload)) };
  await tell('sendToConnection', 'LinkedIn tells of a lead', { path, body: payload, key: null, headers });
  await tell('deleteConnection', 'LinkedIn lead forms', { path: { id: made.id } });
}

async function tellOfMeta(tell: Teller['tell']) {
  const settings = {
    verifyToken: 'a-word-of-your-choice',
    accessToken: 'EAAG-the-access-token-of-the-page',
    pageId: PAGE_ID,
  };
  const body = { name: 'Meta lead ads', kind: 'meta', source: 'meta-ads', secret: APP_SECRET, settings };
  const made = await tell('createConnection', 'Meta lead ads', { body });
  const path = { key: made.key };
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
  const verified = { ...query, 'hub.verify_token': settings.verifyToken };
  await tell('verifyConnection', 'With the verify token', { path, query: verified, key: null });
  await tell(
    'verifyConnection',
    'With another one',
    { path, query: { ...query, 'hub.verify_token': 'another' }, key: null },
    403,
  );
  const payload = told(['1234567890123456']);
  const headers = { 'X-Hub-Signature-256': signed(JSON.stringify(payload)) };
  await tell('sendToConnection', 'Meta tells of a lead', { path, body: payload, key: null, headers });
  const hubspot = {
    serviceKey: 'pat-eu1-the-service-key-of-the-account',
    forms: ['78c2891f-ebdd-44c0-bd94-15c012bbbfbf'],
  };
  const looked = await tell('createConnection', 'Submissions of a form at HubSpot', {
    body: { name: 'HubSpot', kind: 'hubspot', source: 'hubspot', settings: hubspot },
  });
  await tell('deleteConnection', 'HubSpot', { path: { id: looked.id } });
  await tellOfLinkedin(tell);
  const aircall = { kind: 'touches', vendor: 'aircall', source: 'telephone', secret: 'the-token-of-the-webhook' };
  await tell('createConnection', 'Calls of Aircall; missed calls of strangers become leads', {
    body: { name: 'Telephone', ...aircall, settings: { missedCalls: 'lead' } },
  });
  const twilio = { kind: 'touches', vendor: 'twilio', source: 'telephone', secret: 'the-auth-token-of-the-account' };
  await tell('createConnection', 'Calls and messages of Twilio', { body: { name: 'Twilio', ...twilio } });
  await tell('deleteConnection', 'Meta lead ads', { path: { id: made.id } });
}
