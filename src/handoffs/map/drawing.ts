import type { ArrowWords, HandoffMap } from './kind-map.js';

/** A map as a browser draws it, with positions in pixels. Its texts are not escaped yet. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
  readonly texts: readonly DrawnText[];
}

interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly what: 'start' | 'giver' | 'receiver' | 'end' | 'exceptions' | 'decider';
}

interface DrawnArrow {
  /** SVG paths of the line and of its head. */
  readonly line: string;
  readonly head: string;
  readonly isWorst: boolean;
  readonly isDashed: boolean;
}

interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly what: 'name' | 'line' | 'label' | 'worst';
}

const LINE = 16;
const PADDING = 10;
const BOX = 210;
/** Between boxes: as wide as the label of an arrow. */
const GAP = 270;
const ROW_GAP = 30;
/** The number of letters that fit in a line at 13 pixels, also of a wide and bold font. */
const BOX_LETTERS = 25;
const LABEL_LETTERS = 34;
const LINES_MAX = 5;
const columnAt = (place: number) => PADDING + place * (BOX + GAP);
/** Of the start, the giver, the receivers and the ends. */
const COLUMNS = [columnAt(0), columnAt(1), columnAt(2), columnAt(3)] as const;
const WIDTH = COLUMNS[3] + BOX + PADDING;
/** The distance after which arrows to several receivers part. */
const TRUNK = 16;
/** Between stages: room for the way back from the end of one to the beginning of the next. */
const TURN = 50;

/** Where arrows leave the giver, and where arrows from the end of a stage turn back for the next one. */
const GIVEN = COLUMNS[1] + BOX;
const TURNED = COLUMNS[3] + BOX + TRUNK;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** @param arrows the labels: from the start to the giver, then for each receiver to it and from it */
export function drawingOf(map: HandoffMap, arrows: readonly ArrowWords[]): Drawing {
  const begins = [
    textBox('start', 0, [map.moment]),
    textBox('giver', 1, [map.giver, 'gives, with the form filled in']),
  ];
  const rows = map.stages.map((stage, index) => {
    const { name, team, ownerOfDone, acceptsWithin, input, doneWithin, output } = stage;
    return rowOf({
      boxes: [
        textBox('receiver', 2, [
          `${name}: ${team}`,
          `Owner of done: ${ownerOfDone}`,
          `Accepts within ${acceptsWithin}`,
        ]),
        textBox('end', 3, [`${name} is done`, output]),
      ],
      labels: [
        { column: 1, above: wrapped(input.join(', '), LABEL_LETTERS), arrow: arrows[2 * index + 1] },
        { column: 2, above: wrapped(`within ${doneWithin}`, LABEL_LETTERS), arrow: arrows[2 * index + 2] },
      ],
    });
  });
  const first = rowOf({ boxes: begins, labels: [{ column: 0, above: [], arrow: arrows[0] }] });
  // The giver is beside the first receiver, so they share the line of the arrows.
  const top = { above: Math.max(first.above, rows[0]?.above ?? 0), below: Math.max(first.below, rows[0]?.below ?? 0) };
  const drawing = new Pen();
  let y = PADDING + top.above;
  drawing.row(first, y, { x: GIVEN, y });
  const giverY = y;
  const ends: { readonly stage: string | null; readonly y: number }[] = [];
  let turn = null as { readonly after: string; readonly y: number } | null;
  for (const [index, row] of rows.entries()) {
    const { stage, after } = map.stages[index]!;
    if (after !== null && turn?.after !== after) {
      turn = { after, y: y + TURN / 2 };
      drawing.turn(
        turn,
        ends.filter((end) => end.stage === after).map((end) => end.y),
      );
      y += TURN - ROW_GAP;
    }
    if (index > 0) y += ROW_GAP + row.above;
    drawing.row(row, y, after === null ? { x: GIVEN, y: giverY } : { x: TURNED, y: turn!.y });
    ends.push({ stage, y });
    y += index === 0 ? top.below : row.below;
  }
  y = drawing.ways(map, begins[1]!, giverY, y + ROW_GAP);
  const width = map.stages.some(({ after }) => after !== null) ? TURNED + PADDING : WIDTH;
  return { width, height: y + PADDING, boxes: drawing.boxes, arrows: drawing.arrows, texts: drawing.texts };
}

/** A box of a chain, and the label of the arrow that leads to it. The first has no arrow. */
interface ChainLink {
  readonly what: DrawnBox['what'];
  readonly lines: readonly string[];
  readonly arrow: ArrowWords;
}

/** Draws boxes one after the other, in one row. */
export function chainOf(links: readonly ChainLink[]): Drawing {
  const row = rowOf({
    boxes: links.map(({ what, lines }, column) => textBox(what, column, lines)),
    labels: links.slice(1).map(({ arrow }, column) => ({ column, above: [], arrow })),
  });
  const drawing = new Pen();
  const y = PADDING + row.above;
  drawing.row(row, y, { x: GIVEN, y });
  const width = columnAt(links.length - 1) + BOX + PADDING;
  return { width, height: y + row.below + PADDING, boxes: drawing.boxes, arrows: drawing.arrows, texts: drawing.texts };
}

interface TextBox {
  readonly what: DrawnBox['what'];
  readonly column: number;
  readonly lines: readonly string[];
  readonly height: number;
}

/** The contents of a line of the drawing, and how far it extends above and below. */
interface Row {
  readonly boxes: readonly TextBox[];
  readonly labels: readonly Label[];
  readonly above: number;
  readonly below: number;
}

interface Label {
  /** The column after which its arrow begins. */
  readonly column: number;
  readonly above: readonly string[];
  readonly below: readonly string[];
  readonly isWorst: boolean;
}

