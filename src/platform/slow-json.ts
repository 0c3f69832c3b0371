import type { FastifyInstance } from 'fastify';
import { Turns } from './turns.js';

/** Shorter lists are written as quickly as they are looked at. */
const ROWS_AT_ONCE = 20;

/**
 * Writes answers with long lists row by row, so that others have their turn meanwhile: a page of 1,000 leads with all
 * that a lead may hold is hundreds of megabytes.
 */
export function writeLongAnswersInTurns(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', async (_request, reply, answer: unknown) => {
    if (!isLong(answer)) return answer;
    const text = await jsonInTurns(answer);
    reply.serializer(() => text);
    return answer;
  });
}

/** Plain data with a long list in one of its fields. */
function isLong(answer: unknown): answer is Readonly<Record<string, unknown>> {
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.values(answer).some((each) => Array.isArray(each) && each.length > ROWS_AT_ONCE);
}

/** What `JSON.stringify` makes of plain data, in turns. */
export async function jsonInTurns(answer: Readonly<Record<string, unknown>>): Promise<string> {
  const turns = new Turns();
  const fields: string[] = [];
  for (const [name, value] of Object.entries(answer)) {
    const text = Array.isArray(value) ? await listInTurns(value, turns) : JSON.stringify(value);
    if (text !== undefined) fields.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${fields.join(',')}}`;
}

async function listInTurns(rows: readonly unknown[], turns: Turns): Promise<string> {
  const texts: string[] = [];
  for (const row of rows) {
    texts.push(JSON.stringify(row) ?? 'null');
    await turns.next();
  }
  return `[${texts.join(',')}]`;
}
