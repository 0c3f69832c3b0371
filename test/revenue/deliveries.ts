import { DealNotifications } from '../../src/deals/promises/deal-notifications.service.js';
import { NotificationStore } from '../../src/notifications/notification.store.js';
import { Database } from '../../src/platform/sql/database.js';
import type { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aCast } from '../support/people.js';

const BILLING = {
  type: 'object',
  role: 'billing',
  additionalProperties: false,
  properties: {
    lines: {
      type: 'array',
      prefill: 'win',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['what', 'kind'],
        properties: {
          what: { type: 'string' },
          kind: { enum: ['fixed'] },
          amount: { type: 'string', format: 'amount' },
          period: { type: 'string' },
        },
      },
    },
    difference: { type: 'string' },
  },
};
const { difference: _, ...OF_SALES } = BILLING.properties;
const { prefill: __, ...LINES } = BILLING.properties.lines;

/** Ann sells to Acme, Mia looks after it, and Fay bills what was delivered; Eve has nothing to do with it. */
export async function aCastThatBills(app: TestApplication) {
  const cast = await aCast(app, ['Ann', 'Mia', 'Fay', 'Eve']);
  await kindsThatBill(app, cast.people.fay);
  const roles = { manager: cast.people.mia.id };
  const account = await app.must('POST', '/v1/accounts', { name: 'Acme', ownerRepId: cast.people.ann.id, roles });
  return { ...cast, account };
}

/** Counts the won deals that are still to be looked at. */
export function dueLooks(app: TestApplication): Promise<number> {
  return app.database.count('select count(*) from won_deal where due_at is not null');
}

/** Makes a kind for wins and one for deliveries, both with billing lines, for finance. */
async function kindsThatBill(app: TestApplication, finance: Json): Promise<void> {
  const team = await app.must('POST', '/v1/teams', { name: 'Finance', repIds: [finance.id] });
  const someone = { teamId: team.id, repId: finance.id };
  const form = (billing: object) => ({ type: 'object', additionalProperties: false, properties: { billing } });
  const ofSales = { ...BILLING, properties: { ...OF_SALES, lines: LINES } };
  await aHandoffKind(app, someone, { form: form(ofSales), ready: [] });
  const accepted = { type: 'string', title: 'Accepted' };
  const ofDelivery = { ...form(BILLING), required: ['accepted'], properties: { billing: BILLING, accepted } };
  await aHandoffKind(app, someone, {
    name: 'To finance',
    start: { on: 'delivery.completed' },
    form: ofDelivery,
    ready: [],
  });
}

/** Returns why those who were asked about the delivery of a deal need not be told any more; null if they do. */
export async function whyObsolete({ application: { app } }: TestApplication, { id }: Json): Promise<unknown[]> {
  const database = app.get(Database);
  const obsoleteOf = await app.get(DealNotifications).readObsolete(database, [id]);
  const ids = await database.column<string>(
    `select id from notification where type = 'deal.deliveredOtherwise' and data->>'outcome' = 'proposed' order by id`,
  );
  const rows = await app.get(NotificationStore).readMany(database, ids);
  return [...new Set(rows.map((row) => obsoleteOf(row)))];
}
