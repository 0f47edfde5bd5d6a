/** The way of an image from a Dockerfile to a pod, as the study notes go it. */
import { expect, test } from 'vitest';
import { testKubectl } from '../testKubectl';

const DOCKERFILE = `echo "// a server" > app.js; cat > Dockerfile <<'EOF'
# What the notes call a photo viewer.
FROM node:20
ENV MODE=production
COPY app.js /app.js
EXPOSE 8080
CMD ["node", "/app.js"]
EOF`;
const IMAGE = 'mydomain:5000/photo-view:v3.0';
const SECRET =
  'kubectl create secret docker-registry regcred --docker-server=mydomain:5000 --docker-username=admin --docker-password=admin';
const POD = `kubectl run viewer --image=${IMAGE} --overrides='{"spec":{"imagePullSecrets":[{"name":"regcred"}]}}'`;

test('an image is built, named for a registry and pushed; before that no node finds it', async () => {
  const run = await testKubectl();
  await run(SECRET);
  await run(POD);
  await run('sleep 5');
  expect(await run('kubectl describe pod viewer')).toContain(
    `failed to resolve reference "${IMAGE}": ${IMAGE}: not found`,
  );
  await run(DOCKERFILE);
  expect(await run('docker build -t photo-view:v3.0 . 2>&1')).toMatch(
    /\[1\/2\] FROM docker\.io\/library\/node:20\n => \[2\/2\] COPY app\.js \/app\.js\n[\s\S]*naming to docker\.io\/library\/photo-view:v3\.0$/,
  );
  expect(await run(`docker image tag photo-view:v3.0 ${IMAGE}`)).toBe('');
  const [head = '', ...rows] = (await run('docker images')).split('\n');
  expect(head).toMatch(/^REPOSITORY +TAG +IMAGE ID +CREATED +SIZE$/);
  expect(rows.map((row) => row.split(/\s{3,}/).slice(0, 2))).toEqual([
    ['mydomain:5000/photo-view', 'v3.0'],
    ['photo-view', 'v3.0'],
  ]);
  expect(new Set(rows.map((row) => row.split(/\s{3,}/)[2])).size).toBe(1);
  expect(await run(`docker image push ${IMAGE}`)).toBe(
    'The push refers to repository [mydomain:5000/photo-view]\nno basic auth credentials\n[exit 1]',
  );
  expect(await run('docker login mydomain:5000 -u admin -p wrong 2>&1')).toContain(
    'failed with status: 401 Unauthorized',
  );
  expect(await run('docker login mydomain:5000 -u admin -p admin 2>/dev/null')).toBe('Login Succeeded');
  expect(await run(`docker image push ${IMAGE}`)).toMatch(
    /^The push refers to repository \[mydomain:5000\/photo-view\]\n[0-9a-f]{12}: Pushed\nv3\.0: digest: sha256:[0-9a-f]{64} size: \d+$/,
  );
});

test('what was pushed runs as its Dockerfile says, with the registry’s Secret alone', async () => {
  const run = await testKubectl();
  await run(DOCKERFILE);
  await run('docker login mydomain:5000 -u admin -p admin');
  await run(`docker build -t ${IMAGE} . && docker push ${IMAGE}`);
  await run(SECRET);
  await run(POD);
  expect(await run('kubectl wait --for=condition=Ready pod/viewer')).toBe('pod/viewer condition met');
  expect(await run('kubectl exec viewer -- printenv MODE')).toBe('production');
  await run(`kubectl run bare --image=${IMAGE}; sleep 5`);
  expect(await run('kubectl describe pod bare')).toContain('no basic auth credentials');
});

test('the file that docker login leaves makes a Secret that pulls', async () => {
  const run = await testKubectl();
  await run('echo admin | docker login mydomain:5000 -u admin --password-stdin');
  await run(
    'kubectl create secret generic regcred --from-file=.dockerconfigjson=$HOME/.docker/config.json --type=kubernetes.io/dockerconfigjson',
  );
  await run(POD.replace('v3.0', 'v2.0'));
  expect(await run('kubectl wait --for=condition=Ready pod/viewer --timeout=120s')).toBe('pod/viewer condition met');
  expect(await run('docker logout mydomain:5000; docker logout mydomain:5000')).toBe(
    'Removing login credentials for mydomain:5000\nNot logged in to mydomain:5000',
  );
});

test('what lies in a registry already is not another image for a push', async () => {
  const run = await testKubectl();
  await run(DOCKERFILE);
  await run('docker login mydomain:5000 -u admin -p admin');
  await run('docker build -t mydomain:5000/photo-view:v2.0 .');
  expect(await run('docker push mydomain:5000/photo-view:v2.0')).toContain('Layer already exists');
  expect(await run('kubectl get images')).toBe('No resources found');
});

/** No mistake changes anything in it. */
const cluster = testKubectl();

test.each([
  ['docker build -t a .', 'failed to read dockerfile: open Dockerfile: no such file or directory'],
  [
    'echo "FORM nginx" > Dockerfile; docker build -t a .',
    'dockerfile parse error on line 1: unknown instruction: FORM',
  ],
  ['echo "CMD ls" > Dockerfile; docker build -t a .', 'no build stage in current context'],
  ['printf "FROM nginx\\nCOPY x /x\\n" > Dockerfile; docker build -t a .', '"/x": not found'],
  ['echo "FROM nginx" > Dockerfile; docker build -t A:b .', 'invalid tag "A:b"'],
  ['docker build -t a', "'docker buildx build' requires 1 argument"],
  ['docker tag nosuch b', 'No such image: nosuch:latest'],
  ['docker push mydomain:5000/nosuch:1', 'An image does not exist locally with the tag: mydomain:5000/nosuch'],
  [
    'echo "FROM nginx" > Dockerfile; docker build -t web . ; docker push web',
    'requested access to the resource is denied',
  ],
  ['docker login nosuch:5000 -u a -p b', 'lookup nosuch: no such host'],
  ['docker run nginx', 'kubectl run NAME --image=IMAGE runs one in the cluster'],
  ['docker nosuch', 'docker: unknown command: docker nosuch'],
])('%s', async (line, words) => {
  const run = await cluster;
  const said = await run(`rm -f Dockerfile; { ${line}; } 2>&1; echo $?`);
  expect(said).toContain(words);
  expect(said).toMatch(/\n1$/);
});

test('machines are containers of the learner’s own docker', async () => {
  const run = await testKubectl();
  const names = async () => (await run("docker ps | awk '{print $NF}'")).split('\n');
  const nodes = (await run("kubectl get nodes --no-headers | awk '{print $1}'")).split('\n');
  expect(await names()).toEqual(['NAMES', ...nodes.toReversed()]);
  await run(`minikube node stop ${nodes.at(-1)}`);
  expect(await names()).toEqual(['NAMES', ...nodes.slice(0, -1).toReversed()]);
});
