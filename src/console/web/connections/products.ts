import type { BodyOf } from '../api/api.js';

type Body = BodyOf<'/v1/inbound'>;

/** A product from which leads come, as somebody looks for it. */
export interface Product {
  readonly code: string;
  readonly name: string;
  readonly why: string;
  readonly body: Pick<Body, 'kind' | 'vendor'>;
  /** A name for the source that is usual. */
  readonly source: string;
  /** What the secret is called there, and whether it has one. */
  readonly secret?: { readonly label: string; readonly isRequired: boolean };
  /** Where to find what is asked for, before the connection is made. */
  readonly needs?: readonly string[];
  /** What to do there, step by step, once the address is known. */
  readonly steps: readonly string[];
}

const SIGNING = { label: 'Secret (if you set one there)', isRequired: false };

export const PRODUCTS: readonly Product[] = [
  {
    code: 'form',
    name: 'Form of a website',
    why: 'Your own form, sent to Touchline by the browser.',
    body: { kind: 'form' },
    source: 'website',
    steps: ['Set the address as the action of your form, or copy the form below into a page.'],
  },
  {
    code: 'google',
    name: 'Google lead form',
    why: 'Lead forms of Google Ads.',
    body: { kind: 'google' },
    source: 'google-ads',
    secret: { label: 'Key (choose one, and enter the same at Google)', isRequired: true },
    steps: [
      'In Google Ads, open the lead form asset, then Export leads from Google Ads › Other data integration options.',
      'Paste the address as the webhook URL, and the key as the key.',
      'Send test data. It arrives as a test lead.',
    ],
  },
  {
    code: 'meta',
    name: 'Meta lead ads',
    why: 'Lead forms of Facebook and Instagram.',
    body: { kind: 'meta' },
    source: 'meta-ads',
    secret: { label: 'App secret', isRequired: true },
    needs: [
      'The app secret is in Meta’s App Dashboard (developers.facebook.com), under App settings › Basic. The app has to be live: before that, Meta tells of test leads alone.',
      'The id of the page is on the page, under About › Page transparency.',
      'The access token is one of the page, with the permissions leads_retrieval, pages_manage_metadata, pages_show_list, pages_read_engagement and ads_management. Take it from a system user of the Business Settings: such a token does not expire.',
    ],
    steps: [
      'In the App Dashboard, open your app, then Webhooks, and choose Page.',
      'Choose Subscribe to this object. Paste the address as the callback URL, and the verify token, then Verify and save.',
      'Subscribe to the field leadgen.',
      'Beside leadgen, choose Test, then Send to server. Meta’s sample arrives below.',
      'Make a lead with Meta’s Lead Ads Testing Tool. It arrives as a test lead.',
    ],
  },
  {
    code: 'hubspot',
    name: 'HubSpot',
    why: 'Submissions of HubSpot forms, and new contacts.',
    body: { kind: 'hubspot' },
    source: 'hubspot',
    secret: { label: 'Secret of the workflow (only if a workflow sends, and if you like)', isRequired: false },
    needs: [
      'With a service key, Touchline looks for new submissions and contacts each minute or so; HubSpot need not reach it. In HubSpot, open Development › Keys › Service keys, and create one with the scopes forms and crm.objects.contacts.read.',
      'Without one, a workflow sends to the address of the connection. That needs Data Hub Professional.',
      'One of the two is enough. Whoever was imported into HubSpot, and whom a lead knows already, is no new lead.',
    ],
    steps: [
      'With a service key there is nothing more to do: fill in a form at HubSpot. It arrives below within some minutes.',
      'Else open Automation › Workflows in HubSpot, and let a submission of a form enrol contacts, again at each submission.',
      'Add the action Send a webhook: POST, and the address as the webhook URL.',
      'If you gave a secret, choose API key as the authentication type: Authorization as the name, Bearer and your secret as the key, in the request header.',
      'Choose Include all contact properties, so that each submission is known apart. Test the action, and switch the workflow on.',
    ],
  },
  {
    code: 'linkedin',
    name: 'LinkedIn lead forms',
    why: 'Lead forms of LinkedIn. Needs access to LinkedIn’s Lead Sync API, for which you apply there first.',
    body: { kind: 'linkedin' },
    source: 'linkedin-ads',
    needs: [
      'Before you begin: LinkedIn gives out leads only to apps that its Lead Sync programme has approved, which takes some weeks. Apply in the Developer Portal (linkedin.com/developers), under Products › Lead Sync API. Without that, let Zapier or Make send the leads.',
      'The client secret is in the Developer Portal, under Auth of your app.',
      'The access token needs r_marketing_leadgen_automation, r_ads and r_organization_admin, and its owner a role at the ad account or page. It expires after 60 days, unless your app may refresh it.',
      'The id of the ad account is in the address of Campaign Manager: for 512345678 enter urn:li:sponsoredAccount:512345678. A page is urn:li:organization:… and its id.',
    ],
    steps: [
      'Touchline asks LinkedIn by itself to tell of new leads. LinkedIn then checks the address, now and every two hours.',
      'Fill in a form from its preview in Campaign Manager. It arrives below as a test lead.',
    ],
  },
  {
    code: 'typeform',
    name: 'Typeform',
    why: 'Each submission of a typeform.',
    body: { kind: 'json', vendor: 'typeform' },
    source: 'typeform',
    secret: SIGNING,
    steps: [
      'In Typeform, open the form, then Connect › Webhooks › Add a webhook.',
      'Paste the address and switch it on.',
      'Send a test request, or fill in the form.',
    ],
  },
  {
    code: 'jotform',
    name: 'Jotform',
    why: 'Each submission of a Jotform form.',
    body: { kind: 'json', vendor: 'jotform' },
    source: 'jotform',
    steps: [
      'In Jotform, open the form, then Settings › Integrations › WebHooks.',
      'Paste the address.',
      'Fill in the form once.',
    ],
  },
  {
    code: 'webflow',
    name: 'Webflow',
    why: 'Forms of a Webflow site.',
    body: { kind: 'json', vendor: 'webflow' },
    source: 'webflow',
    secret: SIGNING,
    steps: [
      'In Webflow, open Site settings › Apps & integrations › Webhooks › Add webhook.',
      'Choose Form submission, and paste the address.',
      'Publish the site, and fill in the form once.',
    ],
  },
  {
    code: 'gravityForms',
    name: 'Gravity Forms',
    why: 'Forms of a WordPress site.',
    body: { kind: 'json', vendor: 'gravityForms' },
    source: 'wordpress',
    steps: [
      'Install the Webhooks add-on, open the form, then Settings › Webhooks › Add new.',
      'Paste the address, choose POST and JSON, and send fields by their labels.',
      'Fill in the form once.',
    ],
  },
  {
    code: 'aircall',
    name: 'Aircall',
    why: 'Calls become touches of leads.',
    body: { kind: 'touches', vendor: 'aircall' },
    source: 'telephone',
    secret: { label: 'Token of the webhook', isRequired: true },
    needs: ['Make the webhook in Aircall first, with any address: its token is shown there.'],
    steps: [
      'In Aircall, open Integrations & API › Webhook, and paste the address as the URL.',
      'Choose the event call.ended.',
      'Call a lead. The call arrives below once it is over.',
    ],
  },
  {
    code: 'dialpad',
    name: 'Dialpad',
    why: 'Calls and text messages become touches of leads.',
    body: { kind: 'touches', vendor: 'dialpad' },
    source: 'telephone',
    secret: { label: 'Secret (choose one, and give the same to Dialpad)', isRequired: true },
    steps: [
      'Create a webhook by Dialpad’s API (POST /api/v2/webhooks), with the address as its hook_url and your secret as its secret.',
      'Subscribe it to calls (POST /api/v2/subscriptions/call), with its id as the endpoint_id and hangup and missed as the call_states.',
      'For text messages, subscribe it to them too (POST /api/v2/subscriptions/sms), with all as the direction and status as true.',
      'Call a lead. The call arrives below once it is over.',
    ],
  },
  {
    code: 'twilio',
    name: 'Twilio',
    why: 'Calls and messages become touches of leads.',
    body: { kind: 'touches', vendor: 'twilio' },
    source: 'telephone',
    secret: { label: 'Auth token', isRequired: true },
    needs: ['The auth token is in the Twilio Console, under Account › API keys & tokens. Twilio signs with it.'],
    steps: [
      'Give the address as the statusCallback of the calls that your program makes, and of each number that it dials (<Number statusCallback="…">). Only the event completed is needed.',
      'Give it as the statusCallback of the messages that your program sends, or as that of the messaging service.',
      'For replies, give it as the webhook of messages that come in, unless something of yours answers them.',
      'Call a lead. The call arrives below once it is over.',
    ],
  },
  {
    code: 'calendly',
    name: 'Calendly',
    why: 'Booked, moved and missed meetings become touches of leads, and strangers who book become leads.',
    body: { kind: 'touches', vendor: 'calendly' },
    source: 'calendly',
    secret: { label: 'Signing key (choose one, and give the same to Calendly)', isRequired: true },
    steps: [
      'Create a webhook subscription by Calendly’s API, with the address as its url and your signing key as its signing_key.',
      'Let it send invitee.created, invitee.canceled and invitee_no_show.created, for the whole organization.',
      'Book a meeting. It arrives below.',
    ],
  },
  {
    code: 'cal',
    name: 'Cal.com',
    why: 'Booked, moved and missed meetings become touches of leads, and strangers who book become leads.',
    body: { kind: 'touches', vendor: 'cal' },
    source: 'cal.com',
    secret: { label: 'Secret (choose one, and enter the same at Cal.com)', isRequired: true },
    steps: [
      'In Cal.com, open Settings › Developer › Webhooks › New. Paste the address as the subscriber URL, and the secret.',
      'Choose Booking created, rescheduled, canceled, and Booking no-show updated.',
      'Book a meeting. It arrives below.',
    ],
  },
  {
    code: 'zapier',
    name: 'Zapier or Make',
    why: 'Leads of TikTok, Microsoft and hundreds of others, by a step of your own.',
    body: { kind: 'json' },
    source: 'zapier',
    secret: SIGNING,
    steps: [
      'In Zapier choose Webhooks › POST; in Make choose HTTP › Make a request.',
      'Paste the address, choose JSON, and give the fields names such as email, phone, name and company.',
      'Test the step.',
    ],
  },
  {
    code: 'json',
    name: 'Anything else',
    why: 'Whatever sends JSON or a form.',
    body: { kind: 'json' },
    source: 'web',
    secret: SIGNING,
    steps: [
      'Let it send a POST to the address, as JSON or as a form.',
      'If it can send a header, let it send the secret as Authorization: Bearer ….',
    ],
  },
];

/** Returns the product of a saved connection. */
export function productOf({ kind, vendor }: Pick<Body, 'kind' | 'vendor'>): Product {
  const found = PRODUCTS.find(({ code, body }) => body.kind === kind && body.vendor === vendor && code !== 'zapier');
  return found ?? PRODUCTS.at(-1)!;
}
