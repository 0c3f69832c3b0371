import type { ResourceKind } from '../../configuration/resource.kind.js';
import { collectFaults, type Fault, fault, under } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfHostedForm } from '../hosted/hosted-form.js';
import { faultsOfMap } from '../maps/payload-map.js';
import { readPayloadPath } from '../maps/payload-path.js';
import { FORM_TOOL_NAMES } from '../products/form-tools.js';
import type { InboundBody } from './inbound.schema.js';
import { INBOUND_SECRETS, newKey } from './inbound.store.js';
import { INBOUND, type InboundRow } from './inbound.table.js';

export const INBOUND_KIND: ResourceKind<InboundRow, InboundBody> = {
  kind: 'inbound',
  table: INBOUND,
  fields: ['name', 'source', 'kind', 'vendor', 'map', 'origins', 'redirect', 'hosted', 'perMinute'],
  secrets: [{ field: 'secret', setAt: 'secretSetAt', kept: INBOUND_SECRETS }],
  unique: 'name',
  initial: async () => ({ key: newKey(), formerKey: null, formerUntil: null }),
  check,
  shows: async (_sql, rows) => rows.map(({ secretSetAt }) => ({ secretSetAt: isoOrNull(secretSetAt ?? null) })),
  users: [],
};

async function check(tx: Tx, body: InboundBody, id: string | null): Promise<Fault[]> {
  const { kind, vendor, source, map = {}, origins, redirect, hosted, secret } = body;
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
    kind !== 'form' && hosted !== undefined && fault('/hosted', 'contradiction', onlyForms('hosted')),
    hosted !== undefined && under('/hosted', faultsOfHostedForm(hosted)),
    kind === 'form' &&
      secret !== undefined &&
      fault('/secret', 'contradiction', 'A form has no secret: everybody who sees the page could read it.'),
    kind === 'google' &&
      secret === undefined &&
      former?.secretSetAt == null &&
      fault('/secret', 'required', 'Expected the key that you enter in the lead form at Google.'),
  );
}

function onlyForms(field: string): string {
  return `Only "form" has ${field}: programs send from no page.`;
}
