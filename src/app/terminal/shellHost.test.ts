/** The shell's worker without a worker: a real engine on the one side, a page that answers on the other. */
import { afterEach, expect, test } from 'vitest';
import type { FromWorker, ToWorker } from '../../client/protocol';
import { serveSession } from '../../cluster/serveSession';
import { Session } from '../../cluster/session';
import type { FromShell, PageAnswer, PageQuestion, ToShell } from './messages';
import { ShellHost } from './shellHost';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (question: PageQuestion) => PageAnswer;

/** An engine that plays, and a shell on it. `answer` stands for the page. */
async function hostOnEngine(answer: Answer = () => []) {
  const { port1, port2 } = new MessageChannel();
  const opening = Session.create({}, () => performance.now());
  const served = serveSession(opening, {
    post: (message: FromWorker) => port1.postMessage(message),
    soon: (act) => void setImmediate(act),
    later: (act) => void setTimeout(act, 1),
  });
  port1.addEventListener('message', (event: MessageEvent<ToWorker>) => void served.receive(event.data));
  port1.start();
  const session = await opening;
  await session.ask({ type: 'setSpeed', speed: 60 });
  await session.ask({ type: 'play' });

  let screen = '';
  const hints: string[] = [];
  const waiting: ((message: FromShell) => boolean)[] = [];
  const host = new ShellHost({
    post: (message) => {
      if (message.type === 'out') {
        screen += message.text;
        setImmediate(() => void host.receive({ type: 'shown' }));
      }
      if (message.type === 'hint') hints.push(message.hint.key);
      if (message.type === 'ask') {
        const { id, question } = message;
        setImmediate(() => void host.receive({ type: 'answer', id, answer: answer(question) }));
      }
      const at = waiting.findIndex((isIt) => isIt(message));
      if (at >= 0) waiting.splice(at, 1);
    },
    soon: (act) => void setImmediate(act),
    wall: () => performance.now(),
    date: () => Date.now(),
    every: () => {},
  });
  const until = (isIt: (message: FromShell) => boolean) =>
    new Promise<FromShell>((resolve) => {
      waiting.push((message) => {
        if (isIt(message)) resolve(message);
        return isIt(message);
      });
    });
  const send = (message: ToShell) => void host.receive(message);
  const ready = until(({ type }) => type === 'ready');
  send({ type: 'start', engine: port2 });
  await ready;
  closers.push(() => {
    served.close();
    port1.close();
    port2.close();
  });
  let nextId = 1;
  const start = (line: string) => {
    const id = nextId++;
    const before = screen.length;
    const done = until((message) => message.type === 'done' && message.id === id);
    send({ type: 'run', id, line });
    return done.then((message) => ({ text: screen.slice(before), code: message.type === 'done' ? message.code : -1 }));
  };
  return { session, hints, send, until, run: start, screen: () => screen };
}

test('kubectl speaks to the engine, and the line is part of the run', async () => {
  const { run, session } = await hostOnEngine();
  expect((await run('kubectl create configmap one --from-literal=a=b')).text).toBe('configmap/one created\n');
  expect((await run('kubectl get cm -o name | grep -v kube-root')).text).toBe('configmap/one\n');
  const { commands } = session.exportRun();
  expect(commands.flatMap((command) => (command.type === 'line' ? [command.text] : []))).toEqual([
    'kubectl create configmap one --from-literal=a=b',
    'kubectl get cm -o name | grep -v kube-root',
  ]);
  expect(commands.find(({ type }) => type === 'request')).toMatchObject({ line: 1 });
});

test('Ctrl-C ends a watch, and what was not shown yet is dropped', async () => {
  const { run, send, until } = await hostOnEngine();
  const shown = until(({ type }) => type === 'out');
  const ending = run('kubectl get nodes -w');
  await shown;
  send({ type: 'interrupt' });
  expect((await ending).code).toBe(130);
});

test('sleep takes the time of the cluster', async () => {
  const { run, session } = await hostOnEngine();
  const before = session.cluster.now();
  await run('sleep 30');
  expect(session.cluster.now() - before).toBeGreaterThanOrEqual(30_000);
});

test('minikube adds, stops and deletes machines', async () => {
  const { run } = await hostOnEngine();
  expect((await run('minikube node list')).text.split('\n')[0]).toMatch(/^\S+\t192\.168\.49\.2$/);
  const names = (await run('minikube node list')).text.split('\n').filter((line) => line !== '');
  expect((await run('minikube node add')).text).toMatch(/🏄 {2}Successfully added \S+ to minikube!\n$/);
  const more = (await run('minikube node list')).text.split('\n').filter((line) => line !== '');
  expect(more).toHaveLength(names.length + 1);
  const added = more.at(-1)?.split('\t')[0] ?? '';
  expect((await run(`minikube node stop ${added}; minikube node delete ${added}`)).text).toContain(
    `💀  Node ${added} was successfully deleted.`,
  );
  expect((await run('minikube node stop nosuch')).code).toBe(85);
});

test('kubectl edit hands its file to the page and applies what comes back', async () => {
  const asked: string[] = [];
  const { run } = await hostOnEngine((question) => {
    if (question.type !== 'edit') return [];
    asked.push(question.name);
    return question.text?.replace('data:\n  a: b', 'data:\n  a: changed');
  });
  await run('kubectl create configmap one --from-literal=a=b');
  expect((await run('kubectl edit configmap one')).text).toBe('configmap/one edited\n');
  expect((await run("kubectl get cm one -o jsonpath='{.data.a}'")).text).toBe('changed');
  expect(asked).toEqual([expect.stringMatching(/^kubectl-edit-\d+\.yaml$/)]);
});

test('`~/.kube/config` is a file: kubectl config writes it, cat shows it, another server does not answer', async () => {
  const { run, hints } = await hostOnEngine();
  await run('kubectl config set-context --current --namespace=kube-system');
  expect((await run('grep namespace ~/.kube/config')).text).toBe('    namespace: kube-system\n');
  const lost = await run('kubectl --server=https://10.0.0.9:6443 get pods');
  expect(lost).toMatchObject({
    code: 1,
    text: expect.stringContaining('was refused - did you specify the right host or port?'),
  });
  expect(hints).toEqual(['serverUnreachable']);
});

test('what is typed goes to the program that reads, and the rest comes back', async () => {
  const { run, send, until } = await hostOnEngine();
  const reading = until(({ type }) => type === 'reading');
  const ending = run('head -1');
  await reading;
  send({ type: 'input', text: 'one\n' });
  expect((await ending).text).toBe('one\n');
});
