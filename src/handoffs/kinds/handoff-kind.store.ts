import { Injectable } from '@nestjs/common';
import type { SetupCheck } from '../../directory/setup-checks.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { selectList } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Connector } from '../../records/connectors/connector.js';
import { faultsInKind } from '../records/connector-faults.js';
import { type HandoffStart, type KindVersion, readKindVersion } from './handoff-kind.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';
import { HANDOFF_KINDS, type HandoffKindRow } from './handoff-kind.table.js';
import { kindWarnings, type NamingKind, repsNamedBy, withoutLinks } from './kind-faults.js';
import type { StartingKind } from './kind-of-deal.js';

/** Returns the position before all kinds, as a new kind comes first. */
export function firstPosition(tx: Tx): Promise<number> {
  return tx.value('select coalesce(min(position), 1) - 1 as first from handoff_kind');
}

/** Stores the form of the present version with the order of its fields, which `resource_version` does not preserve. */
export async function keepForm(tx: Tx, kindId: string): Promise<void> {
  await tx.query(
    `insert into handoff_kind_form (kind_id, version, form)
     select id, version, form from handoff_kind where id = $1`,
    [kindId],
  );
}

/** Returns the form of a version, with the order of its fields. */
export function readForm(sql: Sql, kindId: string, version: number): Promise<unknown> {
  return sql.value('select form from handoff_kind_form where kind_id = $1 and version = $2', [kindId, version]);
}

/** Returns the present kinds in their order, with the people and teams that they name. */
function readNamingKinds(sql: Sql): Promise<NamingKind[]> {
  return sql.rows(
    'select name, start, receivers, escalation, time, client_told_within as "clientToldWithin" from handoff_kind order by position, id',
    [],
    'handoff-kind-naming',
  );
}

/**
 * Checks for kinds that name people who have left or teams without anybody active, for hours that are likely to be meant as days, for kinds that no deal gets, and for
 * kinds without a key to sign links with.
 */
export const KIND_CHECK: SetupCheck = {
  codes: [
    'handoffWithoutOwner',
    'handoffWithoutTeam',
    'handoffKindHidden',
    'handoffKindHoursBeyondDay',
    'handoffsWithoutLinks',
  ],
  find: async ({ sql, directory, environment }) => {
    const kinds = await readNamingKinds(sql);
    return [...kindWarnings(kinds, directory.content), ...withoutLinks(kinds, environment)];
  },
  findBusy: async ({ sql, directory }) => repsNamedBy(await readNamingKinds(sql), directory.content),
};

/** A version of a kind; null for the newest, also that of a deleted kind. */
interface KindPin {
  readonly kindId: string;
  readonly kindVersion: number | null;
}

type KindOf = (pin: KindPin) => KindVersion;

/** The number of versions in the cache, which saves compiling their forms again. */
const KEPT_MAX = 1_000;

/** Every version of every kind of handoff. Versions never change, so they are cached. */
@Injectable()
export class KindArchive {
  private readonly versions = new Map<string, KindVersion>();

  /** Loads versions, in at most two statements. */
  async load(sql: Sql, pins: readonly KindPin[]): Promise<KindOf> {
    const newest = await this.newest(sql, pins);
    const keyOf = ({ kindId, kindVersion }: KindPin) => `${kindId} ${kindVersion ?? newest.get(kindId)}`;
    const found = new Map<string, KindVersion>();
    const missing = new Map<string, KindPin>();
    for (const pin of pins) {
      const key = keyOf(pin);
      const known = this.versions.get(key);
      if (known === undefined) missing.set(key, { ...pin, kindVersion: pin.kindVersion ?? newest.get(pin.kindId)! });
      else found.set(key, known);
    }
    for (const kind of await this.read(sql, [...missing.values()])) {
      const key = keyOf({ kindId: kind.id, kindVersion: kind.version });
      if (this.versions.size >= KEPT_MAX) this.versions.clear();
      this.versions.set(key, kind);
      found.set(key, kind);
    }
    return (pin) => found.get(keyOf(pin))!;
  }

