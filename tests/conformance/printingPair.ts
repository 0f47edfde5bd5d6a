/**
 * A recorded pair of recordings/printing: objects of a real cluster, and what the real kubectl printed of them.
 * Head of the text: `# kubectl ...`, `# now=INSTANT`, `# stderr: ...`; after `---` the output, byte for byte.
 */
import { readFileSync } from 'node:fs';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import type { Io } from '../../src/kubectl/environment';
import { KUBECONFIG, sessionShell } from '../../src/session/machine';
import { InterruptSource } from '../../src/kubectl/interruptSource';
import { textInput } from '../../src/shell/streams';
import { staticServer } from './staticServer';

export interface PrintingPair {
  readonly command: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly objects: readonly KubeObject[];
  readonly stdout: string;
  readonly stderr: string;
}

/** The instant was noted just before kubectl ran. */
const START_MS = 15;

/** Reads NN.txt and NN.json. */
export function printingPair(number: string): PrintingPair {
  const read = (ending: string): string =>
    readFileSync(new URL(`recordings/printing/${number}.${ending}`, import.meta.url), 'utf8');
  const text = read('txt');
  const end = text.indexOf('---\n');
  const head = text.slice(0, end);
  const { items } = JSON.parse(read('json')) as { items: readonly KubeObject[] };
  return {
    command: /^# (kubectl .*)$/m.exec(head)?.[1] ?? '',
    now: Date.parse(/^# now=(.*)$/m.exec(head)?.[1] ?? '') + START_MS,
    objects: items,
    stdout: text.slice(end + '---\n'.length),
    stderr: [...head.matchAll(/^# stderr: (.*\n)/gm)].map(([, line]) => line).join(''),
  };
}

/** What our kubectl prints for the same objects at the same instant. */
export async function print({ command, now, objects }: PrintingPair): Promise<{ stdout: string; stderr: string }> {
  const shell = sessionShell({
    kubeconfig: KUBECONFIG,
    connect: () => staticServer(objects),
    clock: { now: () => now, sleep: async () => {} },
    random: () => 0.5,
  });
  const printed = { stdout: '', stderr: '' };
  const io: Io = {
    input: textInput(''),
    out: (text) => {
      printed.stdout += text;
    },
    err: (text) => {
      printed.stderr += text;
    },
    hint: () => {},
    interrupt: new InterruptSource(),
    isTerminal: false,
    columns: 80,
  };
  await shell.run(command, io);
  return printed;
}
