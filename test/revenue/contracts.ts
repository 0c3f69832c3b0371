import type { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { ask } from '../support/postgres-owner.js';

let accounts = 0;

export function anAccount(app: TestApplication, fields: object = {}): Promise<Json> {
  accounts += 1;
  return app.must('POST', '/v1/accounts', { name: `Account ${accounts}`, ...fields });
}

/** A line for 2026, as far as the contract goes. */
export function aLine(amount: string, fields: object = {}): Json {
  return { product: 'Suite', segments: [{ from: '2026-01-01', amount }], ...fields };
}

/** Moves the clock to a day that is yet to come, on which a notice can be given then; what is due by then stays due. */
export function reach(app: TestApplication, day: string): void {
  const at = Date.parse(`${day}T15:00:00.000Z`);
  if (at > app.time.now()) app.time.moveTo(at);
}

/** The ARR steps of a contract as known now: `2026-01-01 Suite 1200000 sold`. */
export function stepsOf(app: TestApplication, contractId: string, accountId?: string): Promise<string[]> {
  const of = accountId === undefined ? '' : ` and account_id = '${accountId}'`;
  return stepsThat(app, contractId, `replaced_at is null${of}`);
}

/** The ARR steps of a contract as known at an instant. */
export function stepsAsOf(app: TestApplication, contractId: string, at: string): Promise<string[]> {
  return stepsThat(app, contractId, `known_at <= '${at}' and (replaced_at is null or replaced_at > '${at}')`);
}

async function stepsThat(app: TestApplication, contractId: string, hold: string): Promise<string[]> {
  const rows = await ask(
    app.database.url,
    `select concat_ws(' ', on_day, product, arr, coalesce(cause, '-')) as step from arr_step
      where contract_id = '${contractId}' and ${hold}
      order by product, on_day, account_id`,
  );
  return rows.map(({ step }) => String(step));
}
