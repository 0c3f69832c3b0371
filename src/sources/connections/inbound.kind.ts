import type { ResourceKind } from '../../configuration/resource.kind.js';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfHostedForm } from '../hosted/hosted-form.js';
import { faultsOfMap } from '../maps/payload-map.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import { readPayloadPath } from '../maps/payload-path.js';
import { beginPage } from '../meta/meta-page.store.js';
import { FORM_TOOL_NAMES, isFormTool } from '../products/form-tools.js';
import { CONTACT_PATHS, CONTACT_TOOL_NAMES, isContactTool } from '../touches/reading-contacts.js';
import type { InboundBody, InboundDocument, InboundKind, InboundSettings, Vendor } from './inbound.schema.js';
import { INBOUND_SECRETS, INBOUND_TOKENS, newKey } from './inbound.store.js';
import { INBOUND, type InboundRow } from './inbound.table.js';

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

const GRAPH = { apiVersion: 'v24.0', baseUrl: 'https://graph.facebook.com' };

/** The access token is stored apart from the settings that anybody may read. */
export function apart({ settings, ...body }: InboundBody): InboundDocument {
  if (settings === undefined) return body;
  const { accessToken, ...given } = settings;
  const open = body.kind === 'meta' ? { ...GRAPH, ...given } : given;
  return { ...body, settings: open, ...(accessToken !== undefined && { accessToken }) };
}

async function check(tx: Tx, body: InboundDocument, id: string | null): Promise<Fault[]> {
  const { kind, vendor, source, map = {}, origins, redirect, hosted, secret } = body;
  const former = id === null ? null : await tx.repository(INBOUND).findOneByOrFail({ id });
  return collectFaults(
    under('/map', faultsOfMap(map, fieldsOf(kind))),
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
    faultsOfMeta(body, former),
  );
}

function faultsOfMeta({ kind, settings, secret, accessToken }: InboundDocument, former: InboundRow | null): Fault[] {
  if (former !== null && former.kind !== kind && (former.kind === 'meta' || kind === 'meta'))
    return [fault('/kind', 'fixed', 'Meta stays Meta, and nothing else becomes it: make another connection.')];
  if (kind !== 'meta' && kind !== 'touches')
    return settings === undefined
      ? []
      : [fault('/settings', 'contradiction', `"${kind}" has no settings: leave them out.`)];
  const given = [...Object.keys(settings ?? {}), ...(accessToken === undefined ? [] : ['accessToken'])];
  const strange = given.filter((name) => (name === 'missedCalls') !== (kind === 'touches'));
  if (strange.length > 0)
    return strange.map((name) =>
      fault(`/settings/${name}`, 'contradiction', `"${kind}" has no ${name}: leave it out.`),
    );
  if (kind === 'touches') return [];
  if (settings === undefined)
    return [fault('/settings', 'required', 'Expected the page, the access token and the verify token.')];
  const missing = (['verifyToken', 'pageId'] as const).filter((name) => settings[name] === undefined);
  if (missing.length > 0)
    return missing.map((name) => fault(`/settings/${name}`, 'required', `"meta" asks for ${name}.`));
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

function originOf({ baseUrl = '' }: InboundSettings): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
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
