import { getCountries, getCountryCallingCode } from 'libphonenumber-js/max';
import { split, zonesOfCountry } from './zones-of-countries.js';

/**
 * The area codes of the North American Numbering Plan by zone: facts of the plan, taken from the time zone data of
 * libphonenumber (https://github.com/google/libphonenumber, Apache-2.0) in 2026. One name stands for all zones of a
 * country with the same time, as in zones-of-countries.ts.
 */
export const AREA_CODES: Readonly<Record<string, string>> = {
  'America/New_York': `
    201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304
    305 313 315 317 321 324 326 329 330 332 336 339 347 351 352 363 364 380 386 401 404 407 410 412 413 419
    434 440 443 445 448 463 470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 582 585 586
    603 607 609 610 614 616 617 631 640 645 646 656 667 678 680 681 686 703 704 706 716 717 718 724 727 728
    732 734 740 743 754 757 762 765 770 771 772 774 781 786 802 803 804 810 813 814 821 826 828 835 838 839
    843 845 848 854 856 857 859 860 862 863 864 865 878 904 908 910 912 914 917 919 929 930 934 937 941 943
    947 948 954 959 973 978 980 984 989`,
  'America/Chicago': `
    205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 327 331 334
    337 346 353 361 402 405 409 414 417 430 432 447 464 469 479 501 504 507 512 515 531 534 539 557 563 572
    573 580 601 608 612 615 618 629 630 636 641 651 659 660 662 682 689 708 712 713 715 726 730 731 737 763
    769 773 779 806 815 816 817 830 832 847 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972 975
    979 985`,
  'America/Los_Angeles': `
    206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 458 503 509 510 530 559 562 564 619 626
    628 650 657 661 669 702 707 714 725 738 747 760 805 818 820 831 840 858 909 916 925 949 951 971`,
  'America/Toronto': `
    226 249 263 289 343 354 365 367 382 416 437 438 450 468 514 519 548 579 581 613 647 683 705 742 753 819
    873 905 942`,
  'America/Denver': '303 307 385 406 435 505 575 719 720 748 801 915 970 983',
  'America/Chicago America/New_York': '219 270 423 574 606 812 850 906',
  'America/Vancouver': '236 257 604 672 778',
  'America/Chicago America/Denver': '308 605 620 701 785',
  'America/Edmonton': '368 403 587 780 825',
  'America/Winnipeg': '204 431 474 584',
  'America/Denver America/Los_Angeles': '208 541 775 986',
  'America/Halifax': '428 506 782 902',
  'America/Phoenix': '480 520 602 623',
  'America/Santo_Domingo': '809 829 849',
  'America/Regina': '306 639',
  'America/Jamaica': '658 876',
  'Pacific/Guam': '670 671',
  'America/Puerto_Rico': '787 939',
  'America/Nassau': '242',
  'America/Barbados': '246',
  'America/Edmonton America/Vancouver': '250',
  'America/Anguilla': '264',
  'America/Antigua': '268',
  'America/Tortola': '284',
  'America/St_Thomas': '340',
  'America/Cayman': '345',
  'America/Halifax America/Toronto': '418',
  'Atlantic/Bermuda': '441',
  'America/Grenada': '473',
  'America/Grand_Turk': '649',
  'America/Montserrat': '664',
  'Pacific/Pago_Pago': '684',
  'America/Halifax America/St_Johns': '709',
  'America/Lower_Princes': '721',
  'America/St_Lucia': '758',
  'America/Dominica': '767',
  'America/St_Vincent': '784',
  'America/Toronto America/Winnipeg': '807',
  'Pacific/Honolulu': '808',
  'America/Edmonton America/Toronto America/Whitehorse America/Winnipeg': '867',
  'America/Port_of_Spain': '868',
  'America/St_Kitts': '869',
  'America/St_Johns': '879',
  'America/Adak America/Anchorage': '907',
  'America/Denver America/Phoenix': '928',
};

export interface NumberPlace {
  readonly zones: readonly string[];
  /** The country of the prefix, or null if several share it. */
  readonly country: string | null;
}

const NORTH_AMERICA = '1';
/** The main country of each calling code that several share; the others are small and near. */
const MAIN: Readonly<Record<string, string>> = {
  7: 'RU',
  39: 'IT',
  44: 'GB',
  47: 'NO',
  61: 'AU',
  212: 'MA',
  262: 'RE',
  290: 'SH',
  358: 'FI',
  590: 'GP',
  599: 'CW',
};

