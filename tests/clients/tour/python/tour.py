"""The tour of the Python client: each step does what a script written with it does.

Prints `ok STEP` or `FAIL STEP: why`, one a line; ends with 1 if a step failed.
Usage: tour.py KUBECONFIG NAMESPACE streams|objects
"""

import datetime
import sys
import tempfile
import time
import traceback

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.leaderelection import electionconfig, leaderelection
from kubernetes.stream import portforward, stream

KUBECONFIG, NAMESPACE, KIND = sys.argv[1:4]
api_client = config.new_client_from_config(KUBECONFIG)
core = client.CoreV1Api(api_client)
apps = client.AppsV1Api(api_client)

MANIFEST = """
apiVersion: v1
kind: ConfigMap
metadata: {name: from-yaml}
data: {a: b}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: nginx}]
"""


def until(holds, seconds=60):
    end = time.time() + seconds
    while not holds():
        assert time.time() < end, f"it did not come to hold within {seconds} s"
        time.sleep(0.2)


def namespace():
    core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=NAMESPACE)))
    until(lambda: core.list_namespaced_service_account(NAMESPACE).items)


def from_yaml():
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(MANIFEST)
        file.flush()
        utils.create_from_yaml(api_client, file.name, namespace=NAMESPACE)
    until(lambda: apps.read_namespaced_deployment("web", NAMESPACE).status.available_replicas == 2)


def lists():
    pods = core.list_namespaced_pod(NAMESPACE, label_selector="app=web")
    assert len(pods.items) == 2
    first = core.list_namespaced_pod(NAMESPACE, limit=1)
    assert first.metadata._continue
    rest = core.list_namespaced_pod(NAMESPACE, _continue=first.metadata._continue)
    assert len(rest.items) == 1
    age = datetime.datetime.now(datetime.timezone.utc) - pods.items[0].metadata.creation_timestamp
    assert abs(age.total_seconds()) < 600


def watches():
    version = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version
    body = client.V1ConfigMap(metadata=client.V1ObjectMeta(name="watched"))
    core.create_namespaced_config_map(NAMESPACE, body)
    core.patch_namespaced_config_map("watched", NAMESPACE, {"data": {"a": "b"}})
    core.delete_namespaced_config_map("watched", NAMESPACE)
    seen = []
    follow = watch.Watch()
    for event in follow.stream(core.list_namespaced_config_map, NAMESPACE, resource_version=version, timeout_seconds=10):
        seen.append(event["type"])
        if event["type"] == "DELETED":
            follow.stop()
    assert seen == ["ADDED", "MODIFIED", "DELETED"], seen


def patches():
    scaled = apps.patch_namespaced_deployment_scale("web", NAMESPACE, {"spec": {"replicas": 1}})
    assert scaled.spec.replicas == 1
    applied = apps.patch_namespaced_deployment(
        "web",
        NAMESPACE,
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": {"replicas": 3}},
        field_manager="python",
        force=True,
        _content_type="application/apply-patch+yaml",
    )
    assert applied.spec.replicas == 3


def errors():
    try:
        core.read_namespaced_pod("nowhere", NAMESPACE)
    except ApiException as error:
        assert error.status == 404 and "not found" in error.body
    else:
        raise AssertionError("it was found")


def dynamic_client():
    found = dynamic.DynamicClient(api_client).resources.get(api_version="v1", kind="Secret")
    found.create(namespace=NAMESPACE, body={"metadata": {"name": "dynamic"}, "stringData": {"a": "b"}})
    assert found.get(name="dynamic", namespace=NAMESPACE).data.a == "Yg=="
    found.server_side_apply(
        namespace=NAMESPACE,
        name="dynamic",
        field_manager="tour",
        body={"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "dynamic", "labels": {"a": "b"}}},
    )
    found.delete(name="dynamic", namespace=NAMESPACE)


def custom_objects():
    extensions = client.ApiextensionsV1Api(api_client)
    group = f"{NAMESPACE}.example.com"
    extensions.create_custom_resource_definition(
        {
            "metadata": {"name": f"gadgets.{group}"},
            "spec": {
                "group": group,
                "scope": "Namespaced",
                "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget"},
                "versions": [
                    {
                        "name": "v1",
                        "served": True,
                        "storage": True,
                        "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
                    }
                ],
            },
        }
    )
    custom = client.CustomObjectsApi(api_client)

    def is_served():
        try:
            custom.list_namespaced_custom_object(group, "v1", NAMESPACE, "gadgets")
            return True
        except ApiException:
            return False

    until(is_served)
    body = {"apiVersion": f"{group}/v1", "kind": "Gadget", "metadata": {"name": "one"}, "size": 1}
    custom.create_namespaced_custom_object(group, "v1", NAMESPACE, "gadgets", body)
    custom.patch_namespaced_custom_object(group, "v1", NAMESPACE, "gadgets", "one", {"size": 2})
    assert custom.get_namespaced_custom_object(group, "v1", NAMESPACE, "gadgets", "one")["size"] == 2
    extensions.delete_custom_resource_definition(f"gadgets.{group}")


