import { describe, expect, it } from '@jest/globals';
import { readPayload } from '../../src/sources/arrivals/payload.js';
import type { FormTool } from '../../src/sources/products/form-tools.js';
import { readSubmission } from '../../src/sources/products/reading.js';

const rules = { name: 'A connection', source: 'forms', map: null, vendor: null } as const;
const readBy = (vendor: FormTool, payload: unknown) => readSubmission({ ...rules, kind: 'json', vendor }, payload).body;

describe('a submission of a tool', () => {
  it('of Typeform is read by its questions, or by their names where a question quotes an answer', () => {
    const payload = {
      event_id: 'LtWX',
      event_type: 'form_response',
      form_response: {
        form_id: 'lT4Z3j',
        token: 'a3a12ec6',
        submitted_at: '2026-01-18T18:17:02Z',
        hidden: { utm_campaign: 'spring', gclid: 'Cj0K' },
        calculated: { score: 9 },
        definition: {
          id: 'lT4Z3j',
          title: 'Demo request',
          fields: [
            { id: 'a', title: 'What is your first name?', type: 'short_text', ref: 'first' },
            { id: 'b', title: 'Thanks, {{field:first}}! Your e-mail?', type: 'email', ref: 'email' },
            { id: 'c', title: 'Which plans?', type: 'multiple_choice', ref: 'plans' },
            { id: 'd', title: 'How many employees?', type: 'number', ref: 'size' },
            { id: 'e', title: 'May we call you?', type: 'yes_no', ref: 'call' },
            { id: 'f', title: 'Which office?', type: 'dropdown', ref: 'office' },
          ],
        },
        answers: [
          { type: 'text', text: 'Laura', field: { id: 'a', type: 'short_text', ref: 'first' } },
          { type: 'email', email: 'laura@example.com', field: { id: 'b', type: 'email', ref: 'email' } },
          { type: 'choices', choices: { labels: ['Gold', 'Silver'], other: 'Tin' }, field: { id: 'c', ref: 'plans' } },
          { type: 'number', number: 5, field: { id: 'd', ref: 'size' } },
          { type: 'boolean', boolean: true, field: { id: 'e', ref: 'call' } },
          { type: 'choice', choice: { label: 'Berlin' }, field: { id: 'f', ref: 'office' } },
        ],
      },
    };
    expect(readBy('typeform', payload)).toEqual({
      source: 'forms',
      test: false,
      externalId: 'a3a12ec6',
      form: 'Demo request',
      campaign: 'spring',
      submittedAt: '2026-01-18T18:17:02.000Z',
      contact: { firstName: 'Laura', email: 'laura@example.com' },
      company: { employees: 5 },
      clickIds: { gclid: 'Cj0K' },
      attributes: {
        score: 9,
        'Which plans?': 'Gold, Silver, Tin',
        'May we call you?': true,
        'Which office?': 'Berlin',
      },
    });
  });

  it('of Jotform is the JSON in a field of its form', () => {
    const payload = {
      formID: '2316',
      submissionID: '5312345678901234567',
      formTitle: 'Contact us',
      ip: '203.0.113.7',
      rawRequest: JSON.stringify({
        slug: 'submit/2316/',
        q3_name: { first: 'Kim', last: 'Lee' },
        q4_email: 'kim@example.com',
        q5_phoneNumber: { full: '+1 650 555 0142' },
        q6_budget: '10,000',
        event_id: '1',
      }),
    };
    expect(readBy('jotform', payload)).toEqual({
      source: 'forms',
      test: false,
      externalId: '5312345678901234567',
      form: 'Contact us',
      contact: { firstName: 'Kim', lastName: 'Lee', email: 'kim@example.com', phone: '+1 650 555 0142' },
      attributes: { budget: '10,000' },
    });
    expect(readBy('jotform', { rawRequest: 'no JSON', submissionID: '1' })).toMatchObject({ externalId: '1' });
  });

  it('of Webflow is what its form holds', () => {
    const payload = {
      triggerType: 'form_submission',
      payload: {
        name: 'Contact Us',
        siteId: '65427cf4',
        data: {
          'First Name': 'Zaphod',
          'Last Name': 'Beeblebrox',
          email: 'zaphod@example.com',
          'Phone Number': 15550000000,
        },
        submittedAt: '2026-09-14T12:35:16.117Z',
        id: '6321ca84df3949bfc6752327',
      },
    };
    expect(readBy('webflow', payload)).toEqual({
      source: 'forms',
      test: false,
      externalId: '6321ca84df3949bfc6752327',
      form: 'Contact Us',
      submittedAt: '2026-09-14T12:35:16.117Z',
      contact: { firstName: 'Zaphod', lastName: 'Beeblebrox', email: 'zaphod@example.com', phone: '15550000000' },
    });
  });

  it('of Gravity Forms leaves out what is about the entry', () => {
    const payload = {
      id: '42',
      form_id: '3',
      date_created: '2026-03-02 14:59:00',
      ip: '203.0.113.7',
      status: 'active',
      source_url: 'https://www.example.com/contact',
      user_agent: 'Mozilla',
      Name: 'Kim Lee',
      Email: 'kim@example.com',
      Topic: 'Prices',
    };
    expect(readBy('gravityForms', payload)).toEqual({
      source: 'forms',
      test: false,
      externalId: '42',
      form: '3',
      submittedAt: '2026-03-02T14:59:00.000Z',
      landingPage: 'https://www.example.com/contact',
      contact: { name: 'Kim Lee', email: 'kim@example.com' },
      attributes: { Topic: 'Prices' },
    });
  });

  it('of anything else is read by the last names of its paths, unless the map says otherwise', () => {
    const payload = {
      event: 'lead.created',
      data: {
        lead: {
          email: 'kim@example.com',
          first_name: 'Kim',
          tags: ['a', 'b'],
          answers: [{ field: { ref: 'co' }, text: 'Nut SE' }],
        },
      },
    };
    const map = {
      'company.name': { lookup: 'data.lead.answers', where: { 'field.ref': 'co' }, take: 'text' },
      message: { join: ['event', 'data.lead.first_name'], with: ': ' },
      'attributes.kind': { value: 'b2b' },
      campaign: { first: ['data.none', 'data.lead.tags'] },
    };
    expect(readSubmission({ ...rules, kind: 'json', map }, payload).body).toEqual({
      source: 'forms',
      test: false,
      message: 'lead.created: Kim',
      campaign: 'a, b',
      contact: { email: 'kim@example.com' },
      company: { name: 'Nut SE' },
      attributes: { kind: 'b2b', 'data.lead.answers[0].field.ref': 'co' },
    });
  });

  it.each([
    [{ form: 'demo' }, 'demo-requests'],
    [{ form: 'other' }, 'other'],
    [{ form: '' }, 'A connection'],
    [{}, 'A connection'],
    [{ form: { nested: 1 } }, 'A connection'],
    [{ form: 'constructor' }, 'constructor'],
  ])('%j has the source %s', (payload, source) => {
    const by = { by: 'form', values: { demo: 'demo-requests' } };
    expect(readSubmission({ ...rules, kind: 'json', source: by }, payload).body.source).toBe(source);
  });
});

