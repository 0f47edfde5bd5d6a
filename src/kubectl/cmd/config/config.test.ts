import { expect, test } from 'vitest';
import { HOME, testShell } from '../../../../tests/testShell';

const minikube = `apiVersion: v1
clusters:
- cluster:
    server: https://10.10.12.56:6443
  name: a
- cluster:
    certificate-authority-data: QUJD
    server: https://1.2.3.4:6443
  name: b
contexts:
- context:
    cluster: a
    user: u
  name: c1
- context:
    cluster: nosuch
    user: u
  name: c2
current-context: c1
kind: Config
users:
- name: u
  user:
    token: abc
`;
const start = (files: Readonly<Record<string, string>> = { '.kube/config': minikube }) => testShell(files);

/** Everything that a list of lines prints, one after the other. */
async function play(shell: ReturnType<typeof start>, ...lines: readonly string[]): Promise<string> {
  let text = '';
  for (const line of lines) text += (await shell.run(`kubectl config ${line}`)).text;
  return text;
}

// What is printed and written here was recorded from kubectl v1.36.3 with the same file.
test('view hides what is secret, unless it is asked for', async () => {
  const view = await play(start(), 'view');
  expect(view).toBe(minikube.replace('QUJD', 'DATA+OMITTED').replace('abc', 'REDACTED'));
  expect(await play(start(), 'view --raw')).toBe(minikube);
  expect(await play(start(), 'view --flatten')).toBe(minikube);
});

test('view --minify keeps what one context needs', async () => {
  expect(await play(start(), 'view --minify --raw')).toBe(
    minikube
      .replace(/- cluster:\n {4}certificate[^]*?name: b\n/, '')
      .replace(/- context:\n {4}cluster: nosuch[^]*?name: c2\n/, ''),
  );
  expect(await play(start(), 'view --minify --context=c2')).toBe('error: cannot locate cluster nosuch\n');
  expect(await play(start(), 'view --minify --context=x')).toBe('error: cannot locate context x\n');
});

test('view -o json has the fields in the order of their declaration', async () => {
  const json = await play(start(), 'view --raw -o json');
  expect(json.indexOf('"users"')).toBeLessThan(json.indexOf('"contexts"'));
  expect(JSON.parse(json)).toMatchObject({ 'current-context': 'c1', clusters: [{ name: 'a' }, { name: 'b' }] });
});

test('without a file there is nothing to see', async () => {
  expect(await play(start({}), 'view')).toBe(
    'apiVersion: v1\nclusters: null\ncontexts: null\ncurrent-context: ""\nkind: Config\nusers: null\n',
  );
  expect(await play(start({}), 'current-context')).toBe('error: current-context is not set\n');
  expect(await play(start({}), 'get-contexts')).toBe('CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n');
});

test('a context is made, changed, used, renamed and deleted', async () => {
  const shell = start();
  expect(
    await play(
      shell,
      'set-context dev --cluster=a --user=u --namespace=team',
      'set-context --current --namespace=x',
      'use-context dev',
      'rename-context dev stage',
      'current-context',
      'get-contexts',
      'delete-context stage',
    ),
  ).toBe(
    [
      'Context "dev" created.',
      'Context "c1" modified.',
      'Switched to context "dev".',
      'Context "dev" renamed to "stage".',
      'stage',
      'CURRENT   NAME    CLUSTER   AUTHINFO   NAMESPACE',
      '          c1      a         u          x',
      '          c2      nosuch    u          ',
      '*         stage   a         u          team',
      'warning: this removed your active context, use "kubectl config use-context" to select a different one',
      `deleted context stage from ${HOME}/.kube/config`,
      '',
    ].join('\n'),
  );
});

test('the file is written as kubectl writes it', async () => {
  const shell = start();
  await play(
    shell,
    'set clusters.10.10.12.56.insecure-skip-tls-verify true',
    'set-credentials x --username=b --password=c',
    'unset contexts',
    'unset current-context',
  );
  expect(await shell.files.read(`${HOME}/.kube/config`)).toBe(`apiVersion: v1
clusters:
- cluster:
    insecure-skip-tls-verify: true
    server: ""
  name: 10.10.12.56
- cluster:
    server: https://10.10.12.56:6443
  name: a
- cluster:
    certificate-authority-data: QUJD
    server: https://1.2.3.4:6443
  name: b
contexts: null
current-context: ""
kind: Config
users:
- name: u
  user:
    token: abc
- name: x
  user:
    password: c
    username: b
`);
});

