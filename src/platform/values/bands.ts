/**
 * Company sizes as forms and tools write them: `51-200`, `1,001–5,000`, `51 to 200`, `1000+`, `1`, `11-50 employees`,
 * `Self-employed`. The API document shows this pattern, which cannot express that the smaller number comes first.
 */
export const BAND =
  /^([Ss]elf[- ][Ee]mployed|\d{1,3}(,?\d{3}){0,2}( ?(\+|([-–]|to ) ?\d{1,3}(,?\d{3}){0,2}))?( [Ee]mployees?)?)$/;

const ALONE = 1;

/**
 * Returns the smaller number of a band, by which conditions compare it. So every band is on one side of a boundary, and
 * no lead falls between two rules. `Self-employed` counts as one.
 * @returns null for text that is not a band
 */
export function bottomOf(text: string): number | null {
  if (!BAND.test(text)) return null;
  const [bottom, top] = (text.match(/\d[\d,]*/g) ?? []).map((part) => Number(part.replaceAll(',', '')));
  if (bottom === undefined) return ALONE;
  return top === undefined || bottom <= top ? bottom : null;
}
