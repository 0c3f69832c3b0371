import type { TestApplication } from './application.js';

const sql = (app: TestApplication, text: string) => app.asOwner(text);

/** Makes every change of a row fail. @param code the SQLSTATE of the failure */
export function spoil(app: TestApplication, table: 'lead' | 'rep', { id }: { id: string }, code = 'P0001') {
  return refuse(app, `before update on ${table} for each row when (old.id = '${id}')`, code);
}

/** Makes every change of any lead fail, or of those from a source. */
export function spoilLeads(app: TestApplication, source?: string) {
  const which = source === undefined ? '' : `when (old.source = '${source}')`;
  return refuse(app, `before update on lead for each row ${which}`);
}

/** Makes every insert or change of the handoffs of a subject fail. */
export function spoilHandoffs(app: TestApplication, of: 'id' | 'deal_id' | 'account_id', { id }: { id: string }) {
  return refuse(app, `before insert or update on handoff for each row when (new.${of} = '${id}')`);
}

/** Makes recording an event of a type fail for a subject. */
export function spoilEvents(app: TestApplication, { id }: { id: string }, type: string) {
  return refuse(app, `before insert on event for each row when (new.subject_id = '${id}' and new.type = '${type}')`);
}

async function refuse(app: TestApplication, what: string, code = 'P0001'): Promise<void> {
  await sql(
    app,
    `create function refuse() returns trigger language plpgsql as $$
       begin raise exception 'the row is spoilt' using errcode = '${code}'; end $$`,
  );
  await sql(app, `create trigger spoilt ${what} execute function refuse()`);
}

export async function mend(app: TestApplication): Promise<void> {
  await sql(app, 'drop function refuse cascade');
}
