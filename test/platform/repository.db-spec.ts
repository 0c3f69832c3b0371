import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { In } from 'typeorm';
import { LISTS } from '../../src/conditions/list.table.js';
import { Database, type Tx } from '../../src/platform/sql/database.js';
import { newId } from '../../src/platform/values/ids.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';

const NOW = Date.parse('2026-03-02T08:00:00.123Z');

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const aList = (fields: object = {}) => ({
  id: newId(NOW),
  name: `List ${newId(NOW)}`,
  values: ['a.example', 'b "quoted", {b}.example'],
  version: 1,
  createdAt: NOW,
  updatedAt: NOW,
  ...fields,
});

describe('a repository of a transaction', () => {
  it('writes what the transaction reads, and leaves nothing once that is rolled back', async () => {
    const [rolledBack, kept] = [aList(), aList()];
    const work = async (tx: Tx) => {
      const lists = tx.repository(LISTS);
      await lists.insert([rolledBack, aList()]);
      await lists.update({ id: rolledBack.id }, { values: [] });
      expect(await tx.value(`select values from list where id = $1`, [rolledBack.id])).toEqual([]);
      throw new Error('rolled back');
    };
    await expect(database.transaction(work)).rejects.toThrow('rolled back');
    expect(await database.repository(LISTS).count()).toBe(0);

    await database.engine.transaction(async (tx) => {
      await tx.repository(LISTS).insert([kept, aList()]);
      await tx.repository(LISTS).delete({ name: In([kept.name]) });
    });
    expect(await database.repository(LISTS).count()).toBe(1);
  });

  it('fails as the driver does, without the parameters, and the transaction with it', async () => {
    const list = aList({ name: 'Secret names' });
    const work = async (tx: Tx) => {
      await tx.repository(LISTS).insert(list);
      await tx.repository(LISTS).insert(list);
    };
    const failed = await database.transaction(work).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'error', code: '23505', table: 'list' });
    expect(failed).not.toHaveProperty('parameters');
    expect(failed).not.toHaveProperty('query');
    expect(await database.repository(LISTS).existsBy({ id: list.id })).toBe(false);
  });

  it('runs no statement after the end of the transaction', async () => {
    const late = await database.transaction(async (tx) => tx.repository(LISTS));
    await expect(late.insert(aList())).rejects.toThrow('The transaction has ended');
  });
});

it('a row is read as it was written: texts, lists and instants, here and in SQL', async () => {
  const list = aList();
  await database.repository(LISTS).insert(list);
  expect(await database.repository(LISTS).findOneBy({ id: list.id })).toEqual(expect.objectContaining(list));
  const [row] = await database.rows('select created_at, "values" from list where id = $1', [list.id]);
  expect(row).toEqual({ created_at: NOW, values: list.values });
  expect(await database.reads.repository(LISTS).findBy({ id: list.id, createdAt: NOW })).toHaveLength(1);
});
