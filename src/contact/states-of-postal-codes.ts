/** From the first of these codes up to the next it is this state; `-` where it is none. */
type Ranges = readonly (readonly [from: number, state: string])[];

/** The first three digits of ZIP codes, by the United States Postal Service. */
const ZIP_PREFIXES =
  ranges(`5 NY 6 PR 8 VI 9 PR 10 MA 28 RI 30 NH 39 ME 50 VT 55 MA 56 VT 60 CT 70 NJ 90 - 100 NY 150 PA
  197 DE 200 DC 201 VA 202 DC 206 MD 220 VA 247 WV 269 - 270 NC 290 SC 300 GA 320 FL 340 - 341 FL 350 AL 370 TN 386 MS
  398 GA 400 KY 430 OH 460 IN 480 MI 500 IA 530 WI 550 MN 569 DC 570 SD 580 ND 590 MT 600 IL 630 MO 660 KS 680 NE 700 LA
  716 AR 730 OK 733 TX 734 OK 750 TX 800 CO 820 WY 832 ID 840 UT 850 AZ 870 NM 885 TX 889 NV 900 CA 962 - 967 HI 969 GU
  970 OR 980 WA 995 AK`);

/** Four digits, by Australia Post. */
const AUSTRALIAN = ranges(`200 ACT 300 - 800 NT 1000 NSW 2600 ACT 2619 NSW 2900 ACT 2921 NSW 3000 VIC 4000 QLD 5000 SA
  6000 WA 7000 TAS 8000 VIC 9000 QLD`);

/** The first two digits of a CEP, by the Correios. */
const BRAZILIAN = ranges(`1 SP 20 RJ 29 ES 30 MG 40 BA 49 SE 50 PE 57 AL 58 PB 59 RN 60 CE 64 PI 65 MA 66 PA 69 AM 70 DF
  74 GO 77 TO 78 MT 79 MS 80 PR 88 SC 90 RS`);

/** The first letter, by Canada Post; X is two territories. */
const CANADIAN: Readonly<Record<string, string>> = {
  A: 'NL',
  B: 'NS',
  C: 'PE',
  E: 'NB',
  G: 'QC',
  H: 'QC',
  J: 'QC',
  K: 'ON',
  L: 'ON',
  M: 'ON',
  N: 'ON',
  P: 'ON',
  R: 'MB',
  S: 'SK',
  T: 'AB',
  V: 'BC',
  Y: 'YT',
};

const READERS: Readonly<Record<string, (code: string) => string | null>> = {
  US: (code) => (/^\d{5}(-?\d{4})?$/.test(code) ? within(ZIP_PREFIXES, Number(code.slice(0, 3))) : null),
  CA: (code) => (/^[A-Z]\d[A-Z]( ?\d[A-Z]\d)?$/.test(code) ? (CANADIAN[code[0]!] ?? null) : null),
  AU: (code) => (/^\d{3,4}$/.test(code) ? within(AUSTRALIAN, Number(code)) : null),
  // Some of what begins with 69, 76 and 78 lies in smaller states that are told apart by more digits.
  BR: (code) => (/^\d{5}-?\d{3}$/.test(code) ? brazilian(code) : null),
};

/** The state that a postal code lies in, by its code. @returns null where that is not known */
export function stateOfPostalCode(country: string, postalCode: string): string | null {
  return READERS[country]?.(postalCode.trim().toUpperCase()) ?? null;
}

function brazilian(code: string): string | null {
  const first3 = Number(code.slice(0, 3));
  if (first3 === 689) return 'AP';
  if (first3 === 693) return 'RR';
  if (first3 === 699) return 'AC';
  if (first3 === 768 || first3 === 769) return 'RO';
  return within(BRAZILIAN, Number(code.slice(0, 2)));
}

function ranges(text: string): Ranges {
  const words = text.trim().split(/\s+/);
  return Array.from({ length: words.length / 2 }, (_, index) => [Number(words[index * 2]), words[index * 2 + 1]!]);
}

function within(known: Ranges, number: number): string | null {
  const state = known.findLast(([from]) => from <= number)?.[1] ?? '-';
  return state === '-' ? null : state;
}
