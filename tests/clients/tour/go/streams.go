package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
	utilexec "k8s.io/client-go/util/exec"
)

var streamSteps = []step{
	{"logs: of a running pod, tail and follow", podLogs},
	{"exec: what a command prints and its exit code (WebSocket, SPDY as fallback)", execInPod},
	{"exec: standard input reaches the command", execWithInput},
	{"port-forward: HTTP through a tunnel (WebSocket, SPDY as fallback)", forwardPort},
	{"eviction: a pod is evicted and goes", evictPod},
}

const streamed = "streamed"

// runningPod is made by the first step that asks for it.
func runningPod(ctx context.Context, t *tour) error {
	pods := t.typed.CoreV1().Pods(t.namespace)
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: streamed},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: "luksa/kubia"}}},
	}
	if _, err := pods.Create(ctx, pod, metav1.CreateOptions{}); err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	return until(ctx, func() (bool, error) {
		found, err := pods.Get(ctx, streamed, metav1.GetOptions{})
		return err == nil && found.Status.Phase == corev1.PodRunning, err
	})
}

func podLogs(ctx context.Context, t *tour) error {
	if err := runningPod(ctx, t); err != nil {
		return err
	}
	one := int64(1)
	pods := t.typed.CoreV1().Pods(t.namespace)
	tail, err := pods.GetLogs(streamed, &corev1.PodLogOptions{TailLines: &one}).DoRaw(ctx)
	if err != nil {
		return err
	}
	if bytes.Count(tail, []byte("\n")) != 1 {
		return fmt.Errorf("tail of one line: %q", tail)
	}
	followed, err := pods.GetLogs(streamed, &corev1.PodLogOptions{Follow: true}).Stream(ctx)
	if err != nil {
		return err
	}
	defer followed.Close()
	line, err := bufio.NewReader(followed).ReadString('\n')
	if err != nil || line == "" {
		return fmt.Errorf("followed: %q, %v", line, err)
	}
	return nil
}

func execURL(t *tour, options *corev1.PodExecOptions) *url.URL {
	return t.typed.CoreV1().RESTClient().Post().Resource("pods").Name(streamed).Namespace(t.namespace).
		SubResource("exec").VersionedParams(options, scheme.ParameterCodec).URL()
}

// executor is what kubectl exec builds: WebSocket first, SPDY where the server has none.
func executor(t *tour, options *corev1.PodExecOptions) (remotecommand.Executor, error) {
	target := execURL(t, options)
	socket, err := remotecommand.NewWebSocketExecutor(t.config, "GET", target.String())
	if err != nil {
		return nil, err
	}
	old, err := remotecommand.NewSPDYExecutor(t.config, "POST", target)
	if err != nil {
		return nil, err
	}
	return remotecommand.NewFallbackExecutor(socket, old, func(err error) bool {
		return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
	})
}

func runInPod(ctx context.Context, t *tour, input io.Reader, command ...string) (string, error) {
	run, err := executor(t, &corev1.PodExecOptions{Command: command, Stdin: input != nil, Stdout: true, Stderr: true})
	if err != nil {
		return "", err
	}
	var out, errors bytes.Buffer
	err = run.StreamWithContext(ctx, remotecommand.StreamOptions{Stdin: input, Stdout: &out, Stderr: &errors})
	return out.String(), err
}

func execInPod(ctx context.Context, t *tour) error {
	if out, err := runInPod(ctx, t, nil, "hostname"); err != nil || strings.TrimSpace(out) != streamed {
		return fmt.Errorf("hostname: %q, %v", out, err)
	}
	_, err := runInPod(ctx, t, nil, "sh", "-c", "exit 3")
	var exit utilexec.CodeExitError
	if !errors.As(err, &exit) || exit.Code != 3 {
		return fmt.Errorf("exit 3: %v", err)
	}
	return nil
}

func execWithInput(ctx context.Context, t *tour) error {
	out, err := runInPod(ctx, t, strings.NewReader("hello\n"), "cat")
	if err != nil || out != "hello\n" {
		return fmt.Errorf("cat: %q, %v", out, err)
	}
	return nil
}

func forwardPort(ctx context.Context, t *tour) error {
	target := t.typed.CoreV1().RESTClient().Post().Resource("pods").Name(streamed).Namespace(t.namespace).SubResource("portforward").URL()
	socket, err := portforward.NewSPDYOverWebsocketDialer(target, t.config)
	if err != nil {
		return err
	}
	transport, upgrader, err := spdy.RoundTripperFor(t.config)
	if err != nil {
		return err
	}
	old := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, "POST", target)
	dialer := portforward.NewFallbackDialer(socket, old, func(err error) bool {
		return httpstream.IsUpgradeFailure(err) || httpstream.IsHTTPSProxyError(err)
	})
	stop, ready := make(chan struct{}), make(chan struct{})
	defer close(stop)
	forwarder, err := portforward.New(dialer, []string{"0:8080"}, stop, ready, io.Discard, io.Discard)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- forwarder.ForwardPorts() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-ready:
	}
	ports, err := forwarder.GetPorts()
	if err != nil {
		return err
	}
	for range 3 {
		if err := fetch(ctx, fmt.Sprintf("http://127.0.0.1:%d/", ports[0].Local)); err != nil {
			return err
		}
	}
	return nil
}

func fetch(ctx context.Context, address string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(text), "You've hit "+streamed) {
		return fmt.Errorf("%q, %v", text, err)
	}
	return nil
}

func evictPod(ctx context.Context, t *tour) error {
	pods := t.typed.CoreV1().Pods(t.namespace)
	zero := int64(0)
	err := pods.EvictV1(ctx, &policyv1.Eviction{
		ObjectMeta: metav1.ObjectMeta{Name: streamed, Namespace: t.namespace}, DeleteOptions: &metav1.DeleteOptions{GracePeriodSeconds: &zero},
	})
	if err != nil {
		return err
	}
	return until(ctx, func() (bool, error) {
		_, err := pods.Get(ctx, streamed, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return true, nil
		}
		return false, err
	})
}