/**
 * Prefixes after the calling code, for countries with several zones, from their numbering plans. Mobile numbers mostly
 * have no location and get all zones of the country.
 */
const PREFIXES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  7: {
    'Asia/Almaty': '6 7',
    'Europe/Kaliningrad': '401',
    'Europe/Moscow': '36 47 48 49 81 82 83 86 87 841 843 844 845 847 855 856 857',
    'Europe/Samara': '341 842 846 848 851',
    'Asia/Yekaterinburg': '34 35',
    'Asia/Omsk': '381',
    'Asia/Krasnoyarsk': '382 383 384 385 388 390 391 394',
    'Asia/Irkutsk': '301 395',
    'Asia/Yakutsk': '302 411 416',
    'Asia/Vladivostok': '421 423 426',
    'Asia/Magadan': '413 424',
    'Asia/Kamchatka': '415 427',
  },
  34: { 'Atlantic/Canary': '822 828 922 928', 'Europe/Madrid': '8 9' },
  52: {
    'America/Mexico_City': '33 55 56 81 222 442 477 999',
    'America/Cancun': '983 984 987 998',
    'America/Tijuana': '646 661 663 664 665 686',
    'America/Hermosillo': '612 622 624 631 637 642 644 662 667 668 669 687',
  },
  55: {
    'America/Manaus': '65 66 67 69 92 95',
    'America/Manaus America/Rio_Branco': '97',
    'America/Rio_Branco': '68',
    'America/Sao_Paulo': '1 2 3 4 5 61 62 63 64 7 8 91 93 94 96 98 99',
  },
  61: {
    'Australia/Sydney': '2 3',
    'Australia/Brisbane': '7',
    'Australia/Adelaide Australia/Darwin Australia/Perth': '8',
  },
  64: { 'Pacific/Chatham': '3305', 'Pacific/Auckland': '3 4 6 7 9' },
  351: { 'Atlantic/Azores': '292 295 296', 'Europe/Lisbon': '2' },
};

const zonesByAreaCode = zonesByPrefix(AREA_CODES);
const zonesByPrefixOf = new Map(Object.entries(PREFIXES).map(([code, table]) => [code, zonesByPrefix(table)]));
/** Tells the countries that share calling code 1 apart by their zones: a number in a zone of Canada is Canadian. */
const NORTH_AMERICANS = ['US', 'CA'].map((country) => ({ country, zones: new Set(zonesOfCountry(country)) }));
let countriesByCode: ReadonlyMap<string, string> | undefined;

/** Returns the location of a number by its first digits. @param e164 such as +18085550100 @returns null if unknown */
export function placeOfNumber(e164: string): NumberPlace | null {
  const digits = e164.slice(1);
  if (digits.startsWith(NORTH_AMERICA)) return northAmerican(digits);
  const code = [3, 2, 1].map((length) => digits.slice(0, length)).find((each) => countryByCode().has(each));
  if (code === undefined) return null;
  const zones = longest(zonesByPrefixOf.get(code), digits.slice(code.length));
  const country = code === '7' && zones?.includes('Asia/Almaty') === true ? 'KZ' : countryByCode().get(code)!;
  return { zones: zones ?? zonesOfCountry(country), country };
}

function northAmerican(digits: string): NumberPlace | null {
  const zones = zonesByAreaCode.get(digits.slice(1, 4));
  if (zones === undefined) return null;
  const country = NORTH_AMERICANS.find((each) => zones.every((zone) => each.zones.has(zone)))?.country;
  return { zones, country: country ?? null };
}

function longest(
  table: ReadonlyMap<string, readonly string[]> | undefined,
  national: string,
): readonly string[] | undefined {
  if (table === undefined) return undefined;
  for (let length = 4; length > 0; length -= 1) {
    const zones = table.get(national.slice(0, length));
    if (zones !== undefined) return zones;
  }
  return undefined;
}

function countryByCode(): ReadonlyMap<string, string> {
  countriesByCode ??= new Map(
    getCountries().map((country) => {
      const code = getCountryCallingCode(country);
      return [code, MAIN[code] ?? country];
    }),
  );
  return countriesByCode;
}

function zonesByPrefix(table: Readonly<Record<string, string>>): Map<string, readonly string[]> {
  return new Map(
    Object.entries(table).flatMap(([zones, prefixes]) => split(prefixes).map((prefix) => [prefix, split(zones)])),
  );
}
