/** A drawing of SVG shapes in the order in which they are painted, and the definitions that they name. */

/** What was drawn of an element of the page. Coordinates are px from its upper left corner. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Shapes as SVG text, the lowest first. */
  readonly shapes: readonly string[];
  /** Patterns, by id. */
  readonly defs: ReadonlyMap<string, string>;
}

/** Where shapes are collected. */
export class Sheet {
  readonly shapes: string[] = [];
  readonly defs = new Map<string, string>();

  constructor(
    readonly left: number,
    readonly top: number,
  ) {}

  /** `attributes` without a value are left out. */
  add(tag: string, attributes: Attributes, content?: string): void {
    this.shapes.push(element(tag, attributes, content));
  }

  /** Names a definition; equal ones are one. */
  define(id: string, text: string): string {
    this.defs.set(id, text);
    return `url(#${id})`;
  }
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element as text. Numbers are rounded to hundredths. */
export function element(tag: string, attributes: Attributes, content?: string): string {
  let text = `<${tag}`;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === '') continue;
    text += ` ${name}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`;
  }
  return content === undefined ? `${text}/>` : `${text}>${content}</${tag}>`;
}

export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
