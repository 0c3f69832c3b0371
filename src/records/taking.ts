/**
 * SQL that takes what is due of a queue with a row for each record, of each connector so many at once: a tool that is
 * slow keeps no other waiting. Takes now, until when it is taken, connectors with so many under way, and the room of each.
 */
export function takeDueSql(table: 'record' | 'record_update', key: string, columns: string): string {
  return `update ${table} set due_at = $2, attempts = attempts + 1
    where ${key} in (
      select next.${key}
        from (select distinct connector_id from ${table} where state = 'pending' and due_at <= $1) as tool
        left join unnest($3::uuid[], $4::int[]) as busy (id, count) on busy.id = tool.connector_id
       cross join lateral (
         select ${key} from ${table}
          where connector_id = tool.connector_id and state = 'pending' and due_at <= $1
          order by due_at limit greatest($5::int - coalesce(busy.count, 0), 0)
            for no key update skip locked) as next)
   returning ${columns}`;
}

/** SQL for whether anything of a queue is due at $1, as the pulse of a node asks it. */
export function waitsSql(table: 'record' | 'record_update'): string {
  return `exists (select from record_connector as tool
            where (select min(due_at) from ${table} where connector_id = tool.id and state = 'pending') <= $1)`;
}

/** SQL for how much of a queue is still to be written, but for what waits for something in its own form. */
export function unwrittenSql(table: 'record' | 'record_update'): string {
  return `select count(*)::int as count, min(begun_at) as "oldestAt" from ${table} where state = 'pending' and waits_since is null`;
}
