/** `51-200`, `1,001–5,000`, `1000+`: how forms and tools ask for the size of a company. */
/** Its form alone, for the document of the API: that the smaller number comes first no pattern can say. */
export const BAND = /^\d{1,3}(,?\d{3}){0,2} ?(\+|[-–] ?\d{1,3}(,?\d{3}){0,2})$/;

/**
 * The smaller number of a band, by which it is compared: every band is on one side of a boundary, so that no lead falls
 * between two rules.
 * @returns null for what is no band
 */
export function bottomOf(text: string): number | null {
  if (!BAND.test(text)) return null;
  const [bottom, top] = text.match(/[\d,]+/g)!.map((part) => Number(part.replaceAll(',', '')));
  return top === undefined || bottom! <= top ? bottom! : null;
}
