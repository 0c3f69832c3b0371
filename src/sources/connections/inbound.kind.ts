import type { ResourceKind } from '../../configuration/resource.kind.js';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfMap } from '../maps/payload-map.js';
import { readPayloadPath } from '../maps/payload-path.js';
import { beginPage } from '../meta/meta-page.store.js';
import { FORM_TOOL_NAMES } from '../products/form-tools.js';
import type { InboundBody, InboundDocument, InboundSettings } from './inbound.schema.js';
import { INBOUND_SECRETS, INBOUND_TOKENS, newKey } from './inbound.store.js';
import { INBOUND, type InboundRow } from './inbound.table.js';

export const INBOUND_KIND: ResourceKind<InboundRow, InboundDocument> = {
  kind: 'inbound',
  table: INBOUND,
  fields: ['name', 'source', 'kind', 'vendor', 'map', 'origins', 'redirect', 'perMinute', 'settings'],
  secrets: [
    { field: 'secret', setAt: 'secretSetAt', kept: INBOUND_SECRETS },
    { field: 'accessToken', pointer: '/settings/accessToken', setAt: 'accessTokenSetAt', kept: INBOUND_TOKENS },
  ],
  unique: 'name',
  initial: async () => ({ key: newKey(), formerKey: null, formerUntil: null }),
  addresses: ({ settings }): Record<string, string> =>
    settings === undefined ? {} : { '/settings/baseUrl': settings.baseUrl },
  check,
  afterWrite: async (tx, id, { kind }, now) => {
    if (kind === 'meta') await beginPage(tx, id, now);
  },
  shows: async (_sql, rows) =>
    rows.map(({ secretSetAt, accessTokenSetAt }) => ({
      secretSetAt: isoOrNull(secretSetAt ?? null),
      accessTokenSetAt: isoOrNull(accessTokenSetAt ?? null),
    })),
  users: [],
};

/** The access token is stored apart from the settings that anybody may read. */
export function apart({ settings, ...body }: InboundBody): InboundDocument {
  if (settings === undefined) return body;
  const { accessToken, ...open } = settings;
  return { ...body, settings: open, ...(accessToken !== undefined && { accessToken }) };
}

async function check(tx: Tx, body: InboundDocument, id: string | null): Promise<Fault[]> {
  const { kind, vendor, source, map = {}, origins, redirect, secret } = body;
  const former = id === null ? null : await tx.repository(INBOUND).findOneByOrFail({ id });
  return collectFaults(
    under('/map', faultsOfMap(map)),
    typeof source !== 'string' &&
      readPayloadPath(source.by) === null &&
      fault('/source/by', 'path', `${JSON.stringify(source.by)} is no path; expected one such as data.form.`),
    kind !== 'json' &&
      vendor !== undefined &&
      fault('/vendor', 'contradiction', `"${kind}" has no vendor; ${FORM_TOOL_NAMES.join(', ')} are of "json".`),
    kind !== 'form' && origins.length > 0 && fault('/origins', 'contradiction', onlyForms('origins')),
    kind !== 'form' && redirect !== undefined && fault('/redirect', 'contradiction', onlyForms('redirect')),
    kind === 'form' &&
      secret !== undefined &&
      fault('/secret', 'contradiction', 'A form has no secret: everybody who sees the page could read it.'),
    kind === 'google' &&
      secret === undefined &&
      former?.secretSetAt == null &&
      fault('/secret', 'required', 'Expected the key that you enter in the lead form at Google.'),
    faultsOfMeta(body, former),
  );
}

function faultsOfMeta({ kind, settings, secret, accessToken }: InboundDocument, former: InboundRow | null): Fault[] {
  if (former !== null && former.kind !== kind && (former.kind === 'meta' || kind === 'meta'))
    return [fault('/kind', 'fixed', 'Meta stays Meta, and nothing else becomes it: make another connection.')];
  if (kind !== 'meta')
    return settings === undefined
      ? []
      : [fault('/settings', 'contradiction', `Only "meta" has settings, "${kind}" has none.`)];
  if (settings === undefined)
    return [fault('/settings', 'required', 'Expected the page, the access token and the verify token.')];
  const hasMoved = former?.settings != null && originOf(former.settings) !== originOf(settings);
  return collectFaults(
    secret === undefined &&
      former?.secretSetAt == null &&
      fault('/secret', 'required', 'Expected the app secret, by which Meta signs what it sends.'),
    accessToken === undefined &&
      (former?.accessTokenSetAt == null || hasMoved) &&
      fault(
        '/settings/accessToken',
        'required',
        hasMoved
          ? 'The token was given for another host: send it again.'
          : 'Expected an access token of the page, by which leads are fetched.',
      ),
  );
}

function originOf({ baseUrl }: InboundSettings): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
}

function onlyForms(field: string): string {
  return `Only "form" has ${field}: programs send from no page.`;
}
