import { Type } from '@sinclair/typebox';
import { part } from '../../figures/figure.schema.js';
import { oneOf } from '../../platform/input/schema.js';

const text = (description: string) => Type.String({ description });
const pixels = (description: string) => Type.Number({ description });

export const DrawingSchema = part('The same laid out, in pixels. Nothing in it is escaped.', {
  width: pixels('Its width.'),
  height: pixels('Its height.'),
  boxes: Type.Array(
    part('A box.', {
      x: pixels('Its left edge.'),
      y: pixels('Its upper edge.'),
      width: pixels('Its width.'),
      height: pixels('Its height.'),
      what: oneOf(['start', 'giver', 'receiver', 'end', 'exceptions', 'decider'], { description: 'Its type.' }),
    }),
    { description: 'The boxes.' },
  ),
  arrows: Type.Array(
    part('An arrow.', {
      line: text('Its line, as a path of SVG.'),
      head: text('Its head, as a path of SVG.'),
      isWorst: Type.Boolean({ description: 'Whether it has the most misses and returns.' }),
      isDashed: Type.Boolean({ description: 'Whether it leads to the known exceptions.' }),
    }),
    { description: 'The arrows, below the boxes.' },
  ),
  texts: Type.Array(
    part('A line of text.', {
      x: pixels('Where it begins.'),
      y: pixels('Its baseline.'),
      text: text('The text.'),
      what: oneOf(['name', 'line', 'label', 'worst'], { description: 'Its type.' }),
    }),
    { description: 'The texts, above all else.' },
  ),
});
