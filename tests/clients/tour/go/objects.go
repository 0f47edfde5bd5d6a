package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	appsapply "k8s.io/client-go/applyconfigurations/apps/v1"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	metaapply "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/scale"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/retry"
)

var objectSteps = []step{
	{"discovery: groups, versions and resources, aggregated", discover},
	{"discovery: a kind becomes a resource (RESTMapper)", restMapping},
	{"openapi: v3 paths and a schema, v2 document", openAPI},
	{"typed: create, update with retry on conflict, patch, delete", typedObjects},
	{"dynamic: create, list by label, delete collection", dynamicObjects},
	{"server-side apply: typed configurations, a conflict, force", serverSideApply},
	{"scale client: a Deployment by its scale subresource", scaleDeployment},
	{"pager: a list in chunks of 10", pagedList},
	{"events: a recorder's Event arrives, its repetition is counted", recordEvents},
	{"reviews: SelfSubjectAccessReview, SelfSubjectReview, TokenRequest", reviews},
	{"errors: not found, already exists, invalid are told apart", apiErrors},
	{"protobuf: a client that prefers it and takes JSON reads", protobufAccept},
	{"protobuf: a client that sends it is told to send JSON", protobufBody},
}

func discover(_ context.Context, t *tour) error {
	groups, resources, err := t.discovery.ServerGroupsAndResources()
	if err != nil {
		return err
	}
	if len(groups) < 15 || len(resources) < 20 {
		return fmt.Errorf("%d groups, %d versions", len(groups), len(resources))
	}
	version, err := t.discovery.ServerVersion()
	if err != nil {
		return err
	}
	if version.Major != "1" {
		return fmt.Errorf("version %v", version)
	}
	return nil
}

func mapper(t *tour) meta.RESTMapper {
	return restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(t.discovery))
}

func restMapping(_ context.Context, t *tour) error {
	mapping, err := mapper(t).RESTMapping(schema.GroupKind{Group: "apps", Kind: "Deployment"})
	if err != nil {
		return err
	}
	if mapping.Resource.Resource != "deployments" || mapping.Scope.Name() != meta.RESTScopeNameNamespace {
		return fmt.Errorf("mapped to %v, %v", mapping.Resource, mapping.Scope.Name())
	}
	_, err = restmapper.NewShortcutExpander(mapper(t), t.discovery, nil).ResourceFor(schema.GroupVersionResource{Resource: "deploy"})
	return err
}

func openAPI(_ context.Context, t *tour) error {
	paths, err := t.discovery.OpenAPIV3().Paths()
	if err != nil {
		return err
	}
	apps, ok := paths["apis/apps/v1"]
	if !ok {
		return errors.New("apis/apps/v1 is not in /openapi/v3")
	}
	if _, err := apps.Schema("application/json"); err != nil {
		return err
	}
	_, err = t.discovery.OpenAPISchema() // Asks for the protobuf form of v2.
	return err
}

func typedObjects(ctx context.Context, t *tour) error {
	maps := t.typed.CoreV1().ConfigMaps(t.namespace)
	made, err := maps.Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "typed-"}, Data: map[string]string{"n": "0"}}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	stale := made.DeepCopy()
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		now, err := maps.Get(ctx, made.Name, metav1.GetOptions{})
		if err != nil {
			return err
		}
		now.Data["n"] = "1"
		_, err = maps.Update(ctx, now, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	if _, err := maps.Update(ctx, stale, metav1.UpdateOptions{}); !apierrors.IsConflict(err) {
		return fmt.Errorf("a stale update: %v", err)
	}
	patched, err := maps.Patch(ctx, made.Name, types.StrategicMergePatchType, []byte(`{"data":{"m":"2"}}`), metav1.PatchOptions{})
	if err != nil {
		return err
	}
	if patched.Data["n"] != "1" || patched.Data["m"] != "2" {
		return fmt.Errorf("patched to %v", patched.Data)
	}
	return maps.Delete(ctx, made.Name, metav1.DeleteOptions{Preconditions: metav1.NewUIDPreconditions(string(made.UID))})
}

