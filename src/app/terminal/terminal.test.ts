/** The terminal's parts that need no screen: keys, the line that is typed, its layout, links, output, clock, files. */
import { expect, test } from 'vitest';
import { FileError } from '../../kubectl/environment';
import { InterruptSource } from '../../kubectl/interruptSource';
import { CookedInput } from './cookedInput';
import { History } from './history';
import { type Key, readKeys } from './keys';
import { HOME, LearnersFiles } from './learnersFiles';
import { LineEditor } from './lineEditor';
import { linksIn, subjectOf } from './links';
import type { PageAnswer, PageQuestion } from './messages';
import { Outlet } from './outlet';
import { layOut } from './promptLayout';
import { applyEdit, EMPTY_LINE, type Edit, insert } from './typedLine';
import { VirtualClock } from './virtualClock';

test('keys are read from what xterm sends, also several at once', () => {
  expect(readKeys('ab\u001b[D\u001b[3~\r')).toEqual([
    { type: 'text', text: 'ab' },
    { type: 'edit', edit: 'left' },
    { type: 'edit', edit: 'delete' },
    { type: 'enter' },
  ]);
  expect(readKeys('\u001b[200~a\r\nb\u001b[201~')).toEqual([{ type: 'paste', text: 'a\nb' }]);
  expect(readKeys('한글')).toEqual([{ type: 'text', text: '한글' }]);
  expect(readKeys('\u001b[17~\u001b')).toEqual([{ type: 'escape' }]);
});

test.each<[string, readonly Edit[], string, number]>([
  ['get pods', ['backspace', 'backspace'], 'get po', 6],
  ['get pods', ['wordLeft', 'cutToEnd'], 'get ', 4],
  ['get pods', ['start', 'delete'], 'et pods', 0],
  ['get pods', ['cutWord', 'cutWord', 'yank'], 'get ', 4],
  ['파드 목록', ['backspace', 'left', 'backspace'], '파드목', 2],
  ['a\nbc', ['start', 'cutToStart', 'end'], 'a\nbc', 4],
  ['a👍', ['backspace'], 'a', 1],
])('%j after %j is %j', (text, edits, expected, cursor) => {
  const line = edits.reduce(applyEdit, insert(EMPTY_LINE, text));
  expect([line.text, line.cursor]).toEqual([expected, cursor]);
});

test('a line wraps where the screen wraps it, and wide characters take two cells', () => {
  expect(layOut('$ ', 'abcdef', 6, 5)).toMatchObject({ endRow: 1, cursorRow: 1, cursorColumn: 3 });
  expect(layOut('$ ', 'abc', 3, 5)).toMatchObject({ text: '$ abc\r\n', endRow: 1, cursorColumn: 0 });
  expect(layOut('$ ', '파드', 1, 80)).toMatchObject({ cursorColumn: 4 });
  expect(layOut('$ ', '한글', 2, 5)).toMatchObject({ endRow: 1, cursorColumn: 2 });
  expect(layOut('$ ', 'a\nb', 3, 80)).toMatchObject({ text: '$ a\r\n> b', endRow: 1, cursorRow: 1, cursorColumn: 3 });
});

function editorAt(history: readonly string[] = [], words: readonly string[] = []) {
  const submitted: string[] = [];
  let screen = '';
  const past = new History();
  for (const line of history) past.add(line);
  const editor = new LineEditor(
    {
      write: (text) => {
        screen += text;
      },
      columns: () => 80,
      submit: (line) => submitted.push(line),
      clear: () => {},
      isUnfinished: (text) => text.endsWith('\\') || /<<EOF(?![\s\S]*\nEOF)/.test(text),
      complete: async (line) => {
        const word = line.split(' ').at(-1) ?? '';
        return { from: line.length - word.length, words: words.filter((each) => each.startsWith(word)) };
      },
      columnsOf: (all) => `${all.join('  ')}\n`,
    },
    past,
    '$ ',
  );
  editor.open();
  const press = async (...keys: readonly (Key | string)[]) => {
    for (const key of keys) await editor.press(typeof key === 'string' ? { type: 'text', text: key } : key);
  };
  return { editor, press, submitted, screen: () => screen };
}
const key = (type: Exclude<Key['type'], 'text' | 'paste' | 'edit'>): Key => ({ type });

