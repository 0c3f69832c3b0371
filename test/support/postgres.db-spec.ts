import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from './postgres.js';

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('a fresh database', () => {
  it('is independent of others, even if both are created at once', async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    await ask(one.url, 'create table mark (id int)');
    const found = await ask(other.url, `select to_regclass('mark') as mark`);
    expect(found).toEqual([{ mark: null }]);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is gone after it was dropped, even with a session open', async () => {
    const fresh = await freshDatabase();
    const client = new pg.Client({ connectionString: fresh.url });
    client.on('error', () => undefined);
    await client.connect();
    await fresh.drop();
    await expect(ask(fresh.url, 'select 1')).rejects.toMatchObject({ code: '3D000' });
    await client.end().catch(() => undefined);
  });
});
