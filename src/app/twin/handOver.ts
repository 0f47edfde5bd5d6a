/** A twin of a real cluster goes to a page of its own: the one page offers the run, the other asks for it. */
import type { Run } from '../../client/simulation';
import { checkRun } from '../../client/runSchema';

/** The page that opens may have to be fetched. */
const LONGEST_MS = 20_000;
const READY = 'ready';

/** Opens a simulated page and hands it the run; false if the browser opens no window. Call it from a click. */
export function openTwinPage(run: Run): boolean {
  const id = crypto.randomUUID();
  const channel = new BroadcastChannel(nameOf(id));
  channel.addEventListener('message', ({ data }) => {
    if (data !== READY) return;
    channel.postMessage(run);
    channel.close();
  });
  const page = window.open(twinAddress(window.location.href, id), '_blank');
  if (page === null) channel.close();
  return page !== null;
}

/** The address of the page at `href` without its real cluster, asking for the twin `id`. */
export function twinAddress(href: string, id: string): string {
  const url = new URL(href);
  url.searchParams.delete('ns');
  // A server that stands in front of a real cluster takes an address without it for that cluster's.
  url.searchParams.set('api', '');
  url.hash = `twin:${id}`;
  return url.href;
}

/** The run that another page offers to whoever has an address with this fragment; undefined if nobody does. */
export function takeTwin(hash: string): Promise<Run | undefined> {
  const id = /^#twin:([0-9a-f-]{36})$/.exec(hash)?.[1];
  if (id === undefined) return Promise.resolve(undefined);
  const channel = new BroadcastChannel(nameOf(id));
  return new Promise((resolve) => {
    const end = (run: Run | undefined) => {
      clearTimeout(timer);
      channel.close();
      resolve(run);
    };
    const timer = setTimeout(() => end(undefined), LONGEST_MS);
    channel.addEventListener('message', ({ data }) => {
      const check = checkRun(data);
      if (check.type === 'run') end(check.run);
    });
    channel.postMessage(READY);
  });
}

const nameOf = (id: string) => `kubeloop-twin-${id}`;
