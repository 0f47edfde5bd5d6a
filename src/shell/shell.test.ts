/** The shell as a person uses it: lines in, text and exit codes out. Expected texts are bash's and GNU's. */
import { expect, test } from 'vitest';
import { HOME, testShell } from '../../tests/testShell';

const PODS = 'NAME    READY\nkubia   1/1\nweb     0/1\n';

test.each([
  // quotes, escapes, variables
  [`echo 'a  b' "c  d" e\\ f`, 'a  b c  d e f\n'],
  [`X=3; echo $X "\${X}y" '$X' \${Y:-none} \\$X`, '3 3y $X none $X\n'],
  [`X='a   b'; echo $X; echo "$X"`, 'a b\na   b\n'],
  [`echo "say \\"hi\\" \\n"`, 'say "hi" \\n\n'],
  ['echo one # two', 'one\n'],
  ['echo a#b', 'a#b\n'],
  ['echo a\\\nb', 'ab\n'],
  ['echo {1..3} a{b,c}d', '1 2 3 abd acd\n'],
  ['echo ~ ~/x a~', `${HOME} ${HOME}/x a~\n`],
  ["echo $'a\\tb'", 'a\tb\n'],
  // substitution
  ['echo $(echo a; echo b) "$(printf "%s\\n" x y)"', 'a b x\ny\n'],
  ['echo `echo back`', 'back\n'],
  ['echo $(echo $(echo deep))', 'deep\n'],
  ['cat <(echo a; echo b) <(echo c)', 'a\nb\nc\n'],
  ['wc -l < <(seq 3); echo <(true)', '3\n/dev/fd/63\n'],
  ['cat <(echo a); cat /dev/fd/63', 'a\ncat: /dev/fd/63: No such file or directory\n'],
  // what courses have learners type first
  ['source <(kubectl completion bash); echo $?; complete -o default -F __start_kubectl k', '0\n'],
  ['echo "alias kpods=\'echo pods\'" >> ~/.bashrc; . ~/.bashrc; kpods', 'pods\n'],
  ['echo "X=(" > bad; source bad; echo $?', "bash: bad: syntax error near unexpected token `('\n2\n"],
  ['source nosuch', 'bash: nosuch: No such file or directory\n'],
  ['source', 'bash: source: filename argument required\nsource: usage: source filename [arguments]\n'],
  // lines of an input
  ['printf "a 1\\nb 2 3\\n" | while read name rest; do echo "$rest-$name"; done', '1-a\n2 3-b\n'],
  ['while read line; do echo "<$line>"; done < pods.txt | tail -1', '<web     0/1>\n'],
  // lists
  ['true && echo yes || echo no', 'yes\n'],
  ['false && echo yes || echo no', 'no\n'],
  ['false; echo $?', '1\n'],
  ['! false; echo $?', '0\n'],
  ['echo a; echo b\necho c', 'a\nb\nc\n'],
  // pipes
  ['cat pods.txt | grep kub | wc -l', '1\n'],
  ['seq 5 | head -2 | tail -1', '2\n'],
  ['printf "b\\na\\nb\\n" | sort | uniq -c', '      1 a\n      2 b\n'],
  ['nosuch 2>&1 | cat', 'bash: nosuch: command not found\n'],
  ['nosuch 2>/dev/null; echo $?', '127\n'],
  ['nosuch &>/dev/null || echo failed', 'failed\n'],
  // heredocs
  ['cat <<EOF\na $HOME\n  b\nEOF', `a ${HOME}\n  b\n`],
  ["cat <<'EOF' | wc -l\na $HOME\n$(x\nEOF\necho after", '2\nafter\n'],
  ['cat <<-EOF\n\tx\n\tEOF', 'x\n'],
  ['cat <<< "here"', 'here\n'],
  ['cat <<A; cat <<B\n1\nA\n2\nB', '1\n2\n'],
  // redirection
  ['echo a > x; echo b >> x; cat < x', 'a\nb\n'],
  ['cat nosuch 2> errors; cat errors', 'cat: nosuch: No such file or directory\n'],
  ['cat < nosuch', 'bash: nosuch: No such file or directory\n'],
  // loops
  ['for x in a b; do echo "<$x>"; done', '<a>\n<b>\n'],
  ['for f in *.txt; do echo $f; done', 'pods.txt\n'],
  ['for i in 1 2 3; do echo $i; done | tail -n 1', '3\n'],
  ['if grep -q web pods.txt; then echo there; else echo gone; fi', 'there\n'],
  ['(X=1; echo $X); echo "[$X]"', '1\n[]\n'],
  ['{ echo a; echo b; } > both; cat both', 'a\nb\n'],
  // variables of one command, export
  ['A=1 env | grep ^A=', 'A=1\n'],
  ['B=2; env | grep -c ^B=; export B; env | grep ^B=', '0\nB=2\n'],
  // files
  ['echo *.yaml', '*.yaml\n'],
  ['mkdir -p a/b; cd a/b; pwd; cd ..; pwd; cd -', `${HOME}/a/b\n${HOME}/a\n${HOME}/a/b\n`],
  ['cp pods.txt p; mv p q; ls; rm q; ls', 'pods.txt\nq\npods.txt\n'],
  ['rm nosuch', "rm: cannot remove 'nosuch': No such file or directory\n"],
  ['cd nosuch', 'bash: cd: nosuch: No such file or directory\n'],
  ['touch z; ls -1', 'pods.txt\nz\n'],
  // aliases
  ["alias ll='ls -1'; ll", 'pods.txt\n'],
  ['alias k', "alias k='kubectl'\n"],
  ['alias kgp', "alias kgp='kubectl get pods'\n"],
  ['unalias k; k', 'bash: k: command not found\n'],
])('%s', async (line, expected) => {
  const { run } = testShell({ 'pods.txt': PODS });
  expect((await run(line)).text).toBe(expected);
});

