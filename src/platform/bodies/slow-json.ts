import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { UnreadAnswers } from '../http/server.js';
import { Turns } from '../running/turns.js';

/** Shorter lists are written in one go, which takes no longer than looking at them. */
const ROWS_AT_ONCE = 20;
/** Characters that are sent together: fewer would be many small writes, more a long one. */
const PIECE = 64 * 1024;

const unread = new UnreadAnswers(64);

/**
 * Streams answers with long lists row by row. Other requests get turns meanwhile, and the whole text is never in
 * memory: a page of 1,000 leads of the largest size is hundreds of megabytes.
 */
export function writeLongAnswersInTurns(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', async (_request, reply, answer: unknown) => {
    // Fastify sends a stream as it is, even if it comes from a serializer.
    if (isLong(answer)) reply.serializer(() => streamOf(answer) as never);
    return answer;
  });
}

function streamOf(answer: Readonly<Record<string, unknown>>): Readable {
  const stream = Readable.from(
    jsonInPieces(answer, () => unread.taken(stream)),
    { objectMode: false },
  );
  unread.add(stream);
  return stream;
}

/** Reports whether an answer has a long list in one of its fields. */
function isLong(answer: unknown): answer is Readonly<Record<string, unknown>> {
  if (typeof answer !== 'object' || answer === null) return false;
  return Object.values(answer).some((each) => Array.isArray(each) && each.length > ROWS_AT_ONCE);
}

/** Yields what `JSON.stringify` makes of plain data, piece by piece, in turns with other work. */
async function* jsonInPieces(answer: Readonly<Record<string, unknown>>, onTaken: () => void): AsyncGenerator<Buffer> {
  const turns = new Turns();
  let piece = '';
  for (const part of partsOf(answer)) {
    piece += part;
    if (piece.length >= PIECE) {
      yield Buffer.from(piece);
      onTaken();
      piece = '';
    }
    await turns.next();
  }
  yield Buffer.from(piece);
}

function* partsOf(answer: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (Array.isArray(value)) yield* rowsOf(value);
    else yield JSON.stringify(value);
  }
  yield '}';
}

function* rowsOf(rows: readonly unknown[]): Generator<string> {
  let before = '[';
  for (const row of rows) {
    yield before + (JSON.stringify(row) ?? 'null');
    before = ',';
  }
  yield rows.length === 0 ? '[]' : ']';
}
