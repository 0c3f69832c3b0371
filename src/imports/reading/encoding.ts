import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/** The name of an encoding, as `TextDecoder` takes it. */
export type Encoding = string;

/** What Excel saves in Western countries; it has a character for every byte but five. */
const WESTERN: Encoding = 'windows-1252';
const CENTRAL_EUROPEAN: Encoding = 'windows-1250';

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Encodings of two bytes a character, which frequencies of bytes identify well. */
const EAST_ASIAN: Readonly<Record<string, Encoding>> = {
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  GB18030: 'gb18030',
  Big5: 'big5',
};
/** Encodings of Cyrillic and Greek, in which most letters are not ASCII. */
const OTHER_ALPHABETS: Readonly<Record<string, Encoding>> = {
  'windows-1251': 'windows-1251',
  'ISO-8859-5': 'iso-8859-5',
  'KOI8-R': 'koi8-r',
  'ISO-8859-7': 'windows-1253',
  'windows-1253': 'windows-1253',
};
const SURE = 60;
/** Of the letters: fewer are accents of a Latin alphabet. */
const MOST_LETTERS = 0.6;
/** Half of the bytes of UTF-16 are zero as long as it is mostly Latin. */
const ZEROS_MIN = 0.7;

/** Returns the encoding that a byte-order mark names, or the zeros of UTF-16; null if the beginning does not say. */
export function encodingByBeginning(beginning: Uint8Array): Encoding | null {
  const marked = MARKS.find(([, mark]) => mark.every((byte, index) => beginning[index] === byte));
  if (marked !== undefined) return marked[0];
  const zeros = [0, 0];
  for (const [index, byte] of beginning.entries()) if (byte === 0) zeros[index % 2]! += 1;
  const half = beginning.length / 2;
  if (zeros[1]! > ZEROS_MIN * half && zeros[0]! < zeros[1]! / 2) return 'utf-16le';
  return zeros[0]! > ZEROS_MIN * half && zeros[1]! < zeros[0]! / 2 ? 'utf-16be' : null;
}

/**
 * Returns the encoding of text that is not in ASCII: UTF-8 if it may be, which other text hardly ever is, else what its
 * bytes look like.
 * @param sample from the first byte that is not ASCII
 */
export function encodingBySample(sample: Uint8Array): Encoding {
  if (isUtf8(withoutCutCharacter(sample))) return 'utf-8';
  const guesses = analyse(sample);
  const [first] = guesses;
  if (first === undefined) return WESTERN;
  if (first.confidence >= SURE && Object.hasOwn(EAST_ASIAN, first.name)) return EAST_ASIAN[first.name]!;
  const other = guesses.find(({ name }) => Object.hasOwn(OTHER_ALPHABETS, name));
  if (other !== undefined && shareOfHighLetters(sample) >= MOST_LETTERS) return OTHER_ALPHABETS[other.name]!;
  return first.name === CENTRAL_EUROPEAN ? CENTRAL_EUROPEAN : WESTERN;
}

/** A sample may end in the middle of a character. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, sample.length); back += 1) {
    const byte = sample[sample.length - back]!;
    if (byte >= 0xc0) return sample.subarray(0, sample.length - back);
    if (byte < 0x80) break;
  }
  return sample;
}

function shareOfHighLetters(sample: Uint8Array): number {
  let high = 0;
  let latin = 0;
  for (const byte of sample) {
    if (byte >= 0x80) high += 1;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) latin += 1;
  }
  return high / (high + latin);
}
