/** Colours as any program reads them: what a style computes to may be a notation that only browsers know. */

let context: CanvasRenderingContext2D | undefined;
const known = new Map<string, Colour>();

export interface Colour {
  /** `#12161d`. */
  readonly hex: string;
  /** 0 to 1. */
  readonly alpha: number;
}

const NONE: Colour = { hex: '#000000', alpha: 0 };

/** The colour that `css` stands for; transparent if it is none. */
export function colourOf(css: string): Colour {
  let colour = known.get(css);
  if (colour === undefined) {
    colour = painted(css);
    known.set(css, colour);
  }
  return colour;
}

function painted(css: string): Colour {
  if (css === '' || css === 'none' || css === 'transparent') return NONE;
  if (context === undefined) {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    context = canvas.getContext('2d', { willReadFrequently: true }) ?? undefined;
  }
  if (context === undefined) return NONE;
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = 'rgba(0, 0, 0, 0)';
  context.fillStyle = css;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const hex = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  return { hex, alpha: Math.round((alpha / 255) * 100) / 100 };
}
