import type { FastifyReply } from 'fastify';
import { preferredType } from '../platform/accept.js';
import { toCsv } from '../platform/csv.js';

const JSON_TYPE = 'application/json';
const CSV = 'text/csv';
const CSV_WITH_HEADER = `${CSV}; header=present` as const;

export const FORMED = {
  textTypes: [CSV],
  headers: {
    Vary: { description: 'The format depends on `Accept`.', schema: { type: 'string', enum: ['accept'] } },
  },
};

export function formed<Report extends object>(
  name: string,
  report: Report,
  accept: string | undefined,
  reply: FastifyReply,
  table: (report: Report) => string[][],
) {
  reply.header('vary', 'accept');
  if (preferredType(accept, [JSON_TYPE, CSV_WITH_HEADER]) === JSON_TYPE) return report;
  reply.type(`${CSV}; charset=utf-8; header=present`);
  reply.header('content-disposition', `attachment; filename="${name}.csv"`);
  return toCsv(table(report));
}
