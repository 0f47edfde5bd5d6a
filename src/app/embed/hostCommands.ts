/** Does what a host asks for. Each command answers with plain data, or rejects with words for a person. */
import { checkFault } from '../../client/runSchema';
import type { Backend } from '../cluster/backend';
import { presentText } from '../i18n/useText';
import { momentMs } from '../links/fragment';
import { type PageQuery, SPEEDS } from '../links/query';
import { bareAddress } from '../links/pageAddress';
import { embedAddress, problemText } from '../share/address';
import { encodeRun } from '../share/codec';
import { tryFragment } from '../share/openFragment';
import { presentRun } from '../share/presentRun';
import { localeStore } from '../stores/localeStore';
import { playbackStore } from '../stores/playbackStore';
import { themeStore } from '../stores/themeStore';
import { commandStore } from '../timeline/commandStore';
import { seekOf } from '../timeline/useSeek';
import { reportLine } from '../lesson/reportLine';
import { lessonNews } from './lessonNews';
import { READ_ONLY_MESSAGE } from './readOnly';
import type { HostAction, HostCommand, TimeNews } from './words';

/** What stands behind the page, as commands need it. */
export interface HostScene {
  readonly backend: Backend;
  readonly query: PageQuery;
}

/** Where the clock stands, in the seconds that the page shows. */
export function timeNews(): TimeNews {
  const { status } = playbackStore.getState();
  if (status === undefined) return { at: 0, playing: false, speed: 1 };
  const at = Math.round(status.now - status.startedAt) / 1_000;
  return { at, playing: status.health.type === 'running', speed: status.speed };
}

/** Longer than a frame: a hidden page has few of them. */
const FRAME_MS = 300;

/** Where the clock stands once the engine's next word is here: it comes after the answer to what moved it. */
function settledTime(): Promise<TimeNews> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve(timeNews());
    };
    const timer = setTimeout(end, FRAME_MS);
    const stop = playbackStore.subscribe(end);
  });
}

/** Carries out `command`. */
export async function carryOut(command: HostCommand, scene: HostScene): Promise<unknown> {
  const { simulation } = scene.backend;
  if (simulation === undefined) throw new Error('a real cluster takes no commands from a host');
  switch (command.type) {
    case 'play':
      return simulation.play();
    case 'pause':
      return simulation.pause();
    case 'step':
      await simulation.step();
      return settledTime();
    case 'seek': {
      const { to } = command;
      const ms = typeof to === 'string' ? momentMs(to) : Math.round(to * 1_000);
      if (ms === undefined || !Number.isFinite(ms) || ms < 0) throw new Error(`no such time: ${to}`);
      await seekOf(simulation)({ atMs: ms });
      return settledTime();
    }
    case 'speed':
      if (!SPEEDS.includes(command.speed)) throw new Error(`speeds are ${SPEEDS.join(', ')}`);
      return simulation.setSpeed(command.speed);
    case 'load':
      return load(command.link, scene);
    case 'action':
      return act(command.action, scene);
    case 'check':
      return lessonNews();
    case 'getLink':
      return linkOf(scene);
    case 'setLang':
      return localeStore.getState().setLocale(command.lang);
    case 'setTheme':
      return themeStore.getState().setTheme(command.theme);
    default:
      return command satisfies never;
  }
}

/** Of a whole address the fragment alone counts: a host cannot send the frame elsewhere by it. */
async function load(link: string, { backend: { simulation } }: HostScene): Promise<unknown> {
  if (simulation === undefined) return undefined;
  const hash = link.includes('#') ? link.slice(link.indexOf('#')) : `#${link}`;
  const outcome = await tryFragment(simulation, hash);
  if (typeof outcome !== 'boolean') throw new Error(problemText(outcome, presentText()));
  await simulation.pause();
  const time = await settledTime();
  return { lesson: lessonNews(), ...time };
}

async function act(action: HostAction, { backend, query }: HostScene): Promise<unknown> {
  const { simulation } = backend;
  if (query.readOnly === true) throw new Error(READ_ONLY_MESSAGE);
  if (simulation === undefined) return undefined;
  if (action.type === 'fault') {
    const fault = checkFault(action.fault);
    if (typeof fault === 'string') throw new Error(`not a fault: ${fault}`);
    await simulation.fault(fault);
    await commandStore.getState().refresh(simulation);
    return settledTime();
  }
  const { runKubectlLine } = await import('./kubectlLine');
  const answer = await runKubectlLine(backend, action.line);
  reportLine(simulation, { text: action.line, ...answer }, 'host');
  await commandStore.getState().refresh(simulation);
  return answer;
}

/** Parameters that say how this frame is presented, and nothing of another page. */
const OF_THIS_FRAME: readonly string[] = ['embed', 'ctl', 'ro', 'play', 'hide'];

/** The link to this moment: as a page of its own, and as a frame. */
async function linkOf({ backend: { simulation } }: HostScene): Promise<unknown> {
  if (simulation === undefined) return undefined;
  const encoded = encodeRun(await presentRun(simulation));
  if (encoded.type !== 'link') throw new Error(`this run is too big for a link: ${encoded.bytes} bytes`);
  const page = new URL(bareAddress(window.location.href));
  for (const name of OF_THIS_FRAME) page.searchParams.delete(name);
  const link = page.href + encoded.fragment;
  return { link, embed: embedAddress(window.location.href, encoded.fragment), length: link.length };
}
