/** Drawings as files: SVG that stands still, and SVG that shows one drawing after the other. */
import { colourOf } from './colour';
import { type Drawing, element, escaped } from './drawing';

export interface Caption {
  /** What the picture shows, for who cannot see it. */
  readonly title: string;
  /** CSS colour behind everything. */
  readonly ground: string;
}

/** One drawing as an SVG file. */
export function svgFile(drawing: Drawing, caption: Caption): string {
  return fileOf(drawing, drawing.defs, caption, drawing.shapes.join('\n'));
}

/**
 * Drawings that follow each other, as one SVG file that begins again at its end. What stays is in it once; each shape is
 * switched on and off by SMIL, so no script runs where it is shown.
 */
export function animatedSvgFile(frames: readonly Drawing[], frameMs: number, caption: Caption): string {
  const [first] = frames;
  if (first === undefined) throw new Error('no frame was drawn');
  const defs = new Map(frames.flatMap((frame) => [...frame.defs]));
  const { order, shownIn } = merged(frames);
  const groups: { when: string; shapes: string[] }[] = [];
  for (const key of order) {
    const when = animationOf(shownIn.get(key) ?? [], frames.length, frameMs);
    const last = groups.at(-1);
    const shape = key.slice(key.indexOf(' ') + 1);
    if (last !== undefined && last.when === when) last.shapes.push(shape);
    else groups.push({ when, shapes: [shape] });
  }
  const content = groups.map(({ when, shapes }) =>
    when === '' ? shapes.join('\n') : `<g visibility="hidden">${when}${shapes.join('\n')}</g>`,
  );
  return fileOf(first, defs, caption, content.join('\n'));
}

function fileOf(
  { width, height }: Drawing,
  defs: ReadonlyMap<string, string>,
  { title, ground }: Caption,
  content: string,
): string {
  // Whole px: what a box has less of is ground, not an edge that is half there.
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const frame = {
    xmlns: 'http://www.w3.org/2000/svg',
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: 'img',
  };
  const background = element('rect', { ...size, fill: colourOf(ground).hex });
  const inside = [
    `<title>${escaped(title)}</title>`,
    `<defs>${[...defs.values()].join('')}</defs>`,
    background,
    content,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('svg', frame, `\n${inside.join('\n')}\n`)}\n`;
}

/**
 * The shapes of all frames in one order of painting, and in which frames each is shown. A shape's key is its number among
 * equal ones of its frame and its text.
 */
export function merged(frames: readonly Drawing[]): {
  readonly order: readonly string[];
  readonly shownIn: ReadonlyMap<string, readonly number[]>;
} {
  const shownIn = new Map<string, number[]>();
  let order: string[] = [];
  frames.forEach(({ shapes }, frame) => {
    const times = new Map<string, number>();
    const keys = shapes.map((shape) => {
      const time = times.get(shape) ?? 0;
      times.set(shape, time + 1);
      return `${time} ${shape}`;
    });
    order = frame === 0 ? keys : woven(order, keys);
    for (const key of keys) {
      const shown = shownIn.get(key);
      if (shown === undefined) shownIn.set(key, [frame]);
      else shown.push(frame);
    }
  });
  return { order, shownIn };
}

/** What is new in `keys` put into `order` behind what comes before it there. */
function woven(order: readonly string[], keys: readonly string[]): string[] {
  const isKnown = new Set(order);
  const after = new Map<string, string[]>();
  let last = '';
  for (const key of keys) {
    if (isKnown.has(key)) last = key;
    else {
      const waiting = after.get(last);
      if (waiting === undefined) after.set(last, [key]);
      else waiting.push(key);
    }
  }
  return [...(after.get('') ?? []), ...order.flatMap((key) => [key, ...(after.get(key) ?? [])])];
}

/** When a shape is there; empty if it always is. */
function animationOf(shown: readonly number[], frames: number, frameMs: number): string {
  if (shown.length === frames) return '';
  const isShown = new Set(shown);
  const values: string[] = [];
  const times: string[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const value = isShown.has(frame) ? 'visible' : 'hidden';
    if (value === values.at(-1)) continue;
    values.push(value);
    times.push(String(Math.round((frame / frames) * 10_000) / 10_000));
  }
  return element('animate', {
    attributeName: 'visibility',
    calcMode: 'discrete',
    values: values.join(';'),
    keyTimes: times.join(';'),
    dur: `${(frames * frameMs) / 1000}s`,
    repeatCount: 'indefinite',
  });
}
