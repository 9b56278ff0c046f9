// Command kubelab is a Kubernetes control plane in one binary: its first argument says which part it is.
// All parts share one build and one link, which take minutes; as programs of their own they would take an hour.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubectl/pkg/cmd"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	nodestages "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	leasestages "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podstages "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

// A part of the control plane: it runs until it is told to end and gives the exit code.
type part struct {
	name string
	run  func() int
}

var parts = []part{
	{"etcd", func() int { etcdmain.Main(os.Args); return 0 }},
	{"kube-apiserver", func() int { return cli.Run(apiserver.NewAPIServerCommand()) }},
	{"kube-controller-manager", func() int { return cli.Run(controllers.NewControllerManagerCommand()) }},
	{"kube-scheduler", func() int { return cli.Run(scheduler.NewSchedulerCommand()) }},
	{"kubectl", func() int { return cli.Run(cmd.NewDefaultKubectlCommand()) }},
	{"kwok", simulateNodes},
	{"kwok-stages", printStages},
}

func main() {
	if os.Getenv("KUBELAB_ENDS_WITH_STDIN") != "" {
		go endWithStdin()
	}
	names := make([]string, len(parts))
	for i, part := range parts {
		names[i] = part.name
		if len(os.Args) > 1 && os.Args[1] == part.name {
			os.Args = os.Args[1:]
			os.Exit(part.run())
		}
	}
	fmt.Fprintf(os.Stderr, "kubelab: the first argument must be one of %s\n", strings.Join(names, ", "))
	os.Exit(2)
}

// Whoever started this part holds the other end of standard input: once it is gone, however it ended, so is the part.
func endWithStdin() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

// Plays the kubelets: pods that the scheduler has placed become ready though no container runs.
func simulateNodes() int {
	// component-base has put a flag named version on the global set, of another type than kwok's.
	pflag.CommandLine = pflag.NewFlagSet("kwok", pflag.ContinueOnError)
	global := pflag.NewFlagSet("global", pflag.ContinueOnError)
	global.ParseErrorsAllowlist.UnknownFlags = true
	global.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(signals.SetupSignalContext(), global)
	ctx, err := kwokconfig.InitFlags(ctx, global)
	if err == nil {
		command := kwok.NewCommand(ctx)
		command.PersistentFlags().AddFlagSet(global)
		err = command.ExecuteContext(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kwok:", err)
		return 1
	}
	return 0
}

// kwok run by itself knows no life cycle of nodes and pods; these are the ones it ships.
func printStages() int {
	fmt.Println(strings.Join([]string{
		nodestages.DefaultNodeInit,
		leasestages.DefaultNodeHeartbeatWithLease,
		podstages.DefaultPodReady,
		podstages.DefaultPodComplete,
		podstages.DefaultPodDelete,
	}, "\n---\n"))
	return 0
}
