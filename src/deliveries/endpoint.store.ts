import { Injectable } from '@nestjs/common';
import { assignmentsOf, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Endpoint, WELL } from './endpoint.js';
import { CHANNEL_ENDPOINT, WEBHOOK_ENDPOINT } from './endpoint.table.js';

type EndpointRow = Row<typeof WEBHOOK_ENDPOINT>;
export type EndpointKind = 'webhook' | 'channel';

const STATEMENTS = { webhook: statementsOf(WEBHOOK_ENDPOINT), channel: statementsOf(CHANNEL_ENDPOINT) };

function statementsOf(declared: typeof WEBHOOK_ENDPOINT) {
  const columns = declared.columns();
  const [key, ...health] = columns;
  const of = `where ${key!.name} = any ($1::uuid[])`;
  return {
    columns,
    read: `select ${selectList(columns)} from ${declared.name} ${of}`,
    write: `${insertInto(declared.name, columns)}
      on conflict (${key!.name}) do update set ${assignmentsOf(health, 'excluded')}`,
    forget: `delete from ${declared.name} ${of}`,
  };
}

@Injectable()
export class EndpointStore {
  /** Locks endpoints, so that only one transaction at a time changes their health. @returns those that still exist */
  async lockMany(tx: Tx, kind: EndpointKind, ids: readonly string[]): Promise<Map<string, Endpoint>> {
    const existing = await tx.column<string>(
      `select id from ${kind} where id = any ($1::uuid[]) order by id for no key update`,
      [ids],
    );
    const known = await tx.rows<EndpointRow>(STATEMENTS[kind].read, [ids]);
    const endpoints = new Map(known.map(({ id, ...endpoint }) => [id, endpoint]));
    return new Map(existing.map((id) => [id, endpoints.get(id) ?? WELL]));
  }

  async writeMany(tx: Tx, kind: EndpointKind, endpoints: ReadonlyMap<string, Endpoint>): Promise<void> {
    if (endpoints.size === 0) return;
    const { write, columns } = STATEMENTS[kind];
    const rows = [...endpoints].map(([id, endpoint]) => ({ id, ...endpoint }));
    await tx.query(write, valuesOf(rows, columns));
  }
}

/** Resets the failures of a webhook or channel that a person resumes, as they have presumably mended it. */
export async function forgetFailures(sql: Sql, kind: EndpointKind, id: string): Promise<void> {
  await sql.query(STATEMENTS[kind].forget, [[id]]);
}
