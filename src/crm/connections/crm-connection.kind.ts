import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { USERS } from '../../configuration/users.store.js';
import { REASONS } from '../../disposition/reason.table.js';
import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { suggestionFor } from '../../platform/input/near.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { faultsOfAuth } from '../../records/connectors/auth.js';
import { CRM_AUTH } from '../../records/connectors/connector-auth.store.js';
import { originOf } from '../../records/templates/request-template.js';
import { followReadiness } from '../crm-readiness.store.js';
import { readMapping } from '../mapping.js';
import { readReadiness } from '../readiness.js';
import { REVENUE_KINDS, type RevenueKind } from '../reported-kinds.js';
import { readRevenueMapping } from '../revenue/revenue-mapping.js';
import type { CrmConnectionBody } from './crm-connection.schema.js';
import { CRM_CONNECTIONS, type CrmConnectionRow } from './crm-connection.table.js';
import { CRM_SECRETS } from './crm-secret.store.js';
import { faultsOfProof, faultsOfSecret } from './proof.js';

export const CRM_CONNECTION: ResourceKind<CrmConnectionRow, CrmConnectionBody> = {
  kind: 'crmConnection',
  table: CRM_CONNECTIONS,
  fields: ['name', 'system', 'proof', 'mapping', ...REVENUE_KINDS, 'readiness'],
  secrets: [
    { field: 'secret', setAt: 'secretSetAt', kept: CRM_SECRETS },
    {
      field: 'auth',
      setAt: 'authSetAt',
      kept: CRM_AUTH,
    },
  ],
  unique: 'name',
  // Invalid addresses are left out here; the check of the templates reports them.
  addresses: ({ readiness, auth }) => {
    const named = {
      '/readiness/url': readiness === undefined ? undefined : originOf(readiness.url),
      '/auth/tokenUrl': auth?.tokenUrl,
    };
    return Object.fromEntries(Object.entries(named).filter((each): each is [string, string] => Boolean(each[1])));
  },
  check,
  afterWrite: (tx, id, { readiness }, now) => followReadiness(tx, id, readiness !== undefined, now),
  shows: async (_sql, rows) =>
    rows.map(({ secretSetAt, authSetAt }) => ({
      secretSetAt: isoOrNull(secretSetAt ?? null),
      authSetAt: isoOrNull(authSetAt ?? null),
    })),
  users: [],
};

async function check(tx: Tx, body: CrmConnectionBody, id: string | null): Promise<Fault[]> {
  const { proof, secret, mapping, readiness, auth } = body;
  const read = readMapping(mapping);
  const template = readiness === undefined ? null : readReadiness(readiness);
  const former = id === null ? null : await tx.repository(CRM_CONNECTIONS).findOneByOrFail({ id });
  return collectFaults(
    faultsOfProof(proof, '/proof'),
    secret !== undefined && faultsOfSecret(proof, secret, '/secret'),
    'faults' in read && under('/mapping', read.faults),
    REVENUE_KINDS.flatMap((kind) => faultsOfRevenue(kind, body)),
    under('/mapping/lostReasons', await faultsOfReasons(tx, mapping)),
    template !== null && 'faults' in template && under('/readiness', template.faults),
    auth != null && faultsOfAuth(auth, '/auth'),
    former !== null && auth === undefined && faultsOfMove(former, body),
    former !== null && secret === undefined && faultsOfOtherProof(former, body),
  );
}

function faultsOfRevenue(kind: RevenueKind, { [kind]: written }: CrmConnectionBody): Fault[] {
  if (written === undefined) return [];
  const read = readRevenueMapping(kind, written);
  return 'faults' in read ? under(`/${kind}`, read.faults) : [];
}

async function faultsOfReasons(tx: Tx, { lostReasons = {} }: CrmConnectionBody['mapping']): Promise<Fault[]> {
  if (Object.keys(lostReasons).length === 0) return [];
  const known = (await tx.repository(REASONS).find()).map(({ code }) => code.toLowerCase());
  return Object.entries(lostReasons)
    .filter(([, code]) => !known.includes(code.toLowerCase()))
    .map(([theirs, code]) => {
      const message = `There is no reason ${JSON.stringify(code)}; there are ${known.join(', ')}.${suggestionFor(code, known)}`;
      return fault(step(theirs), 'unknownReason', message);
    });
}

/** Credentials given for one host are not silently sent to another. */
function faultsOfMove({ authSetAt, readiness: former }: CrmConnectionRow, { readiness }: CrmConnectionBody): Fault[] {
  if (authSetAt === null || readiness === undefined) return [];
  const [from, to] = [former === null ? null : originOf(former.url), originOf(readiness.url)];
  if (from !== null && from === to) return [];
  const message = `"auth" was given ${from === null ? 'before its host was known' : `for ${from}`}: send it again for ${to ?? 'another host'}, or null.`;
  return [fault('/readiness/url', 'address', message)];
}

/** A signing key of one proof would be sent in the clear by another. */
function faultsOfOtherProof({ secretSetAt, proof: former }: CrmConnectionRow, { proof }: CrmConnectionBody): Fault[] {
  const isAsBefore = former.kind === proof.kind && former.secretEncoding === proof.secretEncoding;
  if (secretSetAt === null || isAsBefore) return [];
  return [fault('/secret', 'required', 'It was given for another proof: send it again.')];
}

/** Connections that map reasons of a CRM to a reason, which therefore cannot be deleted. */
export const USERS_AMONG_CRM_CONNECTIONS: typeof USERS.all = [
  {
    of: 'reason',
    kind: 'crmConnection',
    select: `id, name from crm_connection
      where exists (select from jsonb_each_text(mapping->'lostReasons') as mapped (theirs, ours)
                     where lower(ours) = (select lower(code) from disposition_reason where disposition_reason.id = $1))
      order by id`,
  },
];
