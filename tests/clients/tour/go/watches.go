package main

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	watchtools "k8s.io/client-go/tools/watch"
	"k8s.io/client-go/util/workqueue"
)

var watchSteps = []step{
	{"informers: shared, of nodes, pods and deployments, synced and followed", sharedInformers},
	{"informers: of metadata alone", metadataInformer},
	{"informers: dynamic", dynamicInformer},
	{"watch list: initial events, the bookmark that ends them", watchList},
	{"watch: bookmarks and timeoutSeconds", watchTimeout},
	{"watch: from a revision that is too old: 410", watchExpired},
	{"watch: until a condition holds (RetryWatcher)", untilCondition},
	{"reconcile: a controller with a work queue keeps one ConfigMap per Secret", reconcileLoop},
	{"leader election: the second candidate takes over when the first lets go", leaderElection},
}

// synced waits for the first list, tells why if it does not come.
func synced(ctx context.Context, has ...cache.InformerSynced) error {
	limited, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if !cache.WaitForCacheSync(limited.Done(), has...) {
		return errors.New("the caches did not sync within 15 s")
	}
	return nil
}

func sharedInformers(ctx context.Context, t *tour) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	factory := informers.NewSharedInformerFactory(t.typed, 0)
	nodes, pods, deployments := factory.Core().V1().Nodes(), factory.Core().V1().Pods(), factory.Apps().V1().Deployments()
	has := []cache.InformerSynced{nodes.Informer().HasSynced, pods.Informer().HasSynced, deployments.Informer().HasSynced}
	var added, deleted atomic.Int32
	_, err := pods.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(any) { added.Add(1) },
		DeleteFunc: func(any) { deleted.Add(1) },
	})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	if err := synced(ctx, has...); err != nil {
		return err
	}
	before := added.Load()
	pod := &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "informed", Namespace: t.namespace},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: "nginx"}}},
	}
	if _, err := t.typed.CoreV1().Pods(t.namespace).Create(ctx, pod, metav1.CreateOptions{}); err != nil {
		return err
	}
	err = until(ctx, func() (bool, error) {
		found, err := pods.Lister().Pods(t.namespace).Get("informed")
		if apierrors.IsNotFound(err) {
			return false, nil
		}
		return err == nil && found.Status.Phase == corev1.PodRunning && added.Load() > before, err
	})
	if err != nil {
		return fmt.Errorf("the pod did not run in the cache: %w", err)
	}
	zero := int64(0)
	if err := t.typed.CoreV1().Pods(t.namespace).Delete(ctx, "informed", metav1.DeleteOptions{GracePeriodSeconds: &zero}); err != nil {
		return err
	}
	return until(ctx, func() (bool, error) { return deleted.Load() > 0, nil })
}

func metadataInformer(ctx context.Context, t *tour) error {
	client, err := metadata.NewForConfig(t.config)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	factory := metadatainformer.NewSharedInformerFactory(client, 0)
	informer := factory.ForResource(schema.GroupVersionResource{Version: "v1", Resource: "nodes"})
	has := informer.Informer().HasSynced
	factory.Start(ctx.Done())
	if err := synced(ctx, has); err != nil {
		return err
	}
	for _, found := range informer.Informer().GetStore().List() {
		if partial, ok := found.(*metav1.PartialObjectMetadata); !ok || partial.Name == "" {
			return fmt.Errorf("%T in the cache", found)
		}
	}
	if n := len(informer.Informer().GetStore().List()); n == 0 {
		return errors.New("no nodes")
	}
	return nil
}

func dynamicInformer(ctx context.Context, t *tour) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(t.dynamic, 0, t.namespace, nil)
	informer := factory.ForResource(schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "replicasets"})
	has := informer.Informer().HasSynced
	factory.Start(ctx.Done())
	if err := synced(ctx, has); err != nil {
		return err
	}
	if len(informer.Informer().GetStore().List()) == 0 {
		return errors.New("no ReplicaSets of the Deployment applied before")
	}
	return nil
}

func watchList(ctx context.Context, t *tour) error {
	yes := true
	stream, err := t.typed.CoreV1().Nodes().Watch(ctx, metav1.ListOptions{
		SendInitialEvents: &yes, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan, AllowWatchBookmarks: true,
	})
	if err != nil {
		return err
	}
	defer stream.Stop()
	seen := 0
	for event := range stream.ResultChan() {
		node, ok := event.Object.(*corev1.Node)
		switch {
		case event.Type == watch.Added && ok:
			seen++
		case event.Type == watch.Bookmark && ok && node.Annotations[metav1.InitialEventsAnnotationKey] == "true":
			if seen == 0 {
				return errors.New("no initial events")
			}
			return nil
		default:
			return fmt.Errorf("%s %v", event.Type, event.Object)
		}
	}
	return errors.New("the watch ended before its bookmark")
}