test('Enter runs a whole line and goes on with an unfinished one', async () => {
  const { press, submitted } = editorAt();
  await press('cat <<EOF', key('enter'), 'x', key('enter'), 'EOF', key('enter'));
  expect(submitted).toEqual(['cat <<EOF\nx\nEOF']);
});

test('the arrows walk the history and come back to what was typed', async () => {
  const { editor, press } = editorAt(['kubectl get pods', 'ls']);
  await press('ech', key('up'), key('up'));
  expect(editor.text).toBe('kubectl get pods');
  await press(key('down'), key('down'));
  expect(editor.text).toBe('ech');
});

test('Ctrl-R finds the latest line, again the one before, and Ctrl-C brings back what was there', async () => {
  const { editor, press, submitted } = editorAt(['kubectl get pods', 'kubectl get nodes', 'ls']);
  await press(key('search'), 'get');
  expect(editor.text).toBe('kubectl get nodes');
  await press(key('search'));
  expect(editor.text).toBe('kubectl get pods');
  await press(key('interrupt'));
  expect(editor.text).toBe('');
  await press(key('search'), 'nod', key('enter'));
  expect(submitted).toEqual(['kubectl get nodes']);
});

test('Tab completes one word, the common start of several, and lists them', async () => {
  const { editor, press, screen } = editorAt([], ['kubia-a', 'kubia-b', 'web']);
  await press('get w', key('tab'));
  expect(editor.text).toBe('get web ');
  await press('k', key('tab'));
  expect(editor.text).toBe('get web kubia-');
  await press(key('tab'));
  expect(editor.text).toBe('get web kubia-');
  expect(screen()).toContain('kubia-a  kubia-b\r\n');
});

test('a program gets whole lines, echoed, until Ctrl-D', () => {
  const sent: (string | undefined)[] = [];
  let screen = '';
  const cooked = new CookedInput({
    write: (text) => (screen += text),
    send: (text) => sent.push(text),
    interrupt: () => {},
  });
  for (const each of readKeys('ab\u007fc\r\u0004')) cooked.press(each);
  expect(sent).toEqual(['ac\n', undefined]);
  expect(screen).toBe('ab\b \bc\r\n');
});

const OBJECTS = new Set([
  'Pod default/web',
  'Pod demo/web',
  'Node worker-1',
  'Deployment default/web',
  'Namespace demo',
  'Namespace default',
  'Pod kube-system/dns',
]);
const namesIn = (line: string, text: string) =>
  linksIn(text, subjectOf(line), {
    exists: (kind, name) => OBJECTS.has(`${kind} ${name}`),
    homeOf: (kind, name) => {
      const [only, another] = [...OBJECTS].filter((each) => each.startsWith(`${kind} `) && each.endsWith(`/${name}`));
      return another === undefined ? only?.split(/[ /]/)[1] : undefined;
    },
  }).map(({ start, end, ref }) => `${text.slice(start, end)}: ${ref.kind} ${ref.namespace ?? '-'}/${ref.name}`);

