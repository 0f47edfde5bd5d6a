/** `npm run -s session -- [OPTIONS] FILE...`: plays transcripts; docs/sessions.md explains. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkTranscript } from './check';
import type { Difference } from './compare';
import { type Stage, play, transcriptOf } from '../shell/player';
import { realStage, servedStage } from './realStage';
import { simulatedStage } from './simulation';
import { parseTranscript } from '../shell/transcript';

const USAGE =
  'usage: npm run -s session -- [--profile P] [--seed N] [--check] [--kubeconfig F] [--kubectl PATH] FILE...';

interface Options {
  readonly profile?: string;
  readonly seed?: string;
  readonly kubeconfig?: string;
  readonly kubectl?: string;
}

async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      profile: { type: 'string' },
      seed: { type: 'string' },
      kubeconfig: { type: 'string' },
      kubectl: { type: 'string' },
      check: { type: 'boolean' },
    },
  });
  if (positionals.length === 0) throw new Error(USAGE);
  let isEqual = true;
  for (const file of positionals) {
    const text = readFileSync(file, 'utf8');
    const stage = await stageOf(values);
    try {
      if (values.check === true) isEqual = (await check(file, text, stage)) && isEqual;
      else for await (const piece of transcriptOf(play(parseTranscript(text), stage))) process.stdout.write(piece);
    } finally {
      await stage.close?.();
    }
  }
  return isEqual ? 0 : 1;
}

async function stageOf({ profile, seed, kubeconfig, kubectl }: Options): Promise<Stage> {
  if (kubeconfig !== undefined) return realStage(readFileSync(kubeconfig, 'utf8'), kubectl);
  const options = {
    ...(profile === undefined ? {} : { profile }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
  return kubectl === undefined ? simulatedStage(options) : servedStage(kubectl, options);
}

/** Prints each difference with its line, and a tally. */
async function check(file: string, text: string, stage: Stage): Promise<boolean> {
  const { commands, differences } = await checkTranscript(text, stage, (difference) =>
    process.stdout.write(shown(file, difference)),
  );
  process.stdout.write(`${file}: ${commands - differences.length}/${commands} outputs equal\n`);
  return differences.length === 0;
}

function shown(file: string, { line, command, want, got }: Difference): string {
  const rows = [...want.map((text) => `  want: ${text}`), ...got.map((text) => `  got:  ${text}`)];
  return [`${file}:${line}: $ ${command}`, ...rows].map((row) => `${row}\n`).join('');
}

// Whoever reads the first lines only, as `head` does, hangs up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
