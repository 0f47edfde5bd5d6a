/** SVG as pixels: PNG files, and WebM films of several pictures. */

/** Device pixels for each px of a picture: sharp on a projector. */
const SCALE = 2;

/** An SVG file as a PNG file. Rejects where the browser cannot draw it. */
export async function pngOf(svg: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  await paint(canvas, await imageOf(svg));
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too big')) : resolve(blob)), 'image/png');
  });
}

/** Whether films can be made here. */
export function canFilm(): boolean {
  return typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(FILM);
}

const FILM = 'video/webm';

/** SVG files one after the other as a WebM film. A browser films in real time: it takes as long as it plays. */
export async function filmOf(
  pictures: readonly string[],
  frameMs: number,
  { onFrame, signal }: { readonly onFrame: (done: number) => void; readonly signal: AbortSignal },
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  const [first] = pictures;
  if (first === undefined) throw new Error('no frame was drawn');
  await paint(canvas, await imageOf(first));
  const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: FILM, videoBitsPerSecond: 6_000_000 });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
  recorder.start();
  for (const [index, picture] of pictures.entries()) {
    if (signal.aborted) break;
    await paint(canvas, await imageOf(picture));
    onFrame(index + 1);
    await new Promise((resolve) => setTimeout(resolve, frameMs));
  }
  recorder.stop();
  await ended;
  signal.throwIfAborted();
  return new Blob(parts, { type: FILM });
}

function imageOf(svg: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  const image = new Image();
  return new Promise((resolve, reject) => {
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error('the browser cannot draw this picture'));
    image.src = url;
  }).finally(() => URL.revokeObjectURL(url)) as Promise<HTMLImageElement>; // Resolved with the image above.
}

async function paint(canvas: HTMLCanvasElement, image: HTMLImageElement): Promise<void> {
  const width = image.naturalWidth * SCALE;
  const height = image.naturalHeight * SCALE;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
}
