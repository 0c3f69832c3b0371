export const UUID_BYTES = 16;
export const UUID_LENGTH = 36;
/** Where the bytes of a UUID stand in its text. */
const BYTE_AT = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
const DIGITS = Buffer.from('0123456789abcdef');
const DIGIT_VALUES = digitValues();

/** Written over and over: a text made of its bytes at once is one string, and not a tree of twenty. */
const TEXT = Buffer.alloc(UUID_LENGTH, '-');

/** @param bytes sixteen of them. @returns the UUID in lower case */
export function uuidText(bytes: Uint8Array): string {
  for (let byte = 0; byte < UUID_BYTES; byte += 1) {
    const at = BYTE_AT[byte]!;
    const value = bytes[byte]!;
    TEXT[at] = DIGITS[value >> 4]!;
    TEXT[at + 1] = DIGITS[value & 15]!;
  }
  return TEXT.toString('latin1');
}

/** Writes the bytes of a UUID. @param text well-formed, in digits of either case. @throws Error for another length */
export function putUuid(bytes: Uint8Array, at: number, text: string): void {
  if (text.length !== UUID_LENGTH) throw new Error(`"${text}" is no UUID`);
  for (let byte = 0; byte < UUID_BYTES; byte += 1) {
    const digit = BYTE_AT[byte]!;
    bytes[at + byte] = (DIGIT_VALUES[text.charCodeAt(digit)]! << 4) | DIGIT_VALUES[text.charCodeAt(digit + 1)]!;
  }
}

function digitValues(): Uint8Array {
  const values = new Uint8Array(128);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    values[digit.charCodeAt(0)] = value;
    values[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return values;
}
