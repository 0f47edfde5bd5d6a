/** How much room the page would like to have: what a host may make its frame as high as. */

const LEAST_PX = 240;
const MOST_PX = 1_200;
/** Round, so that a pixel more or less moves nobody's page. */
const STEP_PX = 20;
const REST_PX = 16;

/** The height in px at which all of the graph is seen without zooming out further; undefined while it is not drawn. */
export function wantedHeight(): number | undefined {
  const stage = document.querySelector('.stage');
  const canvas = document.querySelector('.react-flow__viewport');
  if (stage === null || canvas === null) return undefined;
  const boxes = [...canvas.querySelectorAll('.react-flow__node')].map((node) => node.getBoundingClientRect());
  if (boxes.length === 0) return undefined;
  const zoom = new DOMMatrixReadOnly(getComputedStyle(canvas).transform).a || 1;
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const around = document.documentElement.clientHeight - stage.clientHeight;
  const height = around + (bottom - top) / Math.min(1, zoom) + 2 * REST_PX;
  return Math.max(LEAST_PX, Math.min(MOST_PX, Math.ceil(height / STEP_PX) * STEP_PX));
}
