/** What a host is told without asking: time, deeds, the lesson, mistakes, the height that the page would like to have. */
import type { Command } from '../../client/simulation';
import { presentText } from '../i18n/useText';
import { lessonStore } from '../lesson/lessonStore';
import { problemText } from '../share/address';
import { shareStore } from '../share/shareStore';
import { localeStore } from '../stores/localeStore';
import { playbackStore } from '../stores/playbackStore';
import { commandStore } from '../timeline/commandStore';
import { commandMarks } from '../timeline/deeds';
import { FAULT_WORDS } from '../timeline/faultWords';
import { timeNews } from './hostCommands';
import { lessonNews } from './lessonNews';
import { wantedHeight } from './wantedHeight';
import type { HostEvent } from './words';

/** Between two words on where the clock stands, in wall milliseconds. */
const TIME_REST_MS = 250;

/** Tells until the returned function is called. */
export function tellEvents(tell: (event: HostEvent) => void): () => void {
  const stops = [tellTime(tell), tellDeeds(tell), tellLesson(tell), tellMistakes(tell), tellHeight(tell)];
  return () => {
    for (const stop of stops) stop();
  };
}

function tellTime(tell: (event: HostEvent) => void): () => void {
  let last = timeNews();
  let toldAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = () => {
    timer = undefined;
    const next = timeNews();
    if (next.at === last.at && next.playing === last.playing && next.speed === last.speed) return;
    last = next;
    toldAt = performance.now();
    tell({ event: 'time', ...next });
  };
  const stop = playbackStore.subscribe(() => {
    const next = timeNews();
    const turned = next.playing !== last.playing || next.speed !== last.speed;
    if (turned) say();
    else timer ??= setTimeout(say, Math.max(0, TIME_REST_MS - (performance.now() - toldAt)));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

function tellDeeds(tell: (event: HostEvent) => void): () => void {
  let known: readonly Command[] = commandStore.getState().commands;
  return commandStore.subscribe(({ commands }) => {
    const t = presentText();
    // Another run, or another future of it, is nobody's deed.
    const goesOn = JSON.stringify(commands.slice(0, known.length)) === JSON.stringify(known);
    const fresh = goesOn ? commands.slice(known.length) : [];
    known = commands;
    for (const { at, text } of commandMarks(fresh, 0, (type) => t(FAULT_WORDS[type])))
      tell({ event: 'action', at: at / 1_000, text });
  });
}

function tellLesson(tell: (event: HostEvent) => void): () => void {
  let last = JSON.stringify(null);
  let seen: unknown;
  const look = () => {
    // The same object until something of the lesson changes.
    const now = playbackStore.getState().status?.lesson;
    const { open } = lessonStore.getState();
    if (seen === now && open === undefined) return;
    seen = now;
    const lesson = lessonNews();
    const text = JSON.stringify(lesson);
    if (text === last) return;
    last = text;
    tell({ event: 'check', lesson });
  };
  const stops = [
    playbackStore.subscribe((state, before) => (state.status?.lesson === before.status?.lesson ? undefined : look())),
    lessonStore.subscribe(look),
    localeStore.subscribe(look),
  ];
  look();
  return () => {
    for (const stop of stops) stop();
  };
}

function tellMistakes(tell: (event: HostEvent) => void): () => void {
  const say = (message: string) => tell({ event: 'error', message });
  const sayProblem = () => {
    const { problem } = shareStore.getState();
    if (problem !== undefined) say(problemText(problem, presentText()));
  };
  sayProblem();
  const stops = [
    playbackStore.subscribe(({ crash }, before) =>
      crash === undefined || crash === before.crash ? undefined : say(crash),
    ),
    shareStore.subscribe(({ problem }, before) => (problem === before.problem ? undefined : sayProblem())),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The graph grows and shrinks with the cluster. */
const HEIGHT_REST_MS = 500;

function tellHeight(tell: (event: HostEvent) => void): () => void {
  let last: number | undefined;
  const look = () => {
    const height = wantedHeight();
    if (height === undefined || height === last) return;
    last = height;
    tell({ event: 'resize', height });
  };
  const observer = new ResizeObserver(look);
  observer.observe(document.documentElement);
  const timer = setInterval(look, HEIGHT_REST_MS);
  return () => {
    observer.disconnect();
    clearInterval(timer);
  };
}