test.each([
  ['grep -v NAME pods.txt', 'kubia   1/1\nweb     0/1\n'],
  ['grep -in WEB pods.txt', '3:web     0/1\n'],
  ['grep -o "[0-9]/1" pods.txt', '1/1\n0/1\n'],
  ['grep -E "kubia|web" -c pods.txt', '2\n'],
  ['grep -A1 kubia pods.txt', 'kubia   1/1\nweb     0/1\n'],
  ['grep -B1 -n kubia pods.txt', '1-NAME    READY\n2:kubia   1/1\n'],
  ['grep -w kub pods.txt; echo $?', '1\n'],
  ['sed -n 2p pods.txt', 'kubia   1/1\n'],
  ["sed 's/ub/UB/;1d' pods.txt", 'kUBia   1/1\nweb     0/1\n'],
  ["echo aXbX | sed 's/X/-/g; s/\\(a\\)-/\\1+/'", 'a+b-\n'],
  ["echo k=v | sed -E 's/(.)=(.)/\\2=\\1/'", 'v=k\n'],
  ['cut -d" " -f1 pods.txt', 'NAME\nkubia\nweb\n'],
  ['cut -c1-3 pods.txt', 'NAM\nkub\nweb\n'],
  ['echo abc | tr a-c A-C', 'ABC\n'],
  ["cat pods.txt | tr -s ' ' | cut -d' ' -f2", 'READY\n1/1\n0/1\n'],
  ['sort -r pods.txt | head -1', 'web     0/1\n'],
  ['printf "10\\n9\\n" | sort -n', '9\n10\n'],
  ['printf "a 2\\nb 1\\n" | sort -k2 -n', 'b 1\na 2\n'],
  ['wc pods.txt', ' 3  6 38 pods.txt\n'],
  ['cat pods.txt | wc', '      3       6      38\n'],
  ['echo -n hello | base64', 'aGVsbG8=\n'],
  ['echo aGVsbG8= | base64 -d', 'hello'],
  ['echo a b | xargs -n1 echo x', 'x a\nx b\n'],
  ['echo a | xargs -I{} echo "<{}>"', '<a>\n'],
  ['echo t | tee out; cat out', 't\nt\n'],
  ['head -n -1 pods.txt | tail -n +2', 'kubia   1/1\n'],
  ['date', 'Sat Nov 21 08:00:00 UTC 2026\n'],
  ['sleep 2; date +%T', '08:00:02\n'],
  ['seq 1 2 5', '1\n3\n5\n'],
  [
    "awk '{x++}'",
    'kubeloop: awk: only the printing of fields is simulated here; use cut, grep, sed, or kubectl -o custom-columns and -o jsonpath\n',
  ],
  ["cat pods.txt | awk 'NR>1 {print $2, $1}' | head -n 1", '1/1 kubia\n'],
  ['echo a:b:c | awk -F: \'{print $NF "-" $1, NF, $9}\'', 'c-a 3 \n'],
  ["printf 'x 1\\ny 2\\n' | awk '$1==\"y\" {print}'", 'y 2\n'],
  ["printf 'x 1\\ny 2\\n' | awk '/^x/ {print $2}'", '1\n'],
  [
    'curl localhost:8080',
    "curl: (7) Failed to connect to localhost port 8080 after 0 ms: Couldn't connect to server\n",
  ],
  ['curl http://kubia', 'curl: (6) Could not resolve host: kubia\n'],
  ['curl -m 2 10.96.0.1; echo $?', 'curl: (28) Connection timed out after 2001 milliseconds\n28\n'],
  ['ping nope; echo $?', 'ping: nope: Name or service not known\n2\n'],
])('%s prints what the real one prints', async (line, expected) => {
  const { run } = testShell({ 'pods.txt': PODS });
  expect((await run(line)).text).toBe(expected);
});

