import { SaxesParser } from 'saxes';
import { encodingByBeginning } from '../encoding.js';
import { UnreadableTableError } from '../table.js';

/** Names come without their prefixes, which each program chooses. */
export interface XmlListener {
  open(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** A text, or a tag, of so many characters is in no table. */
const PIECE_MAX = 8 * 1024 * 1024;
const DEPTH_MAX = 100;
/** Longer texts are refused with their row, so no more of them is stored. */
export const TEXT_KEPT = 100_000;

/** Reads XML piece by piece, in constant memory. Entities of its own are refused. */
export class XmlReading {
  private readonly parser = new SaxesParser({ position: false, xmlns: false });
  private decoder: InstanceType<typeof TextDecoder> | null = null;
  private depth = 0;
  /** How much was read since something was told. */
  private untold = 0;

  constructor(listener: XmlListener) {
    const { parser } = this;
    parser.on('opentag', ({ name, attributes }) => {
      this.untold = 0;
      this.depth += 1;
      if (this.depth > DEPTH_MAX) throw new UnreadableTableError('The workbook is nested too deeply.');
      listener.open(local(name), (wanted) => attributeOf(attributes as Readonly<Record<string, string>>, wanted));
    });
    parser.on('closetag', ({ name }) => {
      this.untold = 0;
      this.depth -= 1;
      listener.close?.(local(name));
    });
    const text = (said: string) => {
      this.untold = 0;
      listener.text?.(said);
    };
    parser.on('text', text);
    parser.on('cdata', text);
  }

  /** @throws Error if it is no XML */
  push(piece: Uint8Array): void {
    this.decoder ??= new TextDecoder(encodingByBeginning(piece) ?? 'utf-8');
    const text = this.decoder.decode(piece, { stream: true });
    this.untold += text.length;
    this.parser.write(text);
    if (this.untold > PIECE_MAX)
      throw new UnreadableTableError(`A cell has more than ${PIECE_MAX.toLocaleString('en')} characters.`);
  }

  end(): void {
    this.parser.close();
  }
}

/** Reads a whole file of XML. */
export async function readXml(pieces: AsyncIterable<Uint8Array>, listener: XmlListener): Promise<void> {
  const reading = new XmlReading(listener);
  for await (const piece of pieces) reading.push(piece);
  reading.end();
}

function attributeOf(attributes: Readonly<Record<string, string>>, wanted: string): string | undefined {
  if (Object.hasOwn(attributes, wanted)) return attributes[wanted];
  const found = Object.keys(attributes).find((name) => local(name) === wanted && !name.startsWith('xmlns'));
  return found === undefined ? undefined : attributes[found];
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
