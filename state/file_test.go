package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gatehouse/model"
)

const emptyFile = `{
  "version": 1,
  "format": "gatehouse state",
  "regions": {}
}
`

func TestFileIsMadeToBeRead(t *testing.T) {
	s := newScene(t)
	s.file.Path = filepath.Join(filepath.Dir(s.file.Path), "deep", "er", "state.json")
	s.do(`create-api {"Name":"pets","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":["https://a"],"AllowMethods":[]},"Tags":{"k":"v"}}`)
	s.do(`create-route {"ApiId":"0000000001","RouteKey":"GET /pets"}`)
	want := `{
  "version": 1,
  "format": "gatehouse state",
  "regions": {
    "us-east-1": {
      "apis": {
        "0000000001": {
          "CorsConfiguration": {
            "AllowOrigins": [
              "https://a"
            ]
          },
          "CreatedDate": "2026-01-02T03:04:05Z",
          "Name": "pets",
          "ProtocolType": "HTTP",
          "Tags": {
            "k": "v"
          },
          "routes": {
            "0000002": {
              "RouteKey": "GET /pets"
            }
          }
        }
      }
    }
  }
}
`
	if got := s.content(); got != want {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if info, err := os.Stat(s.file.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has mode %v, %v, want 0600", info.Mode(), err)
	}
}

func TestReadingMakesNoFile(t *testing.T) {
	s := newScene(t)
	s.do(`get-apis {}`)
	if catalog, err := s.file.Load(); err != nil || len(catalog.APIs) != 0 {
		t.Errorf("Load() = %+v, %v, want an empty catalog", catalog, err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(s.file.Path)); len(entries) != 0 {
		t.Errorf("reading left %v behind", entries)
	}
}

func TestRefusedOperationsMakeNoFile(t *testing.T) {
	s := newScene(t)
	s.refused(`create-api {"Name":"x","ProtocolType":"SOAP"}`)
	if _, err := os.Stat(s.file.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused operation made a file: %v", err)
	}
}

func TestOperationsThatChangeNothingDoNotWrite(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	compact := strings.Join(strings.Fields(s.content()), " ")
	s.write(compact)
	s.do(`delete-cors-configuration {"ApiId":"0000000001"}`)
	if got := s.content(); got != compact {
		t.Errorf("the file was written anew: %s", got)
	}
}

func TestRegionsAreApart(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	in := model.NewDocument()
	out, err := s.file.Do(context.Background(), "eu-west-1", model.OperationByCommand("get-apis"), in)
	if err != nil || string(model.AppendJSON(nil, out, 0)) != `{"Items":[]}` {
		t.Errorf("another region has %v, %v", out, err)
	}
}

func TestIdentifiersAreUniqueOverTheWholeFile(t *testing.T) {
	s := newScene(t)
	ids := []string{"aaaaaaaaaa", "aaaaaaaaaa", "bbbbbbbbbb"}
	s.file.Settings.NewID = func(int) string { id := ids[0]; ids = ids[1:]; return id }
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	in := model.NewDocument(model.Field{Name: "Name", Value: "y"}, model.Field{Name: "ProtocolType", Value: "HTTP"})
	out, err := s.file.Do(context.Background(), "eu-west-1", model.OperationByCommand("create-api"), in)
	if err != nil || out.String("ApiId") != "bbbbbbbbbb" {
		t.Errorf("the second API is %v, %v, want bbbbbbbbbb", out, err)
	}
}

func TestUnknownMembersSurvive(t *testing.T) {
	s := newScene(t)
	s.write(`{
  "note": "mine", "version": 1, "format": "gatehouse state",
  "regions": {
    "note": {"of": "regions"},
    "us-east-1": {
      "note": ["of a region"],
      "apis": {
        "a1": {
          "Name": "x", "ProtocolType": "HTTP", "note": 1, "Later": {"Deep": [1.50, 1e5]},
          "CorsConfiguration": {"AllowOrigins": ["https://a"], "Later": true},
          "routes": {"r1": {"RouteKey": "GET /a", "Later": null, "RequestParameters": {"p": {"Required": true, "Later": "x"}}}},
          "others": {"o1": {}}
        }
      },
      "others": {"x": 1}
    }
  },
  "more": {}
}`)
	s.do(`update-api {"ApiId":"a1","CorsConfiguration":{"MaxAge":5},"Name":"y"}`)
	s.do(`update-route {"ApiId":"a1","RouteId":"r1","RouteKey":"GET /b"}`)
	s.do(`create-route {"ApiId":"a1","RouteKey":"GET /c"}`)
	want := `{
  "note": "mine",
  "version": 1,
  "format": "gatehouse state",
  "regions": {
    "note": {"of": "regions"},
    "us-east-1": {
      "note": ["of a region"],
      "apis": {
        "a1": {
          "CorsConfiguration": {
            "AllowOrigins": [
              "https://a"
            ],
            "MaxAge": 5,
            "Later": true
          },
          "Name": "y",
          "ProtocolType": "HTTP",
          "Later": {
            "Deep": [
              1.5,
              100000.0
            ]
          },
          "note": 1,
          "routes": {
            "r1": {
              "RequestParameters": {
                "p": {
                  "Required": true,
                  "Later": "x"
                }
              },
              "RouteKey": "GET /b",
              "Later": null
            },
            "0000001": {
              "RouteKey": "GET /c"
            }
          },
          "others": {"o1": {}}
        }
      },
      "others": {"x": 1}
    }
  },
  "more": {}
}
`
	if got := s.content(); got != want {
		t.Errorf("the file is\n%s\nwant\n%s", got, want)
	}
}

func TestUnusableFilesAreRefused(t *testing.T) {
	good := strings.Replace(emptyFile, "{}", `{"us-east-1": {"apis": {"a1": {"Name": "x", "ProtocolType": "HTTP"}}}}`, 1)
	tests := []struct{ name, content, want string }{
		{"nothing", "", `is empty. Remove it to start with an empty account, or put its content back`},
		{"half a file", good[:len(good)/2], `, line 4, column 15 (byte 63): is damaged: Unterminated string starting at. Mend the place or put an older copy of the file back; it was left as it is`},
		{"a comma too many", strings.Replace(good, `"HTTP"}`, `"HTTP",}`, 1), `, line 4, column 81 (byte 129): is damaged: Expecting property name enclosed in double quotes. Mend the place or put an older copy of the file back; it was left as it is`},
		{"something behind the end", good + "x", `, line 6, column 1 (byte 135): is damaged: Extra data. Mend the place or put an older copy of the file back; it was left as it is`},
		{"text that is not UTF-8", strings.Replace(good, `"x"`, "\"é\xff\"", 1), `, line 4, column 55 (byte 104): is damaged: Invalid UTF-8. Mend the place or put an older copy of the file back; it was left as it is`},
		{"a merge that was not finished", "<<<<<<< HEAD\n" + good, `, line 1, column 1 (byte 0): is damaged: Expecting value. Mend the place or put an older copy of the file back; it was left as it is`},
		{"a byte order mark", "\ufeff" + good, `, line 1, column 1 (byte 0): begins with a byte order mark. Save it as UTF-8 without one; it was left as it is`},
		{"a newer version", strings.Replace(good, `"version": 1`, `"version": 2`, 1), `: has version 2, and this gatehouse knows version 1. Use the gatehouse that wrote it, or name another file; this one was left as it is`},
		{"no version", strings.Replace(good, `"version": 1`, `"revision": 1`, 1), `: has version unknown, and this gatehouse knows version 1. Use the gatehouse that wrote it, or name another file; this one was left as it is`},
		{"another program's file", `{"name": "app", "version": 1}`, `: is not a gatehouse state file: it has no "format": "gatehouse state". Name another file; this one was left as it is`},
		{"a list", `[1, 2]`, `: is not a gatehouse state file: it has no "format": "gatehouse state". Name another file; this one was left as it is`},
		{"regions that are no object", strings.Replace(emptyFile, "{}", "[]", 1), `, line 4, column 14 (byte 62): is damaged: "regions" is not an object. Mend the place or put an older copy of the file back; it was left as it is`},
		{"an API that is no object", strings.Replace(good, `{"Name": "x", "ProtocolType": "HTTP"}`, "7", 1), `, line 4, column 44 (byte 92): is damaged: "a1" is not an object. Mend the place or put an older copy of the file back; it was left as it is`},
		{"a member of another type", strings.Replace(good, `"x"`, `["x"]`, 1), `, line 4, column 44 (byte 92): is damaged: apis.a1.Name: want string, got list. Mend the place or put an older copy of the file back; it was left as it is`},
		{"an API twice", strings.Replace(good, `"a1": {`, `"a1": {}, "a1": {`, 1), `, line 4, column 54 (byte 102): is damaged: "apis" has a second member "a1". Mend the place or put an older copy of the file back; it was left as it is`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, command := range []string{`get-apis {}`, `create-api {"Name":"n","ProtocolType":"HTTP"}`, `update-api {"ApiId":"a1","Name":"n"}`} {
				s := newScene(t)
				s.write(tt.content)
				if command[0] == 'c' && strings.Contains(tt.want, "a1") {
					continue // an operation that looks at no other API does not notice
				}
				_, err := s.try(command)
				e, ok := errors.AsType[*FileError](err)
				if !ok {
					t.Fatalf("%s = %v, want a *FileError", command, err)
				}
				got := strings.TrimPrefix(strings.TrimPrefix(e.Error(), "state file "+s.file.Path), ": ")
				if want := strings.TrimPrefix(tt.want, ": "); got != want {
					t.Errorf("%s = %q, want %q", command, got, want)
				}
				if content := s.content(); content != tt.content {
					t.Errorf("%s changed the file to %q", command, content)
				}
				if _, err := s.file.Load(); err == nil {
					t.Errorf("Load() takes the file")
				}
			}
		})
	}
}

func TestEveryTruncationIsRefused(t *testing.T) {
	s := httpScene(t)
	whole := s.content()
	end := len(strings.TrimRight(whole, "\n"))
	for n := range end {
		s.write(whole[:n])
		if _, err := s.try(`create-api {"Name":"n","ProtocolType":"HTTP"}`); err == nil {
			t.Fatalf("a file cut at byte %d of %d is taken", n, end)
		}
		if s.content() != whole[:n] {
			t.Fatalf("a file cut at byte %d was changed", n)
		}
	}
}

func TestDirectoriesAndDevicesAreRefused(t *testing.T) {
	s := newScene(t)
	s.file.Path = t.TempDir()
	if _, err := s.try(`get-apis {}`); err == nil || !strings.Contains(err.Error(), "is a directory. Name a file in it") {
		t.Errorf("a directory = %v", err)
	}
	if runtime.GOOS != "windows" {
		s.file.Path = os.DevNull
		if _, err := s.try(`get-apis {}`); err == nil || !strings.Contains(err.Error(), "is not a regular file. Name another file") {
			t.Errorf("a device = %v", err)
		}
	}
}

func TestSymbolicLinksAreFollowed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	s := newScene(t)
	real := filepath.Join(t.TempDir(), "real.json")
	if err := os.Symlink(real, s.file.Path); err != nil {
		t.Fatal(err)
	}
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	s.do(`create-api {"Name":"y","ProtocolType":"HTTP"}`)
	if info, err := os.Lstat(s.file.Path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is now %v, %v", info, err)
	}
	if content, err := os.ReadFile(real); err != nil || !strings.Contains(string(content), `"Name": "y"`) {
		t.Errorf("the file behind the link is %q, %v", content, err)
	}
	if _, err := os.Stat(real + lockSuffix); err != nil {
		t.Errorf("the lock is not beside the file: %v", err)
	}
	loop := filepath.Join(t.TempDir(), "loop")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	s.file.Path = loop
	if _, err := s.try(`create-api {"Name":"x","ProtocolType":"HTTP"}`); err == nil || !strings.Contains(err.Error(), "is a symbolic link to itself") {
		t.Errorf("a link to itself = %v", err)
	}
}