function textBox(what: DrawnBox['what'], column: number, texts: readonly string[]): TextBox {
  const lines = texts.flatMap((text) => wrapped(text, BOX_LETTERS));
  return { what, column, lines, height: lines.length * LINE + 2 * PADDING };
}

function rowOf(given: {
  readonly boxes: readonly TextBox[];
  readonly labels: readonly {
    readonly column: number;
    readonly above: readonly string[];
    readonly arrow: ArrowWords | undefined;
  }[];
}): Row {
  const labels = given.labels.map(({ column, above, arrow }) => ({
    column,
    above,
    isWorst: arrow?.isWorst === true,
    below: (arrow?.words ?? []).flatMap((text) => wrapped(text, LABEL_LETTERS)),
  }));
  const half = Math.max(...given.boxes.map(({ height }) => height / 2));
  const tallest = (side: 'above' | 'below') =>
    Math.max(half, ...labels.map((label) => (label[side].length + (label.isWorst ? 1 : 0)) * LINE + PADDING));
  return { boxes: given.boxes, labels, above: tallest('above'), below: tallest('below') };
}

/** Collects the boxes, arrows and texts of a drawing. */
class Pen {
  readonly boxes: DrawnBox[] = [];
  readonly arrows: DrawnArrow[] = [];
  readonly texts: DrawnText[] = [];

  /** @param from where the arrow to a receiver begins */
  row({ boxes, labels }: Row, y: number, from: Point): void {
    for (const box of boxes) this.box(box, columnAt(box.column), y - box.height / 2);
    for (const label of labels) this.label(label, y, from);
  }

  /** Joins the ends of a stage, for the next one. @param ends the `y` of the end of each of its receivers */
  turn({ after, y }: { readonly after: string; readonly y: number }, ends: readonly number[]): void {
    for (const end of ends) this.arrow([`M${COLUMNS[3] + BOX},${end}`, `H${TURNED}`, `V${y}`], '', false, false);
    const [text] = wrapped(`“${after}” is done`, BOX_LETTERS);
    this.texts.push({ x: COLUMNS[3], y: y - 6, text: text!, what: 'label' });
  }

  /** Draws the exceptions and the decider. @returns the `y` at which they end */
  ways({ exceptions, decider }: HandoffMap, giver: TextBox, giverY: number, top: number): number {
    if (exceptions.length === 0) return top - ROW_GAP;
    const box = textBox(
      'exceptions',
      1,
      exceptions.map(({ name, words }) => `${name}: ${words}`),
    );
    const x = COLUMNS[1];
    this.box(box, x, top);
    const middle = x + BOX / 2;
    this.arrow([`M${middle},${giverY + giver.height / 2}`, `V${top}`], headDown(middle, top), false, true);
    if (decider === null) return top + box.height;
    const decides = textBox('decider', 2, [
      decider.name,
      `decides within ${decider.within}`,
      `needs: ${decider.needs}`,
    ]);
    this.box(decides, COLUMNS[2], top);
    const y = top + Math.min(box.height, decides.height) / 2;
    this.arrow([`M${x + BOX},${y}`, `H${COLUMNS[2]}`], headRight(COLUMNS[2], y), false, true);
    return top + Math.max(box.height, decides.height);
  }

  private box({ what, lines, height }: TextBox, x: number, y: number): void {
    this.boxes.push({ x, y, width: BOX, height, what });
    for (const [index, text] of lines.entries()) {
      const isName = index === 0 && what !== 'start' && what !== 'exceptions';
      this.texts.push({ x: x + PADDING, y: y + PADDING + (index + 0.75) * LINE, text, what: isName ? 'name' : 'line' });
    }
  }

  private label({ column, above, below, isWorst }: Label, y: number, origin: Point): void {
    const from = columnAt(column) + BOX;
    const to = columnAt(column + 1);
    const isBranch = column === 1 && y !== origin.y;
    const path = isBranch
      ? [`M${origin.x},${origin.y}`, `H${from + TRUNK}`, `V${y}`, `H${to}`]
      : [`M${from},${y}`, `H${to}`];
    this.arrow(path, headRight(to, y), isWorst, false);
    const x = from + TRUNK + 6;
    for (const [index, text] of above.entries())
      this.texts.push({ x, y: y - 6 - (above.length - 1 - index) * LINE, text, what: 'label' });
    const texts = [
      ...(isWorst ? [{ text: 'The worst handoff', what: 'worst' as const }] : []),
      ...below.map((text) => ({ text, what: 'label' as const })),
    ];
    for (const [index, each] of texts.entries()) this.texts.push({ x, y: y + (index + 1) * LINE, ...each });
  }

  private arrow(path: readonly string[], head: string, isWorst: boolean, isDashed: boolean): void {
    this.arrows.push({ line: path.join(' '), head, isWorst, isDashed });
  }
}

function headRight(x: number, y: number): string {
  return `M${x},${y} L${x - 9},${y - 5} L${x - 9},${y + 5} Z`;
}

function headDown(x: number, y: number): string {
  return `M${x},${y} L${x - 5},${y - 9} L${x + 5},${y - 9} Z`;
}

/**
 * Breaks a text into lines of so many letters at most. It is cut after LINES_MAX lines: the page has the rest in words.
 */
export function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).flatMap((each) => pieces(each, letters))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= LINES_MAX) return lines;
  return [...lines.slice(0, LINES_MAX - 1), `${lines[LINES_MAX - 1]!.slice(0, letters - 1)}…`];
}

function pieces(word: string, letters: number): string[] {
  const all = [...word];
  const count = Math.ceil(all.length / letters);
  return Array.from({ length: count }, (_, index) => all.slice(index * letters, (index + 1) * letters).join(''));
}
