/**
 * How forms and tools ask for the size of a company: `51-200`, `1,001–5,000`, `51 to 200`, `1000+`, `1`, `11-50 employees`,
 * `Self-employed`. Its form alone, for the document of the API: that the smaller number comes first no pattern can say.
 */
export const BAND =
  /^([Ss]elf[- ][Ee]mployed|\d{1,3}(,?\d{3}){0,2}( ?(\+|([-–]|to ) ?\d{1,3}(,?\d{3}){0,2}))?( [Ee]mployees?)?)$/;

const ALONE = 1;

/**
 * The smaller number of a band, by which it is compared: every band is on one side of a boundary, so that no lead falls
 * between two rules. Who is self-employed counts as one.
 * @returns null for what is no band
 */
export function bottomOf(text: string): number | null {
  if (!BAND.test(text)) return null;
  const [bottom, top] = (text.match(/\d[\d,]*/g) ?? []).map((part) => Number(part.replaceAll(',', '')));
  if (bottom === undefined) return ALONE;
  return top === undefined || bottom <= top ? bottom : null;
}
