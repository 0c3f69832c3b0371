import type { FastifyInstance } from 'fastify';
import { MalformedRequestError, TooLargeError } from './refusal.js';

/** The type of what a page of plain HTML sends. */
const FORM = 'application/x-www-form-urlencoded';
/** A note of ten thousand characters, each percent-encoded three times over. */
const FORM_BYTES_MAX = 128 * 1024;

/** What was filled in, by the names of the fields; of several with one name the last. */
export type Form = Readonly<Record<string, string>>;

/** Takes what forms send, at addresses that serve some: everything else is JSON. */
export function takeForms(fastify: FastifyInstance, at: RegExp): void {
  fastify.addContentTypeParser(FORM, (request, payload, done) => {
    if (!at.test(request.routeOptions.url ?? '')) {
      done(new MalformedRequestError('The body must be well-formed JSON, sent as application/json.'));
      return;
    }
    const parts: Buffer[] = [];
    let bytes = 0;
    payload.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= FORM_BYTES_MAX) parts.push(part);
    });
    payload.once('error', (error: Error) => done(error));
    payload.once('end', () => {
      if (bytes > FORM_BYTES_MAX) done(new TooLargeError('A form may have 128 KiB.'));
      else done(null, read(Buffer.concat(parts).toString('utf8')));
    });
  });
}

function read(text: string): Form {
  return Object.assign(Object.create(null), Object.fromEntries(new URLSearchParams(text)));
}
