import type { ResourceKind } from '../../configuration/resource.kind.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { WebhookDocument } from './webhook.schema.js';
import { WEBHOOK_SECRETS } from './webhook.store.js';
import { WEBHOOKS, type WebhookRow } from './webhook.table.js';

export const WEBHOOK: ResourceKind<WebhookRow, WebhookDocument> = {
  kind: 'webhook',
  table: WEBHOOKS,
  fields: ['url', 'types'],
  secrets: [{ field: 'secret', setAt: 'secretSetAt', kept: WEBHOOK_SECRETS }],
  addresses: ({ url }) => ({ [step('url')]: url }),
  check: async (_tx, { url, types }) => [...faultsOfUrl(url), ...faultsOfTypes(types)],
  shows: async (_sql, rows) =>
    rows.map((row) => ({
      secretSetAt: isoOrNull(row.secretSetAt ?? null),
      paused:
        row.pausedAt == null ? null : { at: toIso(row.pausedAt), why: row.pausedWhy, note: row.pausedNote ?? null },
    })),
  users: [],
};

function faultsOfUrl(url: string): Fault[] {
  if (!URL.canParse(url)) return [];
  const { username, password, hash } = new URL(url);
  const message = (what: string) => `Expected an address without ${what}: each request is signed instead.`;
  return collectFaults(
    (username !== '' || password !== '') && fault('/url', 'address', message('a user')),
    hash !== '' && fault('/url', 'address', 'Expected an address without a fragment.'),
  );
}

function faultsOfTypes(types: readonly string[]): Fault[] {
  return types.flatMap((type, index) =>
    types.indexOf(type) === index
      ? []
      : [fault(`${step('types')}${step(index)}`, 'repeated', `${type} is listed twice.`)],
  );
}
