import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Environment } from '../platform/running/environment.js';
import { makeFolder } from '../platform/running/files.js';
import type { ReadableFile } from './reading/workbook/archive.js';

const CIPHER = 'aes-256-ctr';
const KEY_BYTES = 32;
const BLOCK = 16;
const PIECE = 256 * 1024;

/**
 * Stores uploads of which the end has to be read first, for as long as their request lasts. They are encrypted with a
 * key that only this process has, and their files have no name in the file system, so that nothing is left of them
 * after a crash.
 */
@Injectable()
export class SpooledUploads {
  private readonly folder: string;

  constructor({ databaseUrl, dataDir }: Environment) {
    this.folder = databaseUrl === undefined ? join(dataDir, 'tmp') : tmpdir();
  }

  /** Stores a file as it arrives. */
  async spool(pieces: AsyncIterable<Buffer>): Promise<SpooledUpload> {
    makeFolder(this.folder, 0o700);
    const path = join(this.folder, `touchline-upload-${randomUUID()}`);
    const handle = await open(path, 'wx+', 0o600);
    // Windows removes no open file; then it is removed once it is closed.
    await rm(path).catch(() => undefined);
    const key = randomBytes(KEY_BYTES);
    const cipher = createCipheriv(CIPHER, key, counterAt(0));
    let size = 0;
    try {
      for await (const piece of pieces) {
        await handle.appendFile(cipher.update(piece));
        size += piece.length;
      }
    } catch (error) {
      await close(handle, path);
      throw error;
    }
    return new SpooledUpload(size, key, handle, () => close(handle, path));
  }
}

/** An upload of which any part can be read until it is closed. */
export class SpooledUpload implements ReadableFile {
  constructor(
    readonly size: number,
    private readonly key: Buffer,
    private readonly handle: FileHandle,
    readonly close: () => Promise<void>,
  ) {}

  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    const decipher = createDecipheriv(CIPHER, this.key, counterAt(start));
    decipher.update(Buffer.alloc(start % BLOCK));
    for (let at = start; at < end; ) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, end - at));
      const { bytesRead } = await this.handle.read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      yield decipher.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
  }
}

/** Each key encrypts one file, whose blocks are counted from 0. */
function counterAt(place: number): Buffer {
  const counter = Buffer.alloc(BLOCK);
  counter.writeBigUInt64BE(BigInt(Math.floor(place / BLOCK)), BLOCK / 2);
  return counter;
}

async function close(handle: FileHandle, path: string): Promise<void> {
  await handle.close();
  await rm(path, { force: true });
}
