import { expect, test } from 'vitest';
import { testShell } from '../../../../tests/testShell';

/** No server answers here: with --dry-run=client the generators need none. */
const shell = (files: Readonly<Record<string, string>> = {}) => {
  const { run } = testShell(files);
  return async (line: string) => (await run(`kubectl create ${line}`)).text;
};

test('an object that is not created is printed in the order of the API, with its namespace if one was named', async () => {
  const create = shell();

  const text = await create('deployment web --image=nginx:1.27 --port=80 -n team --dry-run=client -o json');

  expect(JSON.stringify(JSON.parse(text))).toBe(
    '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"team","labels":{"app":"web"}},' +
      '"spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},' +
      '"spec":{"containers":[{"name":"nginx","image":"nginx:1.27","ports":[{"containerPort":80}],"resources":{}}]}},' +
      '"strategy":{}},"status":{}}',
  );
});

test('a container is named after its image, with random letters where letters had to be replaced', async () => {
  const create = shell();
  const names = (image: string) =>
    create(`deployment web --image=${image} --dry-run=client -o jsonpath='{.spec.template.spec.containers[*].name}'`);

  expect(await names('registry.k8s.io:5000/e2e/agnhost:2.40')).toBe('agnhost');
  expect(await names('redis@sha256:abc')).toBe('redis');
  expect(await names('some_app.v1')).toMatch(/^some-app-v1-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

test('--save-config keeps the object as it was made in an annotation', async () => {
  const create = shell();

  const text = await create(
    `namespace team --save-config --dry-run=client -o jsonpath='{.metadata.annotations.kubectl\\.kubernetes\\.io/last-applied-configuration}'`,
  );

  expect(text).toBe('{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"team"},"spec":{},"status":{}}\n');
});

test('--append-hash names a ConfigMap and a Secret after what is in them', async () => {
  const create = shell();

  expect(await create('cm c --from-literal=b=1 --from-literal=a=2 --append-hash --dry-run=client -o name')).toBe(
    'configmap/c-d4mmh56k57\n',
  );
  expect(await create('cm c --append-hash --dry-run=client -o name')).toBe('configmap/c-94b26g54cg\n');
  expect(await create('secret generic c --from-literal=b=1 --append-hash --dry-run=client -o name')).toBe(
    'secret/c-c27g78222m\n',
  );
});

test('files, folders and files of variables become keys', async () => {
  const create = shell({
    'conf/a.txt': 'hello\n',
    'conf/b.txt': 'b',
    'vars.env': '# comment\nA=1\n  B=two=2\nUSER\n',
  });

  expect(await create("cm c --from-file=conf --from-file=x=conf/b.txt --dry-run=client -o jsonpath='{.data}'")).toBe(
    '{"a.txt":"hello\\n","b.txt":"b","x":"b"}',
  );
  expect(await create("cm c --from-env-file=vars.env --dry-run=client -o jsonpath='{.data}'")).toBe(
    '{"A":"1","B":"two=2","USER":"learner"}',
  );
  expect(await create('cm c --from-file=conf --from-file=a.txt=conf/b.txt --dry-run=client')).toBe(
    'error: cannot add key "a.txt", another key by that name already exists in Data for ConfigMap "c"\n',
  );
  expect(await create('cm c --from-file=x=conf --dry-run=client')).toBe(
    'error: cannot give a key name for a directory path\n',
  );
  expect(await create('secret generic c --from-env-file=conf --dry-run=client')).toBe(
    'error: env secret file cannot be a directory\n',
  );
});

test('rules of an ingress share a host, and hosts share a secret', async () => {
  const create = shell();
  const rules = ['h/a*=web:80,tls', 'g/=x:http,tls=s', 'h/b=c:1,tls=z', 'f/=q:1,tls=s'].map(
    (rule) => `--rule='${rule}'`,
  );

  const text = await create(
    `ingress i ${rules.join(' ')} --dry-run=client -o jsonpath='{.spec.tls}{.spec.rules[*].host}'`,
  );

  expect(text).toBe('[{"hosts":["h"]},{"hosts":["g","f"],"secretName":"s"}]h g f');
});

test.each([
  ['deployment', 'error: required flag(s) "image" not set\n'],
  ['cm', "error: exactly one NAME is required, got 0\nSee 'kubectl create configmap -h' for help and examples\n"],
  [
    'deployment a b --image=c',
    "error: exactly one NAME is required, got 2\nSee 'kubectl create deployment -h' for help and examples\n",
  ],
  ['svc clusterip x --tcp=80:700000', 'error: must be between 1 and 65535, inclusive\n'],
  ['svc clusterip x --tcp=99999', 'error: strconv.ParseUint: parsing "99999": value out of range\n'],
  ['svc externalname x --external-name=a_b', 'error: invalid service external name a_b\n'],
  ['quota q --hard=cpu', 'error: Invalid argument syntax cpu, expected <resource>=<value>\n'],
  ['pdb p --selector=app=web --min-available=1x', 'error: invalid format specified for min-available\n'],
  ["pdb p --selector='a!=b' --min-available=1", 'error: "!=" is not a valid label selector operator\n'],
  ['rolebinding rb --role=r --serviceaccount=b', 'error: serviceaccount must be <namespace>:<name>\n'],
  ['clusterrole c --verb=list --non-resource-url=/x', "error: invalid verb: 'list' for nonResourceURL\n"],
  ['ingress i --default-backend=a', 'error: default-backend should be in format servicename:serviceport\n'],
  ['token default --duration=1500ms', 'error: --duration cannot be expressed in units less than seconds\n'],
  ['secret tls t --cert=no --key=no', 'error: Cannot read file no, open no: no such file or directory\n'],
  [
    'deployment a --image=c --validate=x',
    'error: invalid - validate option "x"; must be one of: strict (or true), warn, ignore (or false)\n',
  ],
])('create %s is refused before a server is asked', async (line, message) => {
  expect(await shell()(line)).toBe(message);
});
