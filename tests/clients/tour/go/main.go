// The tour of client-go: each step does what a program written with it does. Prints `ok STEP` or `FAIL STEP: why`,
// one a line; ends with 1 if a step failed.
//
//	go run . KUBECONFIG NAMESPACE
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/client-go/discovery"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// tour is what every step gets.
type tour struct {
	config    *rest.Config
	typed     kubernetes.Interface
	dynamic   dynamic.Interface
	discovery discovery.DiscoveryInterface
	namespace string
}

type step struct {
	name string
	run  func(ctx context.Context, t *tour) error
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: tour KUBECONFIG NAMESPACE")
		os.Exit(2)
	}
	config, err := clientcmd.BuildConfigFromFlags("", os.Args[1])
	check(err)
	config.QPS = -1
	typed, err := kubernetes.NewForConfig(config)
	check(err)
	dyn, err := dynamic.NewForConfig(config)
	check(err)
	t := &tour{config: config, typed: typed, dynamic: dyn, discovery: typed.Discovery(), namespace: os.Args[2]}
	steps := append(append(append([]step{}, objectSteps...), watchSteps...), streamSteps...)
	failed := false
	for _, s := range steps {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		if err := s.run(ctx, t); err != nil {
			failed = true
			fmt.Printf("FAIL %s: %v\n", s.name, err)
		} else {
			fmt.Printf("ok %s\n", s.name)
		}
		cancel()
	}
	if failed {
		os.Exit(1)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