test('a property that does not exist is not set', async () => {
  const shell = start();
  expect(await play(shell, 'set a.b.c d')).toBe('error: unable to parse a.b.c after [] at api.Config\n');
  expect(await play(shell, 'set clusters.a.insecure-skip-tls-verify maybe')).toBe(
    'error: strconv.ParseBool: parsing "maybe": invalid syntax\n',
  );
  expect(await play(shell, 'set clusters.a.certificate-authority-data A!')).toContain(
    'illegal base64 data at input byte 1',
  );
  expect(await play(shell, 'unset clusters.zz.server')).toBe('error: current map key `zz` is invalid\n');
  expect(await play(shell, "set contexts.c1.namespace ''")).toBe('error: you cannot use set to unset a property\n');
  expect(await play(shell, 'set users.u.exec.command x')).toContain(
    'kubeloop: setting users.u.exec.command is not simulated',
  );
});

test.each([
  ['use-context nosuch', 'error: no context exists with the name: "nosuch"\n'],
  ["use-context ''", 'error: empty context names are not allowed\n'],
  [
    'get-contexts -o frob',
    'error: --output frob is not available in kubectl config get-contexts; resetting to default output format\n',
  ],
  ['get-contexts nosuch --no-headers', 'error: context nosuch not found\n'],
  ['delete-cluster x', `error: cannot delete cluster x, not in ${HOME}/.kube/config\n`],
  ['delete-user', "error: user to delete is required\nSee 'kubectl config delete-user -h' for help and examples\n"],
  ['rename-context a b', `error: cannot rename the context "a", it's not in ${HOME}/.kube/config\n`],
  [
    'rename-context c1 c2',
    `error: cannot rename the context "c1", the context "c2" already exists in ${HOME}/.kube/config\n`,
  ],
  ['set-context', 'error: you must specify a non-empty context name or --current\n'],
  ['set-context a --current', 'error: you cannot specify both a context name and --current\n'],
  ['view x', "error: unexpected arguments: [x]\nSee 'kubectl config view -h' for help and examples\n"],
  ['view --merge=false', 'error: if merge==false a precise file must be specified\n'],
  [
    'set-credentials x --token=a --username=b',
    'error: you cannot specify more than one authentication method at the same time: --token, --username/--password\n',
  ],
  [
    'set-cluster z --insecure-skip-tls-verify --certificate-authority=x',
    'error: you cannot specify a certificate authority and insecure mode at the same time\n',
  ],
])('config %s is refused', async (line, text) => {
  expect(await play(start(), line)).toBe(text);
});

test('a wrong number of words brings the help page and the reason', async () => {
  const { text, code } = await start().run('kubectl config use-context');
  expect(text.startsWith('Set the current-context in a kubeconfig file.\n')).toBe(true);
  expect(text.endsWith('error: Unexpected args: []\n')).toBe(true);
  expect(code).toBe(1);
});

test('of several files each stanza is changed where it stands, new ones in the first', async () => {
  const shell = testShell({
    one: minikube.replace('current-context: c1', 'current-context: ""'),
    two: minikube.replace(/name: a\n/, 'name: z\n'),
  });
  await shell.run(`export KUBECONFIG=${HOME}/one:${HOME}/two`);
  expect(await play(shell, 'current-context', 'get-clusters')).toBe('c1\nNAME\na\nb\nz\n');
  await play(shell, 'set clusters.z.server https://z', 'set-cluster new --server=https://n');
  expect(await shell.files.read(`${HOME}/two`)).toContain('server: https://z\n');
  expect(await shell.files.read(`${HOME}/one`)).toContain('server: https://n\n');
  expect(await shell.files.read(`${HOME}/one`)).not.toContain('name: z');
});

test('a file that is no YAML is named', async () => {
  const { text } = await start({ '.kube/config': 'a: b: c' }).run('kubectl get pods');
  expect(text).toBe(
    `error: error loading config file "${HOME}/.kube/config": yaml: mapping values are not allowed in this context\n`,
  );
});