test.each([
  ['kubectl get po', 'web   1/1     Running', ['web: Pod default/web']],
  ['kubectl get deploy', 'web   1/1     1', ['web: Deployment default/web']],
  ['k get po -A', 'demo   web   1/1', ['web: Pod demo/web']],
  ['k get po -n demo -o wide', 'web   1/1   10.244.1.2   worker-1', ['web: Pod demo/web', 'worker-1: Node -/worker-1']],
  ['kubectl apply -f x', 'pod/web created', ['pod/web: Pod default/web']],
  ['kubectl apply -f x', 'deployment.apps/web configured', ['deployment.apps/web: Deployment default/web']],
  ['kubectl describe pod web', 'Node:             worker-1/192.168.49.2', ['worker-1: Node -/worker-1']],
  ['kubectl delete pod web', 'pod "web" deleted from default namespace', ['web: Pod default/web']],
  ['kubectl get po', 'gone   1/1     Running', []],
  ['kubectl get po', 'dns   1/1     Running', ['dns: Pod kube-system/dns']],
  ['echo hello', 'hello web', []],
])('after %j, %j leads to %j', (line, text, expected) => {
  expect(namesIn(line, text)).toEqual(expected);
});

test('output leaves in pieces, one at a time, and a fast writer waits', async () => {
  const pieces: number[] = [];
  const turns: (() => void)[] = [];
  const outlet = new Outlet(
    (text) => pieces.push(text.length),
    (act) => turns.push(act),
  );
  let isFree = false;
  void Promise.resolve(outlet.write('x'.repeat(200_000))).then(() => {
    isFree = true;
  });
  turns.shift()?.();
  await Promise.resolve();
  expect([pieces, isFree]).toEqual([[32_768], false]);
  outlet.shown();
  outlet.shown();
  outlet.shown();
  await Promise.resolve();
  await Promise.resolve();
  expect([pieces.length, isFree]).toEqual([4, true]);
  outlet.drop();
  outlet.shown();
  expect(pieces).toHaveLength(4);
});

test('sleepers wake when the engine says that their time has come, or are interrupted', async () => {
  const clock = new VirtualClock(
    () => 0,
    (act) => act(),
  );
  const status = (now: number) => ({ now, speed: 1, health: { type: 'running' } as const });
  clock.tell(status(1_000));
  const woken: string[] = [];
  const interrupt = new InterruptSource();
  void clock.sleep(500).then(() => woken.push('half a second'));
  void clock.sleep(60_000, interrupt).then(() => woken.push('interrupted'));
  clock.tell(status(1_400));
  await Promise.resolve();
  expect(woken).toEqual([]);
  clock.tell(status(1_500));
  interrupt.interrupt();
  await Promise.resolve();
  expect(woken).toEqual(['half a second', 'interrupted']);
});

test("files of the home folder are the editor's, all others the shell's own", async () => {
  const editor = new Map([
    ['web.yaml', 'kind: Pod\n'],
    ['labs/one.yaml', '1'],
  ]);
  const answer = async (question: PageQuestion): Promise<PageAnswer> => {
    if (question.type === 'names') return [...editor.keys()];
    if (question.type === 'write') editor.set(question.name, question.text);
    if (question.type === 'remove') editor.delete(question.name);
    return question.type === 'read' ? editor.get(question.name) : undefined;
  };
  const files = new LearnersFiles(answer, { [`${HOME}/.kube/config`]: 'c' });
  expect((await files.list(HOME)).map(({ name, isFolder }) => `${name}${isFolder ? '/' : ''}`)).toEqual([
    '.kube/',
    'labs/',
    'web.yaml',
  ]);
  expect((await files.list(`${HOME}/labs`)).map(({ name }) => name)).toEqual(['one.yaml']);
  await files.write(`${HOME}/new.yaml`, 'n');
  await files.write('/tmp/edit.yaml', 't');
  expect([
    editor.get('new.yaml'),
    await files.read('/tmp/edit.yaml'),
    await files.read(`${HOME}/.kube/config`),
  ]).toEqual(['n', 't', 'c']);
  await files.remove(`${HOME}/web.yaml`);
  expect(editor.has('web.yaml')).toBe(false);
  await expect(files.read(`${HOME}/web.yaml`)).rejects.toThrow(FileError);
  await expect(files.read(`${HOME}/labs`)).rejects.toThrow('is a directory');
});
