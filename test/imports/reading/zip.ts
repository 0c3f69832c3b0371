import { deflateRawSync } from 'node:zlib';

interface Zipped {
  readonly path: string;
  readonly bytes: Buffer;
  /** What it says of its size; by default the truth. */
  readonly claims?: number;
}

/** Writes a ZIP as Excel does, with the sizes of its files in their headers. */
export function zip(files: Readonly<Record<string, string | Buffer>>, claims: Readonly<Record<string, number>> = {}) {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    bytes: Buffer.from(content),
    ...(claims[path] !== undefined && { claims: claims[path] }),
  }));
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const packed = deflateRawSync(entry.bytes);
    const local = headerOf(entry, packed, null);
    bodies.push(local, packed);
    directory.push(headerOf(entry, packed, at));
    at += local.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

/** @param at where the file is, for the directory; null for the header before the file */
function headerOf({ path, bytes, claims }: Zipped, packed: Buffer, at: number | null): Buffer {
  const name = Buffer.from(path);
  const header = Buffer.alloc(at === null ? 30 : 46);
  header.writeUInt32LE(at === null ? 0x04034b50 : 0x02014b50, 0);
  const from = at === null ? 4 : 6;
  header.writeUInt16LE(20, from);
  header.writeUInt16LE(8, from + 4);
  header.writeUInt32LE(packed.length, from + 14);
  header.writeUInt32LE(claims ?? bytes.length, from + 18);
  header.writeUInt16LE(name.length, from + 22);
  if (at !== null) header.writeUInt32LE(at, 42);
  return Buffer.concat([header, name]);
}