def leader_election():
    from kubernetes.leaderelection.resourcelock.configmaplock import ConfigMapLock

    client.Configuration.set_default(api_client.configuration)
    led = []

    class Done(Exception):
        pass

    def leads():
        led.append("first")

    lock = ConfigMapLock("tour", NAMESPACE, "first")
    settings = electionconfig.Config(
        lock, lease_duration=5, renew_deadline=3, retry_period=1, onstarted_leading=leads, onstopped_leading=lambda: None
    )
    import threading

    threading.Thread(target=leaderelection.LeaderElection(settings).run, daemon=True).start()
    until(lambda: led == ["first"], 20)


def a_pod_runs():
    containers = [client.V1Container(name="main", image="luksa/kubia")]
    pod = client.V1Pod(metadata=client.V1ObjectMeta(name="kubia"), spec=client.V1PodSpec(containers=containers))
    core.create_namespaced_pod(NAMESPACE, pod)
    until(lambda: core.read_namespaced_pod("kubia", NAMESPACE).status.phase == "Running")


def logs():
    assert "Kubia server" in core.read_namespaced_pod_log("kubia", NAMESPACE)
    for line in watch.Watch().stream(core.read_namespaced_pod_log, "kubia", NAMESPACE):
        assert "Kubia" in line
        break


def execs():
    said = stream(
        core.connect_get_namespaced_pod_exec, "kubia", NAMESPACE, command=["hostname"], stdout=True, stderr=True
    )
    assert said.strip() == "kubia", said
    run = stream(
        core.connect_get_namespaced_pod_exec,
        "kubia",
        NAMESPACE,
        command=["sh"],
        stdin=True,
        stdout=True,
        stderr=True,
        _preload_content=False,
    )
    run.write_stdin("echo hello\n")
    assert run.readline_stdout(timeout=10) == "hello"
    run.write_stdin("exit 3\n")
    run.run_forever(timeout=10)
    assert run.returncode == 3, run.returncode


def forwards():
    forward = portforward(core.connect_get_namespaced_pod_portforward, "kubia", NAMESPACE, ports="8080")
    socket = forward.socket(8080)
    socket.settimeout(10)
    socket.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = b""
    while piece := socket.recv(4096):
        answer += piece
    assert b"You've hit kubia" in answer, (answer, forward.error(8080))


def delete_all():
    core.delete_namespace(NAMESPACE)
    until(lambda: all(one.metadata.name != NAMESPACE for one in core.list_namespace().items), 90)


STEPS = [
    ("namespace with its default account", namespace),
    ("create_from_yaml, a Deployment becomes available", from_yaml),
    ("lists, labels, continue, ages", lists),
    ("watch from a revision", watches),
    ("patch, scale, server-side apply", patches),
    ("an error is an ApiException", errors),
    ("dynamic client", dynamic_client),
    ("custom objects", custom_objects),
    ("leader election", leader_election),
]
if KIND == "streams":
    STEPS += [
        ("a pod runs", a_pod_runs),
        ("logs, followed", logs),
        ("exec, with input and exit code (WebSocket)", execs),
        ("port-forward (WebSocket)", forwards),
    ]
STEPS += [("a namespace goes", delete_all)]

failed = False
for name, act in STEPS:
    try:
        act()
        print(f"ok {name}", flush=True)
    except Exception as error:  # Every failure is told, and the tour goes on.
        failed = True
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = " ".join(str(error).split())[:300]
        print(f"FAIL {name}: {type(error).__name__} {text} (line {where.lineno})", flush=True)
sys.exit(1 if failed else 0)
