import type { ResourceKind } from '../../configuration/resource.kind.js';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { beginAsking } from '../asked/asked-product.store.js';
import { apiOf } from '../asked/product-apis.js';
import { faultsOfHostedForm } from '../hosted/hosted-form.js';
import { faultsOfExpressions } from '../maps/expressions.js';
import { faultsOfMap } from '../maps/payload-map.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import { readPayloadPath } from '../maps/payload-path.js';
import { FORM_TOOL_NAMES, isFormTool } from '../products/form-tools.js';
import { CONTACT_PATHS, CONTACT_TOOL_NAMES, isContactTool } from '../touches/reading-contacts.js';
import type { InboundDocument, InboundKind, Vendor } from './inbound.schema.js';
import { INBOUND_SECRETS, INBOUND_TOKENS, newKey } from './inbound.store.js';
import { INBOUND, type InboundRow } from './inbound.table.js';
import { faultsOfSettings } from './settings.js';

export const INBOUND_KIND: ResourceKind<InboundRow, InboundDocument> = {
  kind: 'inbound',
  table: INBOUND,
  fields: ['name', 'source', 'kind', 'vendor', 'map', 'origins', 'redirect', 'hosted', 'perMinute', 'settings'],
  secrets: [
    { field: 'secret', setAt: 'secretSetAt', kept: INBOUND_SECRETS },
    { field: 'accessToken', pointer: '/settings/accessToken', setAt: 'accessTokenSetAt', kept: INBOUND_TOKENS },
  ],
  unique: 'name',
  initial: async () => ({ key: newKey(), formerKey: null, formerUntil: null }),
  addresses: ({ settings }): Record<string, string> =>
    settings?.baseUrl === undefined ? {} : { '/settings/baseUrl': settings.baseUrl },
  check,
  afterWrite: async (tx, id, { kind, accessToken }, now, before) => {
    const api = apiOf(kind);
    if (api === null || (accessToken === undefined && before?.accessTokenSetAt == null)) return;
    const { subscribe, firstLookAfterMs } = api;
    await beginAsking(tx, id, { subscribes: subscribe !== null, firstLookAfterMs }, now);
  },
  shows: async (_sql, rows) =>
    rows.map(({ secretSetAt, accessTokenSetAt }) => ({
      secretSetAt: isoOrNull(secretSetAt ?? null),
      accessTokenSetAt: isoOrNull(accessTokenSetAt ?? null),
    })),
  users: [],
};

async function check(tx: Tx, body: InboundDocument, id: string | null): Promise<Fault[]> {
  const { kind, vendor, source, map = {}, origins, redirect, hosted, secret } = body;
  const former = id === null ? null : await tx.repository(INBOUND).findOneByOrFail({ id });
  return collectFaults(
    under('/map', [...faultsOfMap(map, fieldsOf(kind)), ...(await faultsOfExpressions(map))]),
    typeof source !== 'string' &&
      readPayloadPath(source.by) === null &&
      fault('/source/by', 'path', `${JSON.stringify(source.by)} is no path; expected one such as data.form.`),
    vendor !== undefined && !isVendorOf(kind, vendor) && fault('/vendor', 'contradiction', strangeVendor(kind)),
    kind === 'touches' && vendor === undefined && faultsOfContactMap(map),
    isContactTool(vendor) &&
      secret === undefined &&
      former?.secretSetAt == null &&
      fault('/secret', 'required', 'Expected the secret by which the tool proves what it sends.'),
    kind !== 'form' && origins.length > 0 && fault('/origins', 'contradiction', onlyForms('origins')),
    kind !== 'form' && redirect !== undefined && fault('/redirect', 'contradiction', onlyForms('redirect')),
    kind !== 'form' && hosted !== undefined && fault('/hosted', 'contradiction', onlyForms('hosted')),
    hosted !== undefined && under('/hosted', faultsOfHostedForm(hosted)),
    kind === 'form' &&
      secret !== undefined &&
      fault('/secret', 'contradiction', 'A form has no secret: everybody who sees the page could read it.'),
    kind === 'google' &&
      secret === undefined &&
      former?.secretSetAt == null &&
      fault('/secret', 'required', 'Expected the key that you enter in the lead form at Google.'),
    faultsOfSettings(body, former),
  );
}

function isVendorOf(kind: InboundKind, vendor: Vendor): boolean {
  return (kind === 'json' && isFormTool(vendor)) || (kind === 'touches' && isContactTool(vendor));
}

function strangeVendor(kind: InboundKind): string {
  const of = { json: FORM_TOOL_NAMES, touches: CONTACT_TOOL_NAMES } as Partial<Record<InboundKind, readonly string[]>>;
  const known = of[kind];
  if (known !== undefined) return `Expected one of ${known.join(', ')} for "${kind}".`;
  return `"${kind}" has no vendor; ${FORM_TOOL_NAMES.join(', ')} are of "json", ${CONTACT_TOOL_NAMES.join(', ')} of "touches".`;
}

/** Returns the fields that a map may fill: those of a lead, or those of a touch. */
export function fieldsOf(kind: InboundKind): readonly string[] | null {
  return kind === 'touches' ? CONTACT_PATHS : null;
}

function faultsOfContactMap(map: WrittenMap): Fault[] {
  const isNamed = map.email !== undefined || map.phone !== undefined;
  return collectFaults(
    !isNamed && fault('/map', 'required', 'Expected where the email or the phone of the person is, or a vendor.'),
    map.outcome === undefined && fault('/map/outcome', 'required', 'Expected where the outcome is, or a vendor.'),
  );
}

function onlyForms(field: string): string {
  return `Only "form" has ${field}: programs send from no page.`;
}
