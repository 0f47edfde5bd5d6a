/** Replays one recording of network clients in its scene. */
import { readFileSync } from 'node:fs';
import { type Chance, differencesOf } from './compare';
import type { Client, Scene } from './scene';
import { NetworkStage } from './stage';
import { type NetworkStep, readRecording } from './transcript';
import { KUBIA_PODS } from './world';

const folder = new URL('../recordings/network/', import.meta.url);

/** A command that was not answered as recorded. */
export interface NetworkDifference {
  /** Of the command in its file, from 1. */
  readonly line: number;
  readonly command: string;
  readonly said: readonly string[];
}

/** What a replay came to. */
export interface Replay {
  readonly commands: number;
  readonly differences: readonly NetworkDifference[];
}

/** Plays `file` of the recordings. */
export async function replay(file: string, scene: Scene): Promise<Replay> {
  const steps = readRecording(readFileSync(new URL(`${file}.txt`, folder), 'utf8'));
  const stage = await NetworkStage.create(scene.addresses);
  await scene.start?.(stage);
  const differences: NetworkDifference[] = [];
  for (const step of steps) {
    const { line, command } = step;
    await scene.before?.[line]?.(stage);
    const run = await stage.run(command, {
      who: clientOf(scene, step),
      wantsQueries: step.queries.length > 0,
      meanwhile: scene.meanwhile?.[line],
    });
    const played = scene.isTrimmed === true ? { ...run, output: trimmed(run.output) } : run;
    const said = differencesOf(step, played, chanceOf(scene, step));
    if (said.length > 0) differences.push({ line, command, said });
  }
  return { commands: steps.length, differences };
}

const trimmed = (lines: readonly string[]) => lines.slice(0, lines.findLastIndex((line) => line.trim() !== '') + 1);

function clientOf({ from = {}, at = {} }: Scene, { line, command }: NetworkStep): Client {
  const begun = Object.keys(from)
    .map(Number)
    .filter((first) => first <= line);
  // No image has both GNU's tools and busybox.
  if (/^(wget|getent) /.test(command)) return 'gnu';
  return at[line] ?? (begun.length === 0 ? 'pod' : (from[Math.max(...begun)] ?? 'pod'));
}

/** Whoever asks a pod by its address, or kubectl for it by its name, is certain of it. */
function chanceOf({ certain = [], inTurn = [], isUntimed }: Scene, { line, command, output }: NetworkStep): Chance {
  const isCertain = command.startsWith('kubectl') || command.includes('10.244.') || certain.includes(line);
  const isLoop = command.startsWith('for ');
  const several = output.filter((each) => KUBIA_PODS.some((pod) => each.includes(pod))).length > 1;
  return {
    pods: isCertain ? [] : KUBIA_PODS,
    inTurn: inTurn.includes(line) || (several && !isLoop),
    isTimed: isUntimed !== true,
  };
}
