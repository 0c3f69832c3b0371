export interface Colours {
  readonly background: string;
  readonly accent: string;
}

export const DEFAULT_COLOURS: Colours = { background: '#ffffff', accent: '#174f8f' };

/** Of text with its background (WCAG 2.2, success criterion 1.4.3). */
export const CONTRAST_MIN = 4.5;

/**
 * Returns the contrast of two colours, from 1 to 21.
 * @param one a colour as `#rrggbb`, as is the other
 * Source: WCAG 2.2, definitions of contrast ratio and relative luminance
 */
export function contrastOf(one: string, other: string): number {
  const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** Returns black or white, whichever is read better: either has more than 4.5 on any colour. */
export function textOn(background: string): string {
  return contrastOf('#000000', background) >= contrastOf('#ffffff', background) ? '#000000' : '#ffffff';
}

function luminanceOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
