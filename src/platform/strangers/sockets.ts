import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problemOf } from '../http/problem.filter.js';
import { OverloadError } from '../input/refusal.js';

/** Requests that one connection may have waiting. Programs and browsers send the next one after the answer. */
const WAITING_MAX = 8;
/** What the parser is told about a request whose body and successors are not to be read. */
const READ_NO_FURTHER = 2;

const TOO_MANY = new OverloadError(
  `This connection has ${WAITING_MAX} requests waiting: send the next after an answer, or use another connection.`,
);

/**
 * Bounds how much one connection asks at once (pipelining): a single packet of the network can hold a thousand requests,
 * which Node would hand over in one go. The connection ends with the answer to the first one too many.
 */
export function boundPipelines(handle: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const before = waiting.get(socket) ?? 0;
    // What is parsed after the last request that is answered.
    if (before > WAITING_MAX) return;
    waiting.set(socket, before + 1);
    if (before === WAITING_MAX) {
      refuse(request, response);
      return;
    }
    response.once('finish', () => {
      const now = waiting.get(socket)!;
      if (now <= WAITING_MAX) waiting.set(socket, now - 1);
    });
    handle(request, response);
  };
}

function refuse({ socket, url = '/' }: IncomingMessage, response: ServerResponse): void {
  socket.pause();
  // Node offers nothing else that ends in the middle of what has arrived. Without it, the rest is parsed in vain.
  const { parser } = socket as { parser?: { onIncoming: () => number } | null };
  if (parser) parser.onIncoming = () => READ_NO_FURTHER;
  const problem = problemOf(TOO_MANY, url.split('?')[0]!);
  response
    .writeHead(problem.status, { 'content-type': 'application/problem+json', 'retry-after': '1', connection: 'close' })
    .end(JSON.stringify(problem));
}
