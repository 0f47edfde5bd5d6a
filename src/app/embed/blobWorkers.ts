/**
 * Workers in a frame without an origin (`sandbox="allow-scripts"`): a browser starts none by its address there. A blob of
 * a few lines, which is as foreign as the frame itself, imports the worker's script instead. The server must let strangers
 * read its scripts (`Access-Control-Allow-Origin: *`), as it must for the page's own in such a frame.
 */

/** Makes every `new Worker(address)` of this page start, the editor's own included. Call it before the first of them. */
export function startWorkersFromBlobs(): void {
  globalThis.Worker = class extends Worker {
    constructor(address: string | URL, { name }: WorkerOptions = {}) {
      // Chromium refuses module workers from such a blob; a classic one may import modules.
      super(blobAddress(new URL(address, document.baseURI).href), name === undefined ? {} : { name });
    }
  };
}

/** Messages that come before the script is there wait for it. Its failure is the worker's. */
function blobAddress(address: string): string {
  const script = `const early = [];
const keep = (event) => early.push(event);
addEventListener('message', keep);
import(${JSON.stringify(address)}).then(
  () => {
    removeEventListener('message', keep);
    for (const event of early) dispatchEvent(event);
  },
  (error) => setTimeout(() => { throw error; }),
);`;
  // Never revoked: the worker fetches it later, and it is small.
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}
