import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Line } from '../running/turns.js';
import { UnreadAnswers } from './server.js';

export interface TextFile {
  readonly type: string;
  readonly text: string;
  /** The file at this path never changes, because its name is made from its content. */
  readonly immutable?: boolean;
}

interface Texts {
  find(path: string): TextFile | undefined;
}

/** A text as it is sent: compressed, with a tag that changes when the text does. */
interface StoredFile {
  readonly type: string;
  readonly etag: string;
  readonly immutable?: boolean;
  readonly gzipped: Buffer;
}

interface StoredFiles {
  find(path: string): Promise<StoredFile | undefined>;
}

type Index = Readonly<Record<string, Omit<StoredFile, 'gzipped'> & { readonly file: string }>>;

const INDEX = 'index.json';

/**
 * These files need no key. However many are read at once, other requests have turns between their pieces, and most of
 * the processor's time. A piece each millisecond is 64 MB a second, for all readers together.
 */
const reading = new Line((goOn) => setTimeout(goOn, 1));
const PIECE_BYTES = 64 * 1024;
/** Cuts off clients that read nothing when more answers than these are being read. */
const unread = new UnreadAnswers(64);

/** Texts that are made and compressed when they are first requested. */
export class TextsInMemory implements StoredFiles {
  private texts: Promise<Texts> | undefined;
  private readonly made = new Map<string, Promise<StoredFile>>();

  constructor(private readonly open: () => Promise<Texts>) {}

  async find(path: string): Promise<StoredFile | undefined> {
    this.texts ??= this.open().catch((error: unknown) => {
      this.texts = undefined;
      throw error;
    });
    const texts = await this.texts;
    const known = this.made.get(path);
    const found = known === undefined ? texts.find(path) : undefined;
    if (found === undefined) return known;
    const made = stored(found);
    this.made.set(path, made);
    return made;
  }
}

async function stored(file: TextFile): Promise<StoredFile> {
  return { type: file.type, etag: etagOf(file), gzipped: await promisify(gzip)(file.text) };
}

/** Texts that `writeFiles` wrote. Each is read on request, and none stays in memory. */
export class FilesInFolder implements StoredFiles {
  private index: Promise<Index> | undefined;

  constructor(private readonly folder: string) {}

  async find(path: string): Promise<StoredFile | undefined> {
    this.index ??= readIndex(this.folder).catch((error: unknown) => {
      // A folder that is temporarily unreadable is read again at the next request.
      this.index = undefined;
      throw error;
    });
    const index = await this.index;
    if (!Object.hasOwn(index, path)) return undefined;
    const { file, ...entry } = index[path]!;
    return { ...entry, gzipped: await readFile(join(this.folder, file)) };
  }
}

async function readIndex(folder: string): Promise<Index> {
  return JSON.parse(await readFile(join(folder, INDEX), 'utf8')) as Index;
}

/** Writes texts in the format that `FilesInFolder` reads. */
export async function writeFiles(folder: string, texts: ReadonlyMap<string, TextFile>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = [...texts].map(async ([path, text], number) => {
    const file = `${number}.gz`;
    await writeFile(join(folder, file), await promisify(gzip)(text.text, { level: 9 }));
    return [path, { type: text.type, etag: etagOf(text), ...(text.immutable && { immutable: true }), file }] as const;
  });
  const index: Index = Object.fromEntries(await Promise.all(entries));
  await writeFile(join(folder, INDEX), JSON.stringify(index));
}

/**
 * Serves files at routes: compressed, as they are stored, to clients that accept gzip, and with 304 to those that have
 * them already.
 */
export function serveFiles(fastify: FastifyInstance, routes: readonly string[], files: StoredFiles): void {
  for (const route of routes) {
    fastify.get(route, async (request, reply) => {
      await reading.next();
      const file = await files.find(request.url.split('?')[0]!);
      return file === undefined ? reply.callNotFound() : send(request, reply, file);
    });
  }
}

async function send({ headers }: FastifyRequest, reply: FastifyReply, { type, etag, immutable, gzipped }: StoredFile) {
  // Caches revalidate a file each time, which costs an answer without a body, so that no client sees an old version
  // after an update.
  const caching = immutable ? 'public, max-age=31536000, immutable' : 'no-cache';
  reply.headers({ etag, vary: 'Accept-Encoding', 'cache-control': caching });
  if (isAmong(etag, headers['if-none-match'])) return reply.status(304).send();
  reply.type(`${type}; charset=utf-8`);
  const isPacked = new Negotiator({ headers }).encoding(['gzip', 'identity']) === 'gzip';
  if (isPacked) reply.header('content-encoding', 'gzip');
  const text = isPacked ? gzipped : await unpacked(etag, gzipped);
  return reply.header('content-length', text.length).send(streamOf(text));
}

function streamOf(text: Buffer): Readable {
  const stream = Readable.from(
    inPieces(text, () => unread.taken(stream)),
    { objectMode: false },
  );
  unread.add(stream);
  return stream;
}

/**
 * Of all texts that are being read, one piece is sent at a time: to send a large text in one go would be a long write.
 */
async function* inPieces(text: Buffer, onTaken: () => void): AsyncGenerator<Buffer> {
  for (let at = 0; at < text.length; at += PIECE_BYTES) {
    await reading.next();
    yield text.subarray(at, at + PIECE_BYTES);
    onTaken();
  }
}

const kept = new Map<string, WeakRef<Buffer>>();
const unpacking = new Map<string, Promise<Buffer>>();

/** Unpacks a text once for all who request it meanwhile, or while it is still being read. */
function unpacked(etag: string, gzipped: Buffer): Promise<Buffer> {
  const text = kept.get(etag)?.deref();
  if (text !== undefined) return Promise.resolve(text);
  const known = unpacking.get(etag);
  if (known !== undefined) return known;
  const making = promisify(gunzip)(gzipped).finally(() => unpacking.delete(etag));
  unpacking.set(etag, making);
  return making.then((made) => {
    kept.set(etag, new WeakRef(made));
    return made;
  });
}

function isAmong(etag: string, tags: string | undefined): boolean {
  if (tags === undefined) return false;
  // Weak comparison (RFC 9110, section 13.1.2): proxies may have removed the `W/`.
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return tags.trim() === '*' || tags.split(',').some((tag) => bare(tag) === bare(etag));
}

/** Weak, because it stands for both encodings. */
function etagOf({ type, text }: TextFile): string {
  return `W/"${createHash('sha256').update(`${type}\n${text}`).digest('base64url').slice(0, 27)}"`;
}
