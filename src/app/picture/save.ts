/** Makes the file that was asked for. */
import type { Simulation } from '../../client/simulation';
import { drawElement } from './drawElement';
import type { Drawing } from './drawing';
import { type Film, FRAMES_PER_SECOND, framesOf } from './film';
import { canFilm, filmOf, pngOf } from './pixels';
import { record } from './record';
import { elementOf, type PictureSubject } from './subjects';
import { animatedSvgFile, type Caption, svgFile } from './svgFile';

export type PictureFormat = 'svg' | 'png' | 'animated' | 'webm';

/** The formats in the order in which they are offered. */
export const PICTURE_FORMATS: readonly {
  readonly format: PictureFormat;
  /** It shows a stretch of the run. */
  readonly isFilm: boolean;
  /** Whether this browser can make it. */
  readonly isHere: () => boolean;
}[] = [
  { format: 'svg', isFilm: false, isHere: () => true },
  { format: 'png', isFilm: false, isHere: () => true },
  { format: 'animated', isFilm: true, isHere: () => true },
  { format: 'webm', isFilm: true, isHere: canFilm },
];

export interface PictureOrder {
  readonly subject: PictureSubject;
  readonly format: PictureFormat;
  readonly film: Film;
  /** Undefined against a real cluster: nothing can be filmed there. */
  readonly simulation: Simulation | undefined;
  readonly title: string;
  /** As a part of the file's name. */
  readonly moment: string;
  /** Where the clock stands, to put it back. */
  readonly backMs: number;
  /** 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

export interface PictureFile {
  readonly name: string;
  readonly content: Blob;
}

/** Rejects with a readable message if it cannot be drawn, or once it was cancelled. */
export async function save(order: PictureOrder): Promise<PictureFile> {
  const { subject, format, moment } = order;
  const name = (ending: string) => `kubeloop-${subject}-${moment}.${ending}`;
  const element = elementOf(subject);
  if (element === undefined) throw new Error('what should be drawn is not on the page any more');
  const caption = { title: order.title, ground: groundOf(element) };
  const vector = (text: string) => new Blob([text], { type: 'image/svg+xml' });
  if (format === 'svg') return { name: name('svg'), content: vector(svgFile(drawElement(element), caption)) };
  if (format === 'png') return { name: name('png'), content: await pngOf(svgFile(drawElement(element), caption)) };
  const frames = await filmed(order, element, format === 'webm' ? 0.5 : 1);
  const frameMs = 1000 / FRAMES_PER_SECOND;
  if (format === 'animated') return { name: name('svg'), content: vector(animatedSvgFile(frames, frameMs, caption)) };
  return { name: name('webm'), content: await film(order, frames, frameMs, caption) };
}

function filmed(order: PictureOrder, element: HTMLElement, share: number): Promise<readonly Drawing[]> {
  const { simulation, film: wanted, backMs, onProgress, signal } = order;
  if (simulation === undefined) throw new Error('the past of a real cluster cannot be shown');
  const frames = framesOf(wanted);
  return record(
    simulation,
    element,
    { fromMs: wanted.fromMs, toMs: wanted.toMs, frames },
    { backMs, onFrame: (done) => onProgress((done / frames) * share), signal },
  );
}

function film(
  { onProgress, signal }: PictureOrder,
  frames: readonly Drawing[],
  frameMs: number,
  caption: Caption,
): Promise<Blob> {
  const onFrame = (done: number) => onProgress(0.5 + (done / frames.length) * 0.5);
  return filmOf(
    frames.map((frame) => svgFile(frame, caption)),
    frameMs,
    { onFrame, signal },
  );
}

/** The first colour behind an element that is none of nothing. */
function groundOf(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(transparent|rgba\(0, 0, 0, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return '#ffffff';
}
