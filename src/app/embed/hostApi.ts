/** Serves the pages that embed this one: answers their commands, tells them what happens. Loaded when the first one asks. */
import { shareStore } from '../share/shareStore';
import { localeStore, shownLocale } from '../stores/localeStore';
import { playbackStore } from '../stores/playbackStore';
import { type HostPort, hostStore } from './host';
import { carryOut, type HostScene, timeNews } from './hostCommands';
import { tellEvents } from './hostEvents';
import { setKeyListener } from './guestKeys';
import { type HostEvent, readCommand } from './words';

/** What the page says of itself; hosts look at its first number. */
const API_VERSION = '1.0';

/** Serves all hosts, present and future ones, until the returned function is called. */
export function serveHosts(scene: HostScene): () => void {
  const served = new Set<HostPort>();
  let isReady = false;
  const tell = (event: HostEvent) => {
    for (const { port } of served) port.postMessage({ type: 'event', ...event });
  };
  const serve = () => {
    for (const host of hostStore.getState().ports) {
      if (served.has(host)) continue;
      served.add(host);
      tellReady(host);
      listen(host, scene);
    }
  };
  const begin = () => {
    if (isReady || !isOpened()) return;
    isReady = true;
    serve();
    stops.push(tellEvents(tell), hostStore.subscribe(serve));
    setKeyListener((key) => tell({ event: 'key', ...key }));
  };
  const stops = [shareStore.subscribe(begin), playbackStore.subscribe(begin)];
  begin();
  return () => {
    setKeyListener(undefined);
    for (const stop of stops) stop();
  };
}

/** The address has been followed and the engine has spoken. */
const isOpened = () => shareStore.getState().isOpened && playbackStore.getState().status !== undefined;

function tellReady({ port }: HostPort): void {
  const lang = shownLocale(localeStore.getState());
  port.postMessage({ type: 'event', event: 'ready', version: API_VERSION, lang, ...timeNews() } satisfies HostEvent & {
    readonly type: 'event';
  });
}

/** A line that waits for the cluster must not hold up the `play` that it waits for. */
const LONGEST_TURN_MS = 2_000;

/** Commands of one host begin in the order in which it sent them, each after the one before, or some time later if that takes long. */
function listen({ port, early }: HostPort, scene: HostScene): void {
  let last = Promise.resolve();
  const receive = (data: unknown) => {
    last = last.then(() => Promise.race([answer(port, data, scene), wait(LONGEST_TURN_MS)]));
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => receive(data);
  for (const data of early.splice(0)) receive(data);
}

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function answer(port: MessagePort, data: unknown, scene: HostScene): Promise<void> {
  const { id } = (data ?? {}) as Readonly<Record<string, unknown>>; // Looked at here.
  if (typeof id !== 'number') return;
  try {
    const command = readCommand(data);
    if (typeof command === 'string') throw new Error(command);
    port.postMessage({ type: 'answer', id, value: (await carryOut(command, scene)) ?? null });
  } catch (error) {
    port.postMessage({ type: 'refusal', id, message: error instanceof Error ? error.message : String(error) });
  }
}