test.each([
  ['echo "a', true],
  ["echo 'a", true],
  ['echo a \\', true],
  ['cat <<EOF\nx', true],
  ['cat <<EOF\nx\nEOF', false],
  ['for x in a; do echo $x', true],
  ['echo $(ls', true],
  ['a &&', true],
  ['a |', true],
  ['echo a', false],
  ['echo a; ; b', false],
  ['| a', false],
])('%j is unfinished: %s', (line, unfinished) => {
  expect(testShell().shell.isUnfinished(line)).toBe(unfinished);
});

test.each([
  ['| a', "bash: syntax error near unexpected token `|'\n"],
  ['echo )', "bash: syntax error near unexpected token `)'\n"],
  ['echo >', "bash: syntax error near unexpected token `newline'\n"],
  ['done', "bash: syntax error near unexpected token `done'\n"],
])('%s is refused with exit code 2', async (line, text) => {
  expect(await testShell().run(line)).toEqual({ text, code: 2 });
});

test.each(['sleep 1000', 'while true; do sleep 1; done', 'cat | cat', 'while true; do true; done', 'watch true'])(
  'Ctrl-C ends %s with 130',
  async (line) => {
    const waiting = { isTerminal: true, read: () => new Promise<string | undefined>(() => {}) };
    const { run, interrupt, shell } = testShell({}, { clock: { now: () => 0, sleep: sleepUntilInterrupted } });
    const io = { out: () => {}, err: () => {}, hint: () => {}, isTerminal: true, columns: 80, interrupt };
    const input = {
      ...waiting,
      read: () => new Promise<undefined>((resolve) => interrupt.onInterrupt(() => resolve(undefined))),
    };
    const ending = line === 'watch true' ? run(line).then(({ code }) => code) : shell.run(line, { ...io, input });
    setTimeout(() => interrupt.interrupt(), 5);
    expect(await ending).toBe(130);
  },
);

test('Ctrl-C before a line has begun leaves 130 behind, as one while it runs', async () => {
  const { run, interrupt, shell } = testShell();
  interrupt.interrupt();
  expect(await run('echo hello')).toEqual({ text: '', code: 130 });
  let text = '';
  const print = (piece: string): void => void (text += piece);
  const input = { isTerminal: true, read: async () => undefined };
  const never = { interrupted: false, onInterrupt: () => () => {} };
  const io = { input, out: print, err: print, hint: () => {}, isTerminal: true, columns: 80, interrupt: never };
  await shell.run('echo $?', io);
  expect(text).toBe('130\n');
});

