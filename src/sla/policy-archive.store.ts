import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import type { SlaPolicy } from './policy.js';
import { readPolicy, type WrittenPolicy } from './policy-reading.js';

export interface PolicyVersion {
  readonly policyId: string | null;
  readonly policyVersion: number | null;
}

/** Finds the policy that a clock began under. */
export type PolicyOf = (pinned: PolicyVersion) => SlaPolicy | null;

/** Every version of every policy; versions never change, so what was read once is kept. */
@Injectable()
export class PolicyArchive {
  private readonly versions = new Map<string, SlaPolicy>();

  /** Makes the versions that are pinned available, in at most one statement. */
  async load(sql: Sql, pinned: readonly PolicyVersion[]): Promise<PolicyOf> {
    const missing = new Map(
      pinned
        .filter((pin) => pin.policyId !== null && !this.versions.has(keyOf(pin)))
        .map((pin) => [keyOf(pin), pin] as const),
    );
    if (missing.size > 0) await this.read(sql, [...missing.values()]);
    return (pin) => (pin.policyId === null ? null : this.versions.get(keyOf(pin))!);
  }

  private async read(sql: Sql, pinned: readonly PolicyVersion[]): Promise<void> {
    const { rows } = await sql.query<{ id: string; version: number; body: WrittenPolicy }>(
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