func dynamicObjects(ctx context.Context, t *tour) error {
	secrets := t.dynamic.Resource(schema.GroupVersionResource{Version: "v1", Resource: "secrets"}).Namespace(t.namespace)
	for i := range 3 {
		secret := &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Secret",
			"metadata":   map[string]any{"name": fmt.Sprintf("dynamic-%d", i), "labels": map[string]any{"tour": "dynamic"}},
			"stringData": map[string]any{"key": "value"},
		}}
		if _, err := secrets.Create(ctx, secret, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	selector := metav1.ListOptions{LabelSelector: "tour=dynamic"}
	list, err := secrets.List(ctx, selector)
	if err != nil {
		return err
	}
	if len(list.Items) != 3 {
		return fmt.Errorf("%d of 3", len(list.Items))
	}
	if err := secrets.DeleteCollection(ctx, metav1.DeleteOptions{}, selector); err != nil {
		return err
	}
	list, err = secrets.List(ctx, selector)
	if err == nil && len(list.Items) != 0 {
		err = fmt.Errorf("%d are left", len(list.Items))
	}
	return err
}

func deployment(name string, replicas int32) *appsapply.DeploymentApplyConfiguration {
	labels := map[string]string{"app": name}
	return appsapply.Deployment(name, "").WithSpec(appsapply.DeploymentSpec().WithReplicas(replicas).
		WithSelector(metaapply.LabelSelector().WithMatchLabels(labels)).
		WithTemplate(coreapply.PodTemplateSpec().WithLabels(labels).WithSpec(coreapply.PodSpec().
			WithContainers(coreapply.Container().WithName("web").WithImage("nginx")))))
}

func serverSideApply(ctx context.Context, t *tour) error {
	deployments := t.typed.AppsV1().Deployments(t.namespace)
	wanted := deployment("applied", 1)
	wanted.Namespace = &t.namespace
	if _, err := deployments.Apply(ctx, wanted, metav1.ApplyOptions{FieldManager: "one"}); err != nil {
		return err
	}
	other := appsapply.Deployment("applied", t.namespace).WithSpec(appsapply.DeploymentSpec().WithReplicas(2))
	if _, err := deployments.Apply(ctx, other, metav1.ApplyOptions{FieldManager: "two"}); !apierrors.IsConflict(err) {
		return fmt.Errorf("another manager's field: %v", err)
	}
	forced, err := deployments.Apply(ctx, other, metav1.ApplyOptions{FieldManager: "two", Force: true})
	if err != nil {
		return err
	}
	if *forced.Spec.Replicas != 2 {
		return fmt.Errorf("%d replicas", *forced.Spec.Replicas)
	}
	extracted, err := appsapply.ExtractDeployment(forced, "two")
	if err != nil {
		return err
	}
	if extracted.Spec == nil || extracted.Spec.Replicas == nil || extracted.Spec.Template != nil {
		return errors.New("what manager two owns is not its replicas alone")
	}
	return nil
}

func scaleDeployment(ctx context.Context, t *tour) error {
	resolver := scale.NewDiscoveryScaleKindResolver(t.discovery)
	client, err := scale.NewForConfig(t.config, mapper(t), dynamicPath, resolver)
	if err != nil {
		return err
	}
	resource := schema.GroupResource{Group: "apps", Resource: "deployments"}
	now, err := client.Scales(t.namespace).Get(ctx, resource, "applied", metav1.GetOptions{})
	if err != nil {
		return err
	}
	now.Spec.Replicas = 3
	if _, err := client.Scales(t.namespace).Update(ctx, resource, now, metav1.UpdateOptions{}); err != nil {
		return err
	}
	return until(ctx, func() (bool, error) {
		found, err := t.typed.AppsV1().Deployments(t.namespace).Get(ctx, "applied", metav1.GetOptions{})
		return err == nil && isRolledOut(found, 3), err
	})
}

func dynamicPath(kind schema.GroupVersionKind) string {
	if kind.Group == "" {
		return "/api"
	}
	return "/apis"
}

func isRolledOut(d *appsv1.Deployment, replicas int32) bool {
	return d.Status.ObservedGeneration >= d.Generation && d.Status.AvailableReplicas == replicas
}