function sleepUntilInterrupted(ms: number, interrupt?: { onInterrupt(listener: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => {
    interrupt?.onInterrupt(resolve);
    if (ms === 0) setTimeout(resolve);
  });
}

test('timeout stops a program and ends with 124', async () => {
  const { run } = testShell();
  expect(await run('timeout 3 sleep 100; echo $?; date +%T')).toEqual({ text: '124\n08:00:03\n', code: 0 });
  expect(await run('timeout 3 echo quick; echo $?')).toEqual({ text: 'quick\n0\n', code: 0 });
});

test('a job runs in the background until it is stopped', async () => {
  const { run } = testShell();
  expect((await run('sleep 100 &')).text).toBe('[1] 4100\n');
  expect((await run('jobs')).text).toBe('[1]+  Running                 sleep 100 &\n');
  expect((await run('kill %1')).text).toBe('[1]+  Terminated              sleep 100\n');
  expect((await run('kill %1')).text).toBe('bash: kill: %1: no such job\n');
});

test('Tab offers programs, files, and what stands behind a pipe', async () => {
  const { shell } = testShell({ 'pods.txt': '', 'dir/x.yaml': '' });
  expect((await shell.complete('kub')).words).toEqual(['kubectl']);
  expect(await shell.complete('cat p')).toEqual({ from: 4, words: ['pods.txt'] });
  expect(await shell.complete('echo a | gr')).toEqual({ from: 9, words: ['grep'] });
  expect((await shell.complete('cat dir/')).words).toEqual(['dir/x.yaml']);
  expect((await shell.complete('kubectl apply -f d')).words).toEqual(['dir/']);
  expect((await shell.complete('minikube node a')).words).toEqual(['add']);
});

test('vi opens the file in the editor and waits until it is closed', async () => {
  const opened: string[] = [];
  const { run } = testShell({}, { edit: async (path) => void opened.push(path) });
  expect(await run('vi a.yaml && echo done')).toEqual({ text: 'done\n', code: 0 });
  expect(opened).toEqual([`${HOME}/a.yaml`]);
});

test('a program that breaks down ends with 70, and its pipe goes on', async () => {
  const { run } = testShell({}, { minikube: brokenMinikube });
  expect((await run('minikube status; echo $?')).text).toContain('which is our mistake: Error: no answer\n70\n');
  expect((await run('minikube status 2>/dev/null | wc -l')).text).toBe('0\n');
});
const noAnswer = () => Promise.reject(new Error('no answer'));
const brokenMinikube = {
  nodes: noAnswer,
  add: noAnswer,
  delete: noAnswer,
  stop: noAnswer,
  start: noAnswer,
  fault: noAnswer,
  hasAddon: noAnswer,
  enableAddon: noAnswer,
  size: { cpu: 1, memory: '1Gi' },
  hasRunningPod: noAnswer,
  disableAddon: noAnswer,
};

test.each([
  ['echo $((1 + 2 * 3)) $(((1+2)*3)) $((7/2)) $((7%2)) $((2>1))', '7 9 3 1 1\n'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i', '3\n'],
  ['echo $((1/0)); echo next', 'bash: 1/0: division by 0\nnext\n'],
  ['[ -f pods.txt ] && [ ! -d pods.txt ] && test abc != abd && echo yes', 'yes\n'],
  ['until [ "$x" = xx ]; do x=x$x; done; echo $x', 'xx\n'],
  ['[ 1 -eq x ]; echo $?', 'bash: [: x: integer expression expected\n2\n'],
  ['basename /a/b.txt .txt; dirname /a/b.txt', 'b\n/a\n'],
  ['X=$(false); echo $?', '1\n'],
  ['echo a; ; echo b', "bash: syntax error near unexpected token `;'\n"],
  ['grep -r kubia', 'pods.txt:kubia   1/1\n'],
  ["echo 'a b' | sed 's/ */_/g'", '_a_b_\n'],
  ['seq 5 -2 1 | xargs -t echo', 'echo 5 3 1\n5 3 1\n'],
  ['cat -z', "cat: invalid option -- 'z'\nTry 'cat --help' for more information.\n"],
])('%s says what bash says', async (line, expected) => {
  const { run } = testShell({ 'pods.txt': PODS });
  expect((await run(line)).text).toBe(expected);
});
