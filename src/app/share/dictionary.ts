/**
 * What runs usually contain: deflate starts with it, so that a link need not spell it out. Part of codec version 1:
 * changing a letter breaks every link in the world. A new dictionary needs a new version.
 */

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
kind: ReplicaSet
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx
        resources:
          requests:
            cpu: 100m
            memory: 64Mi
          limits:
        ports:
        - containerPort: 80
        readinessProbe:
          exec:
            command:
            - cat
          tcpSocket:
          httpGet:
            path: /
            port: 8080
          initialDelaySeconds: 15
          periodSeconds: 10
          failureThreshold: 3
      restartPolicy: Always
      nodeSelector:
      tolerations:
---
apiVersion: v1
kind: Pod
metadata:
  name: kubia-liveness
spec:
  containers:
  - image: luksa/kubia-unhealthy
    name: kubia
    livenessProbe:
      httpGet:
        path: /
        port: 8080
---
apiVersion: v1
kind: ReplicationController
metadata:
  name: kubia
spec:
  replicas: 3
  selector:
    app: kubia
  template:
    metadata:
      labels:
        app: kubia
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
        ports:
        - containerPort: 8080
`;

const RUN = [
  '{"v":1,"p":"book","s":2,"n":[{"name":"worker-1","cpu":4,"memory":"8Gi","pods":110,"labels":{}}],"f":{"kubia.yaml":"","kubia-rc.yaml":"',
  '"},"c":[[0,{"type":"killContainer","namespace":"default","pod":"kubia-","container":"kubia"}],',
  '[0,{"type":"breakEndpoint","namespace":"default","pod":"kubia-","container":"kubia","port":8080,"path":"/","mode":"error"}],',
  '[0,{"type":"mendEndpoint","namespace":"default","pod":"kubia-","container":"kubia","port":8080,"path":"/"}],',
  '[0,{"type":"breakExec","probe":"readiness"}],[0,{"type":"mendExec","probe":"liveness"}],[0,{"type":"stopKubelet","node":"worker-3"}],',
  '[0,{"type":"startKubelet"}],[0,{"type":"powerOff"}],[0,{"type":"addNode","node":{"name":"worker-4"}}],[0,{"type":"removeNode"}],',
  '[0,{"type":"bringBack","node":"worker-1"}],[0,{"type":"cutNetwork","node":"worker-2"}],',
  '[0,"DELETE","/api/v1/namespaces/default/pods/kubia-"],[0,"DELETE","/api/v1/nodes/",{"b":{"propagationPolicy":"Background","gracePeriodSeconds":0}}],',
  '[0,"PATCH","/apis/apps/v1/namespaces/default/deployments/web/scale",{"h":{"content-type":"application/merge-patch+json"},"b":{"spec":{"replicas":5,"unschedulable":true}}}],',
  '[0,"PATCH","/api/v1/nodes/worker-1",{"q":{"fieldManager":"kubectl-edit"},"h":{"content-type":"application/strategic-merge-patch+json"},"b":{"metadata":{"labels":{"app":null}}}}],',
  '[0,"POST","/api/v1/namespaces/default/configmaps",{"b":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"","namespace":"default"},"data":{}}}],',
  '[0,"POST","/apis/apps/v1/namespaces/default/replicasets",{"q":{"fieldManager":"kubectl-client-side-apply","fieldValidation":"Strict"},"b":{"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":1}},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"image":"nginx","name":"nginx","ports":[{"containerPort":80}],"readinessProbe":{"exec":{"command":["cat"]}}}]}}}}}],',
  '[0,"POST","/apis/apps/v1/namespaces/default/deployments",{"q":{"fieldManager":"kubectl-client-side-apply","fieldValidation":"Strict"},"b":{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":1}},"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"kubia","image":"luksa/kubia","ports":[{"containerPort":8080}]}]}}}}}],',
  '[0,"POST","/api/v1/namespaces/default/pods",{"q":{"fieldManager":"kubectl-client-side-apply","fieldValidation":"Strict"},"b":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"kubia-liveness","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":1}},"spec":{"containers":[{"image":"luksa/kubia-unhealthy","name":"kubia","livenessProbe":{"httpGet":{"path":"/","port":8080}}}]}}}],',
  '[0,"POST","/api/v1/namespaces/default/replicationcontrollers",{"q":{"fieldManager":"kubectl-client-side-apply","fieldValidation":"Strict"},"b":{"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"kubia","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":1}},"spec":{"replicas":3,"selector":{"app":"kubia"},"template":{"metadata":{"labels":{"app":"kubia"}},"spec":{"containers":[{"name":"kubia","image":"luksa/kubia","ports":[{"containerPort":8080}]}]}}}}}]],"t":0}',
].join('');

/** The dictionary of codec version 1. */
export const DICTIONARY = new TextEncoder().encode(JSON.stringify(MANIFEST).slice(1, -1) + RUN);
