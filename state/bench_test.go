package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// stateFile is a state of APIs with routes, as gatehouse itself writes it: 1,000
// APIs with 20 routes are 3.5 MB.
func stateFile(apis, routes int) string {
	var b strings.Builder
	b.WriteString("{\n  \"version\": 1,\n  \"format\": \"gatehouse state\",\n  \"regions\": {\n    \"us-east-1\": {\n      \"apis\": {")
	for i := range apis {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
        "a%09d": {
          "CorsConfiguration": {
            "AllowHeaders": [
              "content-type"
            ],
            "AllowMethods": [
              "GET",
              "POST"
            ],
            "AllowOrigins": [
              "https://app.example.com"
            ],
            "MaxAge": 600
          },
          "CreatedDate": "2026-01-02T03:04:05Z",
          "Name": "bench",
          "ProtocolType": "HTTP",
          "integrations": {
            "i%06d": {
              "IntegrationMethod": "ANY",
              "IntegrationType": "HTTP_PROXY",
              "IntegrationUri": "http://127.0.0.1:9000/pets",
              "PayloadFormatVersion": "1.0"
            }
          },
          "routes": {`, i, i)
		for r := range routes {
			if r > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `
            "r%03d%03d": {
              "RouteKey": "GET /resources/{id}/r%d",
              "Target": "integrations/i%06d"
            }`, i, r, r, i)
		}
		b.WriteString("\n          }\n        }")
	}
	b.WriteString("\n      }\n    }\n  }\n}\n")
	return b.String()
}

func benchFile(b *testing.B, text string) string {
	path := filepath.Join(b.TempDir(), "state.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

func BenchmarkIndex(b *testing.B) {
	text := stateFile(1000, 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newImage("x", text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDo runs single commands, each as a new process would.
func BenchmarkDo(b *testing.B) {
	const cors = `"CorsConfiguration":{"AllowOrigins":["https://app.example.com"],"MaxAge":600}`
	files := []struct{ name, text string }{{"small", stateFile(1, 5)}, {"large", stateFile(1000, 20)}}
	commands := []string{
		`get-api {"ApiId":"a000000000"}`,
		`get-apis {}`,
		`get-routes {"ApiId":"a000000000"}`,
		`update-api {"ApiId":"a000000000",` + cors + `}`,
		`create-route {"ApiId":"a000000000","RouteKey":"GET /new"}`,
	}
	for _, file := range files {
		for _, command := range commands {
			name, input, _ := strings.Cut(command, " ")
			b.Run(file.name+"/"+name, func(b *testing.B) {
				path := benchFile(b, file.text)
				op := model.OperationByCommand(name)
				in, err := model.ParseJSON(input)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(file.text)))
				b.ReportAllocs()
				for b.Loop() {
					if name == "create-route" {
						if err := os.WriteFile(path, []byte(file.text), 0o600); err != nil {
							b.Fatal(err)
						}
					}
					f := &File{Path: path}
					if _, err := f.Do(context.Background(), "us-east-1", op, in.(*model.Document)); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkOperation is update-api without reading and writing.
func BenchmarkOperation(b *testing.B) {
	text := stateFile(1000, 20)
	img, err := newImage("x", text)
	if err != nil {
		b.Fatal(err)
	}
	in, err := model.ParseJSON(`{"ApiId":"a000000500","Name":"x"}`)
	if err != nil {
		b.Fatal(err)
	}
	op := model.OperationByCommand("update-api")
	b.ReportAllocs()
	for b.Loop() {
		account := img.account("us-east-1", Settings{})
		if _, err := account.do(op, in.(*model.Document)); err != nil {
			b.Fatal(err)
		}
		account.changedImage()
	}
}

// BenchmarkReplace is what any write costs on this disk: the floor of a
// command that changes something.
func BenchmarkReplace(b *testing.B) {
	for _, file := range []struct{ name, text string }{{"small", stateFile(1, 5)}, {"large", stateFile(1000, 20)}} {
		b.Run(file.name, func(b *testing.B) {
			path := benchFile(b, file.text)
			img, err := newImage(path, file.text)
			if err != nil {
				b.Fatal(err)
			}
			f := &File{Path: path}
			b.SetBytes(int64(len(file.text)))
			for b.Loop() {
				stamp, err := stampAt(path)
				if err != nil {
					b.Fatal(err)
				}
				if err := f.replace(path, stamp, img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	path := benchFile(b, stateFile(1000, 20))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (&File{Path: path}).Load(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReload is Load after a change of one API among many.
func BenchmarkReload(b *testing.B) {
	for _, file := range []struct{ name, text string }{{"200", stateFile(200, 0)}, {"large", stateFile(1000, 20)}} {
		b.Run(file.name, func(b *testing.B) {
			f := &File{Path: benchFile(b, file.text)}
			img, err := newImage(f.Path, file.text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				account := img.account("us-east-1", Settings{})
				if _, err := account.UpdateApi(model.UpdateApiInput{ApiId: new("a000000100"), Description: new(fmt.Sprint(i))}); err != nil {
					b.Fatal(err)
				}
				img = account.changedImage()
				f.keep(&reading{image: img, stamp: Stamp{inode: uint64(i)}})
				if _, err := f.load(f.last.Load()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkChanged is what serve does at most once a millisecond.
func BenchmarkChanged(b *testing.B) {
	f := &File{Path: benchFile(b, stateFile(1, 5))}
	catalog, err := f.Load()
	if err != nil {
		b.Fatal(err)
	}
	for _, age := range []string{"young", "old"} {
		b.Run(age, func(b *testing.B) {
			since := catalog.Stamp
			since.racy = age == "young"
			b.ReportAllocs()
			for b.Loop() {
				if changed, err := f.Changed(since); changed || err != nil {
					b.Fatal(changed, err)
				}
			}
		})
	}
}

// BenchmarkServed is one client of a process that goes on running, such as
// serve: what it reads, it has read or written before. A change also reports
// how long it takes beside the bare write, fsync and rename of the same bytes,
// done in turn with it.
func BenchmarkServed(b *testing.B) {
	for _, file := range []struct{ name, text string }{{"small", stateFile(1, 5)}, {"200", stateFile(200, 0)}, {"large", stateFile(1000, 20)}} {
		for _, command := range []string{`get-api {"ApiId":"a000000000"}`, `update-api {"ApiId":"a000000000","Description":"x"}`} {
			name, input, _ := strings.Cut(command, " ")
			b.Run(file.name+"/"+name, func(b *testing.B) {
				f := &File{Path: benchFile(b, file.text)}
				defer f.KeepSpare()()
				op := model.OperationByCommand(name)
				in, err := model.ParseJSON(input)
				if err != nil {
					b.Fatal(err)
				}
				update := model.OperationByCommand("update-api")
				described := model.NewDocument(model.Field{Name: "ApiId", Value: "a000000000"}, model.Field{Name: "Description", Value: "y"})
				if _, err := f.Do(context.Background(), "us-east-1", update, described); err != nil {
					b.Fatal(err)
				}
				var bare, all time.Duration
				b.ReportAllocs()
				for b.Loop() {
					start := time.Now()
					if _, err := f.Do(context.Background(), "us-east-1", op, in.(*model.Document)); err != nil {
						b.Fatal(err)
					}
					all += time.Since(start)
					if op.Method != "GET" {
						start = time.Now()
						if err := bareReplace(f.Path+"-bare", file.text); err != nil {
							b.Fatal(err)
						}
						bare += time.Since(start)
					}
				}
				if bare > 0 {
					b.ReportMetric(float64(all)/float64(bare), "x-bare")
				}
			})
		}
	}
}

// bareReplace is the least that puts a new content in the place of a file and
// leaves it the old or the new one after a crash.
func bareReplace(path, text string) error {
	file, err := os.Create(path + "-tmp")
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Sync(), file.Close(), os.Rename(path+"-tmp", path))
}

// BenchmarkClients is many clients of one serve that write at once.
func BenchmarkClients(b *testing.B) {
	f := &File{Path: benchFile(b, stateFile(1, 5))}
	defer f.KeepSpare()()
	op := model.OperationByCommand("update-api")
	in, err := model.ParseJSON(`{"ApiId":"a000000000","Description":"x"}`)
	if err != nil {
		b.Fatal(err)
	}
	b.SetParallelism(4)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := f.Do(context.Background(), "us-east-1", op, in.(*model.Document)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