  /** Returns the present kinds with this start, in their order. */
  async startingOn(sql: Sql, start: HandoffStart): Promise<StartingKind[]> {
    const rows = await sql.rows<{ id: string; version: number; since: Instant }>(
      `select id, version, created_at as since from handoff_kind where start->>'on' = $1 order by position, id`,
      [start],
      'handoff-kind-starting',
    );
    const pins = rows.map(({ id, version, since }) => ({ kindId: id, kindVersion: version, since }));
    const kindOf = await this.load(sql, pins);
    return pins.map((pin) => ({ kind: kindOf(pin), since: pin.since }));
  }

  /**
   * Returns the newest versions of kinds that are not deleted, the oldest kind first. @param kindId the only kind to
   * return; null for all
   */
  present(sql: Sql, kindId: string | null, limit: number): Promise<KindPin[]> {
    return sql.rows(
      `select id as "kindId", version as "kindVersion" from handoff_kind
        where $1::uuid is null or id = $1 order by created_at, id limit $2`,
      [kindId, limit],
      'handoff-kind-present',
    );
  }

  /** Whether a kind exists, or did. */
  private async has(sql: Sql, kindId: string): Promise<boolean> {
    return (await this.newest(sql, [{ kindId, kindVersion: null }])).size > 0;
  }

  /** Returns the id of the requested kind in lower case, and a fault if it never existed. */
  async readRequested(
    sql: Sql,
    kind: string | undefined,
  ): Promise<{ kindId: string | null; faults: readonly Fault[] }> {
    const kindId = kind?.toLowerCase() ?? null;
    if (kindId === null || (await this.has(sql, kindId))) return { kindId, faults: [] };
    const message = `There is no kind of handoff ${kindId}.`;
    return { kindId, faults: [fault('/kind', 'unknownId', message)] };
  }

  private async newest(sql: Sql, pins: readonly KindPin[]): Promise<ReadonlyMap<string, number>> {
    const ids = new Set(pins.filter(({ kindVersion }) => kindVersion === null).map(({ kindId }) => kindId));
    if (ids.size === 0) return new Map();
    return sql.map(
      `select kind_id as id, max(version) as version from handoff_kind_form where kind_id = any ($1::uuid[]) group by kind_id`,
      [[...ids]],
      'handoff-kind-newest',
    );
  }

  private async read(sql: Sql, pins: readonly KindPin[]): Promise<KindVersion[]> {
    if (pins.length === 0) return [];
    const rows = await sql.rows<{
      id: string;
      version: number;
      body: HandoffKindBody;
      form: HandoffKindBody['form'];
    }>(
      `select kind_id as id, kept.version, resource_version.body, kept.form
         from unnest($1::uuid[], $2::int[]) as asked (kind_id, version)
         join handoff_kind_form as kept using (kind_id, version)
         join resource_version on kind = 'handoffKind' and resource_id = kind_id and resource_version.version = kept.version`,
      [pins.map(({ kindId }) => kindId), pins.map(({ kindVersion }) => kindVersion)],
      'handoff-kind-versions',
    );
    return rows.map(({ id, version, body, form }) => readKindVersion(id, version, { ...body, form }));
  }
}

/** Returns the kinds with a receiver that uses a connector, oldest first. */
export function readKindsThatUse(sql: Sql, connectorId: string): Promise<HandoffKindRow[]> {
  const uses = `receivers @> jsonb_build_array(jsonb_build_object('recordConnectorId', $1::text))`;
  return sql.rows(`select ${selectList(HANDOFF_KINDS.columns())} from handoff_kind where ${uses} order by id`, [
    connectorId,
  ]);
}

/** Returns what the templates of a connector would lack in the kinds whose receivers use it. */
export async function faultsInKinds(tx: Tx, id: string, connector: Connector): Promise<Fault[]> {
  return (await readKindsThatUse(tx, id)).flatMap((kind) => faultsInKind(kind, id, connector));
}
