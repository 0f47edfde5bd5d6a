/** Manifests to begin with: what the study notes apply, as files of our own. Loaded when they are first asked for. */
import type { TextKey } from '../i18n/text';
import backupsCrd from './samples/backups-crd.yaml?raw';
import ch4Batch from './samples/ch4-batch.yaml?raw';
import ch4MultiBatch from './samples/ch4-multi-batch-job.yaml?raw';
import crashLoop from './samples/crash-loop.yaml?raw';
import disruptionBudget from './samples/disruption-budget.yaml?raw';
import execLiveness from './samples/exec-liveness.yaml?raw';
import helloCronJob from './samples/hello-cronjob.yaml?raw';
import ingress from './samples/ingress.yaml?raw';
import kubiaHttpService from './samples/kubia-http-service.yaml?raw';
import kubiaLivenessDelay from './samples/kubia-liveness-probe-initial-delay.yaml?raw';
import kubiaLiveness from './samples/kubia-liveness-probe.yaml?raw';
import kubiaPod from './samples/kubia-pod.yaml?raw';
import kubiaRc from './samples/kubia-rc.yaml?raw';
import kubiaReplicaSet from './samples/kubia-replicaset.yaml?raw';
import kubiaStatefulSet from './samples/kubia-statefulset.yaml?raw';
import memoryHog from './samples/memory-hog.yaml?raw';
import myService from './samples/my-service.yaml?raw';
import networkPolicy from './samples/network-policy.yaml?raw';
import nginxDeployment from './samples/nginx-deployment.yaml?raw';
import nginxNodeSelector from './samples/nginx-node-selector.yaml?raw';
import readinessHttp from './samples/readiness-http.yaml?raw';
import requests from './samples/requests.yaml?raw';
import sidecar from './samples/sidecar.yaml?raw';
import ssdMonitor from './samples/ssd-monitor-daemonset.yaml?raw';
import traefik from './samples/traefik.yaml?raw';
import volumeClaim from './samples/volume-claim.yaml?raw';
import webHpa from './samples/web-hpa.yaml?raw';
import wrongImage from './samples/wrong-image.yaml?raw';

export interface Sample {
  readonly name: string;
  readonly title: TextKey;
  readonly text: string;
}

export const samples: readonly Sample[] = [
  { name: 'kubia-pod.yaml', title: 'sample.kubiaPod', text: kubiaPod },
  { name: 'kubia-liveness-probe.yaml', title: 'sample.liveness', text: kubiaLiveness },
  { name: 'kubia-liveness-probe-initial-delay.yaml', title: 'sample.livenessDelay', text: kubiaLivenessDelay },
  { name: 'exec-liveness.yaml', title: 'sample.execLiveness', text: execLiveness },
  { name: 'kubia-rc.yaml', title: 'sample.rc', text: kubiaRc },
  { name: 'kubia-replicaset.yaml', title: 'sample.replicaSet', text: kubiaReplicaSet },
  { name: 'nginx-deployment.yaml', title: 'sample.deployment', text: nginxDeployment },
  { name: 'kubia-http-service.yaml', title: 'sample.service', text: kubiaHttpService },
  { name: 'my-service.yaml', title: 'sample.namedPorts', text: myService },
  { name: 'ingress.yaml', title: 'sample.ingress', text: ingress },
  { name: 'traefik.yaml', title: 'sample.traefik', text: traefik },
  { name: 'network-policy.yaml', title: 'sample.networkPolicy', text: networkPolicy },
  { name: 'ssd-monitor-daemonset.yaml', title: 'sample.daemonSet', text: ssdMonitor },
  { name: 'ch4-batch.yaml', title: 'sample.job', text: ch4Batch },
  { name: 'ch4-multi-batch-job.yaml', title: 'sample.multiJob', text: ch4MultiBatch },
  { name: 'hello-cronjob.yaml', title: 'sample.cronJob', text: helloCronJob },
  { name: 'kubia-statefulset.yaml', title: 'sample.statefulSet', text: kubiaStatefulSet },
  { name: 'sidecar.yaml', title: 'sample.sidecar', text: sidecar },
  { name: 'volume-claim.yaml', title: 'sample.claim', text: volumeClaim },
  { name: 'web-hpa.yaml', title: 'sample.hpa', text: webHpa },
  { name: 'disruption-budget.yaml', title: 'sample.pdb', text: disruptionBudget },
  { name: 'backups-crd.yaml', title: 'sample.crd', text: backupsCrd },
  { name: 'readiness-http.yaml', title: 'sample.readiness', text: readinessHttp },
  { name: 'nginx-node-selector.yaml', title: 'sample.nodeSelector', text: nginxNodeSelector },
  { name: 'requests.yaml', title: 'sample.requests', text: requests },
  { name: 'crash-loop.yaml', title: 'sample.crashLoop', text: crashLoop },
  { name: 'memory-hog.yaml', title: 'sample.oom', text: memoryHog },
  { name: 'wrong-image.yaml', title: 'sample.wrongImage', text: wrongImage },
];
