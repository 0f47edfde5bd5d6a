/** kubectl on a simulated cluster of three nodes, for tests of its commands: a line in, what a person sees out. */
import { play } from '../src/shell/player';
import { type SimulationOptions, simulatedStage } from '../src/session/simulation';
import { parseTranscript } from '../src/shell/transcript';

/** Runs one line after `$ ` on the cluster and resolves with its output, and `[exit N]` where it failed. */
export type RunLine = (line: string) => Promise<string>;

/** A fresh cluster. Lines are those of a shell: heredocs and pipes work. */
export async function testKubectl(options: SimulationOptions = {}): Promise<RunLine> {
  const stage = await simulatedStage(options);
  return async (line) => {
    const texts: string[] = [];
    for await (const { played } of play(parseTranscript(`$ ${line}\n`), stage)) {
      if (played.type !== 'command') continue;
      texts.push(...played.output, ...(played.exitCode === 0 ? [] : [`[exit ${played.exitCode}]`]));
    }
    return texts.join('\n');
  };
}
