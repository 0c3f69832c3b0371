import { readdirSync } from 'node:fs';
import { Table } from '../../src/platform/sql/table.js';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.table.ts'));
const modules: object[] = await Promise.all(files.map((path) => import(`../../src/${path.slice(0, -3)}.js`)));

export const DECLARED = modules
  .flatMap((module): unknown[] => Object.values(module))
  .filter((each): each is Table => each instanceof Table);