describe('a body', () => {
  const read = (type: string | undefined, body: string | Buffer) => readPayload(type, Buffer.from(body));

  it('keeps whole numbers of more digits than JavaScript has as text, but not those within texts', async () => {
    const body = '{"id": 12345678901234567, "text": "12345678901234567 \\" 9", "n": 1.5, "big": 1234567890123456.5}';
    expect(await read('application/json', body)).toEqual({
      payload: { id: '12345678901234567', text: '12345678901234567 " 9', n: 1.5, big: 1234567890123456.5 },
    });
  });

  it.each([
    ['application/json', '{"a":'],
    ['application/json', '"text"'],
    ['text/plain', 'just words'],
    ['multipart/form-data', 'no boundary'],
    [undefined, ''],
  ])('of type %s that is %j cannot be read', async (type, body) => {
    expect(await read(type, body)).toEqual({ isUnreadable: true });
  });

  it.each([
    ['text/plain;charset=UTF-8', '{"email":"a@example.com"}'],
    ['application/vnd.tool+json', '{"email":"a@example.com"}'],
    [undefined, 'email=a%40example.com'],
    ['application/x-www-form-urlencoded', 'email=a%40example.com&__proto__=x'],
  ])('of type %s is read by what it looks like', async (type, body) => {
    expect(await read(type, body)).toEqual({ payload: { email: 'a@example.com' } });
  });
});