// until asks every 200 ms.
func until(ctx context.Context, holds func() (bool, error)) error {
	for {
		done, err := holds()
		if err != nil || done {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func pagedList(ctx context.Context, t *tour) error {
	maps := t.typed.CoreV1().ConfigMaps(t.namespace)
	for i := range 25 {
		named := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("page-%02d", i), Labels: map[string]string{"tour": "page"}}}
		if _, err := maps.Create(ctx, named, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	pages, seen := 0, 0
	lister := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		pages++
		return maps.List(ctx, options)
	})
	lister.PageSize = 10
	err := lister.EachListItem(ctx, metav1.ListOptions{LabelSelector: "tour=page"}, func(runtime.Object) error {
		seen++
		return nil
	})
	if err == nil && (pages != 3 || seen != 25) {
		err = fmt.Errorf("%d items on %d pages", seen, pages)
	}
	return err
}

func recordEvents(ctx context.Context, t *tour) error {
	broadcaster := record.NewBroadcaster(record.WithContext(ctx))
	defer broadcaster.Shutdown()
	broadcaster.StartRecordingToSink(&eventSink{t})
	about, err := t.typed.CoreV1().ConfigMaps(t.namespace).Get(ctx, "page-00", metav1.GetOptions{})
	if err != nil {
		return err
	}
	recorder := broadcaster.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "tour"})
	for range 2 {
		recorder.Event(about, corev1.EventTypeNormal, "Toured", "seen by the tour")
	}
	return until(ctx, func() (bool, error) {
		events, err := t.typed.CoreV1().Events(t.namespace).List(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=page-00,reason=Toured"})
		return err == nil && len(events.Items) == 1 && events.Items[0].Count == 2, err
	})
}

func reviews(ctx context.Context, t *tour) error {
	access := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "create", Resource: "pods", Namespace: t.namespace},
	}}
	answer, err := t.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, access, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if !answer.Status.Allowed {
		return errors.New("the administrator may not create pods")
	}
	self, err := t.typed.AuthenticationV1().SelfSubjectReviews().Create(ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if self.Status.UserInfo.Username == "" {
		return errors.New("nobody")
	}
	return actAsServiceAccount(ctx, t)
}

func actAsServiceAccount(ctx context.Context, t *tour) error {
	accounts := t.typed.CoreV1().ServiceAccounts(t.namespace)
	if _, err := accounts.Create(ctx, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "robot"}}, metav1.CreateOptions{}); err != nil {
		return err
	}
	token, err := accounts.CreateToken(ctx, "robot", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	config := rest.AnonymousClientConfig(t.config)
	config.BearerToken = token.Status.Token
	robot, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if _, err := robot.CoreV1().Secrets(t.namespace).List(ctx, metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		return fmt.Errorf("a service account without rights reads secrets: %v", err)
	}
	return nil
}

func apiErrors(ctx context.Context, t *tour) error {
	maps := t.typed.CoreV1().ConfigMaps(t.namespace)
	if _, err := maps.Get(ctx, "nowhere", metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		return fmt.Errorf("get: %v", err)
	}
	again := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "page-00"}}
	if _, err := maps.Create(ctx, again, metav1.CreateOptions{}); !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("create: %v", err)
	}
	bad := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "Not_A_Name"}}
	if _, err := maps.Create(ctx, bad, metav1.CreateOptions{}); !apierrors.IsInvalid(err) {
		return fmt.Errorf("create with a bad name: %v", err)
	}
	return nil
}

func withContent(t *tour, contentType, accept string) (kubernetes.Interface, error) {
	config := rest.CopyConfig(t.config)
	config.ContentType, config.AcceptContentTypes = contentType, accept
	return kubernetes.NewForConfig(config)
}

const protobuf = "application/vnd.kubernetes.protobuf"

func protobufAccept(ctx context.Context, t *tour) error {
	client, err := withContent(t, "application/json", protobuf+",application/json")
	if err != nil {
		return err
	}
	_, err = client.CoreV1().ConfigMaps(t.namespace).List(ctx, metav1.ListOptions{})
	return err
}

func protobufBody(ctx context.Context, t *tour) error {
	client, err := withContent(t, protobuf, protobuf+",application/json")
	if err != nil {
		return err
	}
	_, err = client.CoreV1().ConfigMaps(t.namespace).Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "proto"}}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsUnsupportedMediaType(err) {
		return err
	}
	return nil // A real server takes it.
}

// eventSink writes Events as client-go's own EventSinkImpl does, which lies in the typed package.
type eventSink struct{ t *tour }

func (s *eventSink) Create(e *corev1.Event) (*corev1.Event, error) {
	return s.t.typed.CoreV1().Events(e.Namespace).CreateWithEventNamespace(e)
}
func (s *eventSink) Update(e *corev1.Event) (*corev1.Event, error) {
	return s.t.typed.CoreV1().Events(e.Namespace).UpdateWithEventNamespace(e)
}
func (s *eventSink) Patch(e *corev1.Event, data []byte) (*corev1.Event, error) {
	return s.t.typed.CoreV1().Events(e.Namespace).PatchWithEventNamespace(e, data)
}
