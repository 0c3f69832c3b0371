/** The first bytes of a ZIP, which an XLSX is. */
const ZIP = Buffer.from('PK\u0003\u0004');
/** The first bytes of what Office wrote before 2007, and of what it encrypts. */
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

export type FileKind = 'text' | 'workbook' | 'ole';

/** Recognises a file by its first bytes. @returns its kind, and all of it again */
export async function recognise(
  pieces: AsyncGenerator<Buffer>,
): Promise<{ kind: FileKind; whole: AsyncGenerator<Buffer> }> {
  let first = Buffer.alloc(0);
  while (first.length < OLE.length) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first = Buffer.concat([first, value]);
  }
  const begins = (sign: Buffer) => first.subarray(0, sign.length).equals(sign);
  const kind = begins(ZIP) ? 'workbook' : begins(OLE) ? 'ole' : 'text';
  return { kind, whole: joined(first, pieces) };
}

async function* joined(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  yield* rest;
}

/** Returns why a file of Office's own format cannot be read. */
export async function whyOle(pieces: AsyncIterable<Buffer>): Promise<string> {
  let before = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (Buffer.concat([before, piece]).includes(ENCRYPTED))
      return 'The workbook is encrypted. Remove its password in Excel (File › Info › Protect Workbook), and send it again.';
    before = Buffer.from(piece.subarray(-ENCRYPTED.length));
  }
  return 'It is in a format of Office from before 2007, such as XLS. Save it as XLSX or CSV.';
}
