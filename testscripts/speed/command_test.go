//go:build linux

package speed

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

// newState writes a state file of so many APIs with so many routes each and
// returns its path and the identifier of the first API.
func newState(b *testing.B, apis, each int, backend string) (path, id string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "state.json")
	build(b)
	id = output(b, command(path, "apigatewayv2", "create-api", "--name", "bench", "--protocol-type", "HTTP",
		"--cors-configuration", "AllowOrigins="+origin+",AllowMethods=GET,POST,AllowHeaders=content-type,MaxAge=600",
		"--query", "ApiId", "--output", "text"))
	file := &state.File{Path: path}
	do(b, file, "CreateStage", id, text("StageName", "$default"), model.Field{Name: "AutoDeploy", Value: true})
	routes(b, file, id, backend, each)
	if apis > 1 {
		multiply(b, path, id, apis)
	}
	return path, id
}

// multiply puts copies of the only API of a file beside it.
func multiply(b *testing.B, path, id string, apis int) {
	b.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	begin, end := strings.Index(string(data), `        "`+id), strings.LastIndex(string(data), "\n      }\n    }\n  }\n}\n")
	if begin < 0 || end < begin {
		b.Fatalf("the file is not as it was once:\n%s", data)
	}
	one := string(data[begin:end])
	var all strings.Builder
	all.Write(data[:end])
	for i := range apis - 1 {
		all.WriteString(",\n" + strings.Replace(one, id, fmt.Sprintf("a%09d", i), 1))
	}
	all.Write(data[end:])
	if err := os.WriteFile(path, []byte(all.String()), 0o600); err != nil {
		b.Fatal(err)
	}
}

// routes gives an API routes: /small and /large, and others to the same
// integration as /small.
func routes(b *testing.B, file *state.File, id, backend string, n int) {
	b.Helper()
	integration := func(path string) string {
		return "integrations/" + do(b, file, "CreateIntegration", id, text("IntegrationType", "HTTP_PROXY"), text("IntegrationMethod", "GET"),
			text("IntegrationUri", backend+path), text("PayloadFormatVersion", "1.0")).String("IntegrationId")
	}
	small, large := integration("/small"), integration("/large")
	do(b, file, "CreateRoute", id, text("RouteKey", "GET /small"), text("Target", small))
	do(b, file, "CreateRoute", id, text("RouteKey", "GET /large"), text("Target", large))
	for i := range n - 2 {
		do(b, file, "CreateRoute", id, text("RouteKey", fmt.Sprintf("GET /pets/{id}/%d", i)), text("Target", small))
	}
}

func do(b *testing.B, file *state.File, operation, id string, fields ...model.Field) *model.Document {
	b.Helper()
	if id != "" {
		fields = append(fields, text("ApiId", id))
	}
	out, err := file.Do(b.Context(), "us-east-1", model.OperationByName(operation), model.NewDocument(fields...))
	if err != nil {
		b.Fatalf("%s: %v", operation, err)
	}
	return out
}

func text(name, value string) model.Field { return model.Field{Name: name, Value: value} }

// BenchmarkCommand measures commands as whole processes: x-hello is the time
// over that of a program that prints a word, x-hello-less-write the same after
// one write, fsync and rename of a file of the state's size was taken off, and
// x-hello-less-lasting-write after the fsync of the directory was too, without
// which the renaming need not be on the disk.
func BenchmarkCommand(b *testing.B) {
	for _, apis := range []int{1, 1000} {
		path, id := newState(b, apis, 20, "http://127.0.0.1:9000")
		for _, c := range []struct {
			name   string
			writes bool
			args   []string
		}{
			{"get-api", false, []string{"get-api", "--api-id", id}},
			{"get-apis", false, []string{"get-apis", "--max-items", "10"}},
			{"update-api", true, []string{"update-api", "--api-id", id, "--description"}},
			{"create-route", true, []string{"create-route", "--api-id", id, "--route-key"}},
		} {
			b.Run(fmt.Sprintf("%s/apis=%d", c.name, apis), func(b *testing.B) { benchmarkCommand(b, path, c.writes, c.args) })
		}
	}
}

var commandCount int // so that no two commands are the same

func benchmarkCommand(b *testing.B, path string, writes bool, args []string) {
	var floors, ours, bare, lasting []time.Duration
	var peaks []float64
	for b.Loop() {
		for range 20 {
			cmd := exec.Command(built.hello)
			floors = append(floors, timed(b, cmd))
			cmd = command(path, append([]string{"apigatewayv2"}, args...)...)
			if writes {
				commandCount++
				cmd.Args = append(cmd.Args, fmt.Sprintf("GET /n/%d", commandCount))
				renamed, kept := bareWrite(b, path, path+".bare")
				bare, lasting = append(bare, renamed), append(lasting, kept)
			}
			ours = append(ours, timed(b, cmd))
			if writes { // the state stays as it is
				bareWrite(b, path+".bare", path)
			}
			peaks = append(peaks, peakMiB(cmd))
		}
	}
	b.ReportMetric(median(ours)/median(floors), "x-hello")
	b.ReportMetric(median(peaks), "MiB")
	if writes {
		b.ReportMetric((median(ours)-median(bare))/median(floors), "x-hello-less-write")
		b.ReportMetric((median(ours)-median(lasting))/median(floors), "x-hello-less-lasting-write")
	}
}

// timed runs a command.
func timed(b *testing.B, cmd *exec.Cmd) time.Duration {
	b.Helper()
	began := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatalf("%q: %v", cmd.Args, err)
	}
	return time.Since(began)
}

// bareWrite puts a copy of a file in the place of another beside it, as whoever
// replaces a file must: it writes to a third, has that on the disk and renames
// it. It returns after what time it was renamed, and after what time that was on
// the disk.
func bareWrite(b *testing.B, from, to string) (renamed, lasting time.Duration) {
	b.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	f, err := os.OpenFile(to+".temporary", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	f.Close()
	if err := os.Rename(f.Name(), to); err != nil {
		b.Fatal(err)
	}
	renamed = time.Since(began)
	directory, err := os.Open(filepath.Dir(to))
	if err != nil {
		b.Fatal(err)
	}
	defer directory.Close()
	if err := directory.Sync(); err != nil {
		b.Fatal(err)
	}
	return renamed, time.Since(began)
}
