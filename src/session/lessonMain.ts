/** `npm run -s lesson -- check [-v] FOLDER...`: proves lessons; docs/lessons.md explains. */
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { proveLesson } from './lesson';
import { readFolder } from './lessonFolder';

const USAGE = 'usage: npm run -s lesson -- check [-v] FOLDER...';
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { verbose: { type: 'boolean', short: 'v' } },
  });
  const [verb, ...folders] = positionals;
  if (verb !== 'check' || folders.length === 0) throw new Error(USAGE);
  let isGood = true;
  for (const folder of folders) isGood = (await checkFolder(folder, values.verbose === true)) && isGood;
  return isGood ? 0 : 1;
}

/** Prints what is wrong, or that nothing is. */
async function checkFolder(folder: string, isVerbose: boolean): Promise<boolean> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const name = basename(resolve(folder));
  const reading = readFolder(folder);
  if (reading.type === 'mistakes') {
    for (const { file, line, text } of reading.mistakes) print(`${join(folder, file)}:${line}: ${text}`);
    return false;
  }
  const started = Date.now();
  const problems = await proveLesson(reading.lesson, (attempt, { transcript, missed, undone, status }) => {
    if (!isVerbose) return;
    print(
      `== ${attempt}: goals that do not hold: ${missed.join(', ') || 'none'}; steps not done: ${undone.join(', ') || 'none'}`,
    );
    print(transcript);
    for (const { id, holds, since, broke, error } of status.checks) {
      const when = holds
        ? `since ${timeOf(since?.at)} ${since?.what ?? ''}`
        : `broke ${timeOf(broke?.at)} ${broke?.what ?? ''} ${error ?? ''}`;
      print(`   ${holds ? 'holds' : 'NOT  '} ${id}: ${when}`);
    }
  });
  for (const problem of problems) print(`${name}: ${problem}`);
  const tries = `solution, doing nothing, ${reading.lesson.wrong.length} wrong tries`;
  if (problems.length === 0) print(`${name}: good (${tries}; ${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return problems.length === 0;
}

const timeOf = (at: number | undefined): string => (at === undefined ? '-' : new Date(at).toISOString().slice(11, 23));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