func watchTimeout(ctx context.Context, t *tour) error {
	two := int64(2)
	begun := time.Now()
	stream, err := t.typed.CoreV1().ConfigMaps(t.namespace).Watch(ctx, metav1.ListOptions{TimeoutSeconds: &two, AllowWatchBookmarks: true})
	if err != nil {
		return err
	}
	bookmarks := 0
	for event := range stream.ResultChan() {
		if event.Type == watch.Bookmark {
			bookmarks++
		}
	}
	if took := time.Since(begun); took < 1500*time.Millisecond || took > 6*time.Second {
		return fmt.Errorf("ended after %v", took)
	}
	if bookmarks == 0 {
		return errors.New("no bookmark before the end")
	}
	return nil
}

func watchExpired(ctx context.Context, t *tour) error {
	stream, err := t.typed.CoreV1().ConfigMaps(t.namespace).Watch(ctx, metav1.ListOptions{ResourceVersion: "1"})
	if apierrors.IsResourceExpired(err) || apierrors.IsGone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer stream.Stop()
	event := <-stream.ResultChan()
	if event.Type == watch.Error {
		if err := apierrors.FromObject(event.Object); apierrors.IsResourceExpired(err) || apierrors.IsGone(err) {
			return nil
		}
	}
	// A young cluster still has its whole history.
	if event.Type == watch.Added || event.Type == watch.Modified {
		return nil
	}
	return fmt.Errorf("%s %v", event.Type, event.Object)
}

func untilCondition(ctx context.Context, t *tour) error {
	maps := t.typed.CoreV1().ConfigMaps(t.namespace)
	made, err := maps.Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "awaited"}}, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	go func() {
		time.Sleep(300 * time.Millisecond)
		made.Data = map[string]string{"ready": "yes"}
		_, _ = maps.Update(ctx, made, metav1.UpdateOptions{})
	}()
	fields := "metadata.name=awaited"
	watcher := &cache.ListWatch{WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		options.FieldSelector = fields
		return maps.Watch(ctx, options)
	}}
	_, err = watchtools.Until(ctx, made.ResourceVersion, watcher, func(event watch.Event) (bool, error) {
		found, ok := event.Object.(*corev1.ConfigMap)
		return ok && found.Data["ready"] == "yes", nil
	})
	return err
}

// reconcileLoop is the shape of every operator: an informer fills a queue, a worker reads the cache and writes.
func reconcileLoop(ctx context.Context, t *tour) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	factory := informers.NewSharedInformerFactoryWithOptions(t.typed, 0, informers.WithNamespace(t.namespace))
	secrets, maps := factory.Core().V1().Secrets(), factory.Core().V1().ConfigMaps()
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[string]())
	defer queue.ShutDown()
	enqueue := func(object any) {
		if secret, ok := object.(*corev1.Secret); ok && secret.Labels["tour"] == "reconcile" {
			queue.Add(secret.Name)
		}
	}
	if _, err := secrets.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: enqueue}); err != nil {
		return err
	}
	has := []cache.InformerSynced{secrets.Informer().HasSynced, maps.Informer().HasSynced}
	factory.Start(ctx.Done())
	if err := synced(ctx, has...); err != nil {
		return err
	}
	go func() {
		for {
			name, quit := queue.Get()
			if quit {
				return
			}
			_, err := t.typed.CoreV1().ConfigMaps(t.namespace).Create(ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}}, metav1.CreateOptions{})
			if err != nil && !apierrors.IsAlreadyExists(err) {
				queue.AddRateLimited(name)
			}
			queue.Done(name)
		}
	}()
	for i := range 5 {
		secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("pair-%d", i), Labels: map[string]string{"tour": "reconcile"}}}
		if _, err := t.typed.CoreV1().Secrets(t.namespace).Create(ctx, secret, metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	return until(ctx, func() (bool, error) {
		for i := range 5 {
			if _, err := maps.Lister().ConfigMaps(t.namespace).Get(fmt.Sprintf("pair-%d", i)); err != nil {
				return false, nil
			}
		}
		return true, nil
	})
}

func leaderElection(ctx context.Context, t *tour) error {
	leads := make(chan string, 2)
	candidate := func(ctx context.Context, id string) {
		leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
			Lock: &resourcelock.LeaseLock{
				LeaseMeta: metav1.ObjectMeta{Name: "tour", Namespace: t.namespace}, Client: t.typed.CoordinationV1(),
				LockConfig: resourcelock.ResourceLockConfig{Identity: id},
			},
			LeaseDuration: 6 * time.Second, RenewDeadline: 4 * time.Second, RetryPeriod: time.Second, ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { leads <- id },
				OnStoppedLeading: func() {},
			},
		})
	}
	first, resign := context.WithCancel(ctx)
	defer resign()
	second, stop := context.WithCancel(ctx)
	defer stop()
	go candidate(first, "first")
	if err := elected(ctx, leads, "first"); err != nil {
		return err
	}
	go candidate(second, "second")
	time.Sleep(1500 * time.Millisecond)
	resign()
	return elected(ctx, leads, "second")
}

func elected(ctx context.Context, leads <-chan string, wanted string) error {
	select {
	case id := <-leads:
		if id != wanted {
			return fmt.Errorf("%s leads, not %s", id, wanted)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s does not lead: %w", wanted, ctx.Err())
	}
}
