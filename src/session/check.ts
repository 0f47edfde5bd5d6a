/** Plays a transcript and tells where it came out otherwise. */
import { type Difference, compareOutput, toleranceOf } from './compare';
import { type Stage, play } from '../shell/player';
import { parseTranscript } from '../shell/transcript';

/** What a comparison of a whole transcript came to. */
export interface Checked {
  /** How many commands the transcript has. */
  readonly commands: number;
  readonly differences: readonly Difference[];
}

/** Throws TranscriptError for a text that is no transcript. `onDifference` hears of each difference as it is found. */
export async function checkTranscript(
  text: string,
  stage: Stage,
  onDifference: (difference: Difference) => void = () => {},
): Promise<Checked> {
  const seconds = toleranceOf(text);
  const differences: Difference[] = [];
  let commands = 0;
  for await (const { recorded, played, elapsedSeconds } of play(parseTranscript(text), stage)) {
    if (recorded.type !== 'command' || played.type !== 'command') continue;
    commands += 1;
    const slack = stage.slackSeconds?.() ?? 0;
    const difference = compareOutput(recorded, played, { seconds: seconds + slack, elapsedSeconds });
    if (difference === undefined) continue;
    differences.push(difference);
    onDifference(difference);
  }
  return { commands, differences };
}
