import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, type Interval, toIso } from '../platform/values/duration.js';
import type { SlaPolicy } from './policy.js';
import { readPolicy, type WrittenPolicy } from './policy-reading.js';

/** Counts the open leads under older versions of a policy than this one, and returns those versions. */
export function readOlderVersions(
  sql: Sql,
  policyId: string,
  version: number,
): Promise<{ leads: number; versions: readonly number[] }> {
  return sql.one(
    `select count(*)::int as leads, coalesce(array_agg(distinct lead.policy_version), '{}') as versions
       from assignment join lead on lead.id = assignment.lead_id
      where assignment.until_at is null and lead.status = 'open' and lead.policy_id = $1 and lead.policy_version < $2`,
    [policyId, version],
  );
}

/** Counts open leads without a policy. */
export function countWithoutPolicy(sql: Sql): Promise<number> {
  return sql.value(
    `select count(*)::int as leads
       from assignment join lead on lead.id = assignment.lead_id
      where assignment.until_at is null and lead.status = 'open' and lead.policy_id is null`,
  );
}

export interface PolicyVersion {
  readonly policyId: string | null;
  readonly policyVersion: number | null;
}

/** For each policy changed in a span: the versions saved in it, and the version in force when it began. */
export type SavedVersions = ReadonlyMap<
  string,
  { readonly versions: ReadonlySet<number>; readonly inForce: SlaPolicy }
>;

/** A version that changed an existing policy. */
export interface FormerPolicyVersion {
  readonly policyId: string;
  readonly version: number;
  readonly savedAt: Instant;
}

/** Finds the policy version that a clock began under. */
export type PolicyOf = (pinned: PolicyVersion) => SlaPolicy | null;

/** All versions of policies. Versions never change, so those read once are cached. */
@Injectable()
export class PolicyArchive {
  private readonly versions = new Map<string, SlaPolicy>();

  /** Loads the pinned versions, in at most one statement. */
  async load(sql: Sql, pinned: readonly PolicyVersion[]): Promise<PolicyOf> {
    const missing = new Map(
      pinned
        .filter((pin) => pin.policyId !== null && !this.versions.has(keyOf(pin)))
        .map((pin) => [keyOf(pin), pin] as const),
    );
    if (missing.size > 0) await this.read(sql, [...missing.values()]);
    return (pin) => (pin.policyId === null ? null : this.versions.get(keyOf(pin))!);
  }

  /** Returns the policies changed in a span. A policy created in it was not changed: it promised nothing before. */
  async readSaved(sql: Sql, { from, to }: Interval): Promise<SavedVersions> {
    const rows = await sql.rows<{ policyId: string; versions: number[]; policyVersion: number }>(
      `select policy_id as "policyId", versions, former.version as "policyVersion"
         from (select resource_id as policy_id, array_agg(version) as versions
                 from resource_version where kind = 'policy' and at >= $1 and at < $2
                group by resource_id) as saved
        cross join lateral (
          select version, body from resource_version
           where kind = 'policy' and resource_id = policy_id and at < $1
           order by version desc limit 1) as former
        where former.body is not null`,
      [toIso(from), toIso(to)],
    );
    const policyOf = await this.load(sql, rows);
    return new Map(
      rows.map(({ versions, ...former }) => [
        former.policyId,
        { versions: new Set(versions), inForce: policyOf(former)! },
      ]),
    );
  }

  /** Returns versions saved in a span that changed an existing policy, oldest first. */
  readChanges(sql: Sql, { from, to }: Interval): Promise<FormerPolicyVersion[]> {
    return sql.rows(
      `select resource_id as "policyId", version, at as "savedAt" from resource_version
        where kind = 'policy' and version > 1 and body is not null and at >= $1 and at < $2 order by at, resource_id`,
      [toIso(from), toIso(to)],
    );
  }

  private async read(sql: Sql, pinned: readonly PolicyVersion[]): Promise<void> {
    const rows = await sql.rows<{ id: string; version: number; body: WrittenPolicy }>(
      `select resource_id as id, version, body
         from resource_version
         join unnest($1::uuid[], $2::int[]) as asked (asked_id, asked_version)
           on resource_id = asked_id and version = asked_version
        where kind = 'policy'`,
      [pinned.map((pin) => pin.policyId), pinned.map((pin) => pin.policyVersion)],
    );
    for (const row of rows) {
      this.versions.set(
        keyOf({ policyId: row.id, policyVersion: row.version }),
        readPolicy(row.id, row.version, row.body),
      );
    }
  }
}

function keyOf(pin: PolicyVersion): string {
  return `${pin.policyId} ${pin.policyVersion}`;
}
