import type { Schemas } from '../../api/api.js';

type Laid = Schemas['HandoffWorkflow']['drawing'];

/** A workflow as an SVG, laid out by the API. The table below it has the same content for screen readers. */
export function Drawing({ drawing: { width, height, boxes, arrows, texts }, name }: { drawing: Laid; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which needs the focus for keys.
    <section className="scrolls" tabIndex={0} aria-label={`${name}, drawn`}>
      <svg
        className="drawing"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`${name}: the table below says the same`}
      >
        {arrows.map(({ line, head, isWorst, isDashed }) => (
          <g key={`${line} ${head}`} className={isWorst ? 'is-worst' : ''}>
            <path className={isDashed ? 'arrow is-dashed' : 'arrow'} d={line} />
            <path className="head" d={head} />
          </g>
        ))}
        {boxes.map(({ x, y, width: wide, height: high, what }) => (
          <rect
            key={`${x} ${y}`}
            className={what === 'exceptions' ? 'is-dashed' : ''}
            x={x}
            y={y}
            width={wide}
            height={high}
            rx={what === 'start' || what === 'end' ? 22 : 6}
          />
        ))}
        {texts.map(({ x, y, text, what }) => (
          <text key={`${x} ${y}`} className={`is-${what}`} x={x} y={y}>
            {text}
          </text>
        ))}
      </svg>
    </section>
  );
}
