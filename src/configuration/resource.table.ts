import { instant, int, type Row, uuid } from '../platform/sql/table.js';

export const resource = { id: uuid().key(), version: int(), createdAt: instant(), updatedAt: instant() };
export type ResourceRow = Row<{ readonly fields: typeof resource }>;
