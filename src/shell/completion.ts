/** What Tab offers: programs, what kubectl knows, file names. */
import { completeKubectl } from '../kubectl/completion/completeKubectl';
import { type Input, type Io } from '../kubectl/environment';
import { InterruptSource } from '../kubectl/interruptSource';
import { folderOf } from './paths';
import { programs } from './programs/registry';
import { refused } from './programs/refused';
import type { Completion, World } from './shell';

/** Words that may end `line`. */
export async function completeLine(line: string, world: World): Promise<Completion> {
  const command = line.slice(commandStart(line));
  const words = command.trimStart().split(/\s+/);
  const word = words.at(-1) ?? '';
  const from = line.length - word.length;
  const candidates = await candidatesFor(words, word, world);
  return { from, words: [...new Set(candidates)].filter((candidate) => candidate.startsWith(word)).toSorted() };
}

async function candidatesFor(words: readonly string[], word: string, world: World): Promise<readonly string[]> {
  if (words.length === 1 && !word.includes('/')) return commandNames(world);
  const name = world.shell.aliases.get(words[0] ?? '') ?? words[0] ?? '';
  const [program, ...before] = [...name.split(/\s+/), ...words.slice(1, -1)];
  const previous = before.at(-1);
  if (/^[<>]/.test(previous ?? '')) return fileNames(word, world);
  if (program === 'kubectl') {
    if (previous === '-f' || previous === '--filename') return fileNames(word, world);
    const attached = /^(?:-f|--filename=)(?=.)/.exec(word)?.[0];
    if (attached !== undefined) {
      return (await fileNames(word.slice(attached.length), world)).map((file) => attached + file);
    }
    return completeKubectl([...before, word], silent, world);
  }
  if (program === 'minikube')
    return before[0] === 'node' ? NODE_VERBS : ['addons', 'cp', 'ip', 'node', 'profile', 'ssh', 'status'];
  return fileNames(word, world);
}

const NODE_VERBS = ['add', 'delete', 'list', 'start', 'stop'];

function commandNames({ shell }: World): readonly string[] {
  const absent = new Set(refused.map(({ name }) => name));
  return [...programs.keys(), ...shell.aliases.keys()].filter((name) => !absent.has(name) && /^[a-z]/.test(name));
}

/** Files whose path begins with `word`; folders end with a slash, so that one can go on. */
async function fileNames(word: string, { files, shell }: World): Promise<readonly string[]> {
  const folder = word.includes('/') ? word.slice(0, word.lastIndexOf('/') + 1) : '';
  const home = shell.all.get('HOME') ?? '';
  const place = folder === '' ? '.' : folder.startsWith('~/') ? home + folder.slice(1) : folder;
  if (!(await files.isFolder(place === '.' ? '.' : folderOf(`${place}x`)))) return [];
  const showsHidden = word.slice(folder.length).startsWith('.');
  return (await files.list(place))
    .filter(({ name }) => showsHidden || !name.startsWith('.'))
    .map(({ name, isFolder }) => `${folder}${name}${isFolder ? '/' : ''}`);
}

/** Where the last command of the line begins. */
function commandStart(line: string): number {
  const [before = ''] = /^[\s\S]*(?:[|;&(]|\n|\$\()\s*/.exec(line) ?? [];
  return before.length;
}

const noInput: Input = { isTerminal: false, read: async () => undefined };
/** Tab prints nothing but words. */
const silent: Io = {
  input: noInput,
  out: () => {},
  err: () => {},
  hint: () => {},
  interrupt: new InterruptSource(),
  isTerminal: false,
  columns: 80,
};