func TestModeIsKept(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	s := newScene(t)
	s.write(emptyFile)
	if err := os.Chmod(s.file.Path, 0o644); err != nil {
		t.Fatal(err)
	}
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	if info, err := os.Stat(s.file.Path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("the file has mode %v, %v, want 0644", info.Mode(), err)
	}
}

func TestLeftoversAreRemoved(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	for _, command := range []string{`create-api {"Name":"y","ProtocolType":"HTTP"}`, `delete-api {"ApiId":"nope"}`} {
		if err := os.WriteFile(s.file.Path+temporarySuffix, []byte("half a fi"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.try(command)
		if _, err := os.Stat(s.file.Path + temporarySuffix); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("after %s the temporary file is there: %v", command, err)
		}
	}
}

// A directory that is a link changes what a relative link in it means.
func TestRelativeLinksBelowALinkedDirectory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	s, top := newScene(t), t.TempDir()
	for _, dir := range []string{"repo/dot", "repo/data"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"dot": "repo/dot", "repo/dot/state.json": "../data/state.json"} {
		if err := os.Symlink(target, filepath.Join(top, name)); err != nil {
			t.Fatal(err)
		}
	}
	s.file.Path = filepath.Join(top, "dot", "state.json")
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	if content, err := os.ReadFile(filepath.Join(top, "repo/data/state.json")); err != nil || !strings.Contains(string(content), `"Name": "x"`) {
		t.Errorf("the file behind the links is %q, %v", content, err)
	}
	if got := s.do(`get-apis {}`); !strings.Contains(got, `"Name":"x"`) {
		t.Errorf("what was written reads as %s", got)
	}
}
