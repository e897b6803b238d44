package localca

import (
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func open(t *testing.T, state string) *Authority {
	t.Helper()
	a, err := Open(state)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// An authority that is kept is the same at the next start, and its key is
// nobody else's to read.
func TestOpen(t *testing.T) {
	state := filepath.Join(t.TempDir(), "new", "state.json")
	first := open(t, state)
	if again := open(t, state); !again.certificate.Equal(first.certificate) {
		t.Error("the second Open made another authority")
	}
	for path, want := range map[string]os.FileMode{KeyPath(state): 0o600, CertificatePath(state): 0o644} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want && runtime.GOOS != "windows" {
			t.Errorf("%s has mode %o, want %o", path, got, want)
		}
	}
	published, err := os.ReadFile(CertificatePath(state))
	if err != nil || strings.Contains(string(published), "PRIVATE") {
		t.Errorf("the certificate's file has %q, %v", published, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(published) {
		t.Fatal("the certificate's file has no certificate")
	}
	leaf, err := first.ForName("api.example.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := leaf.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: "api.example.com"}); err != nil {
		t.Errorf("the certificate does not verify: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(state)); len(entries) != 2 {
		t.Errorf("there are %d files, want 2", len(entries))
	}
	if err := os.Remove(CertificatePath(state)); err != nil {
		t.Fatal(err)
	}
	open(t, state)
	if _, err := os.Stat(CertificatePath(state)); err != nil {
		t.Error("the certificate's file is not written again")
	}
}

func TestOpenHidesTheKey(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such modes")
	}
	state := filepath.Join(t.TempDir(), "state.json")
	open(t, state)
	if err := os.Chmod(KeyPath(state), 0o644); err != nil {
		t.Fatal(err)
	}
	open(t, state)
	if info, _ := os.Stat(KeyPath(state)); info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %o", info.Mode().Perm())
	}
}

func TestOpenAtOnce(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	var all [8]*Authority
	var work sync.WaitGroup
	for i := range all {
		work.Go(func() { all[i], _ = Open(state) })
	}
	work.Wait()
	for _, a := range all {
		if a == nil || !a.certificate.Equal(all[0].certificate) {
			t.Fatal("two processes got different authorities")
		}
	}
}

func TestOpenRefusesWhatIsNone(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	open(t, state)
	whole, err := os.ReadFile(KeyPath(state))
	if err != nil {
		t.Fatal(err)
	}
	certificate := string(whole[strings.Index(string(whole), "-----BEGIN CERTIFICATE"):])
	other := filepath.Join(t.TempDir(), "state.json")
	open(t, other)
	foreign, err := os.ReadFile(KeyPath(other))
	if err != nil {
		t.Fatal(err)
	}
	foreignKey, _, _ := strings.Cut(string(foreign), "-----BEGIN CERTIFICATE")
	for problem, text := range map[string]string{
		"there is no ECDSA private key":           certificate,
		"there is no certificate":                 strings.ReplaceAll(string(whole), certificate, ""),
		"its key is not that of its certificate":  foreignKey + certificate,
		"there is no ECDSA private key in it, as": "",
	} {
		if err := os.WriteFile(KeyPath(state), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(state)
		if e, ok := err.(*FileError); !ok || !strings.Contains(e.Error(), problem) || !strings.Contains(e.Error(), "remove the file") {
			t.Errorf("Open() = %v, want %q", err, problem)
		}
		if now, _ := os.ReadFile(KeyPath(state)); string(now) != text {
			t.Error("what could not be read was written over")
		}
	}
}

func TestLeaves(t *testing.T) {
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	one, err := a.ForName("one.localhost")
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := a.ForName("one.localhost"); again != one {
		t.Error("a certificate was issued twice")
	}
	if err := one.Leaf.VerifyHostname("two.localhost"); err == nil {
		t.Error("a certificate is for another name, too")
	}
	address, err := a.ForAddress(net.ParseIP("192.0.2.7"), "localhost")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"localhost", "127.0.0.1", "::1", "192.0.2.7"} {
		if _, err := address.Leaf.Verify(x509.VerifyOptions{Roots: a.Pool(), DNSName: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range 2 * maxLeaves {
		if _, err := a.ForName(strings.Repeat("a", i%60+1) + strings.Repeat(".b", i/60+1)); err != nil {
			t.Fatal(err)
		}
	}
	if len(a.leaves) > maxLeaves {
		t.Errorf("%d certificates are kept", len(a.leaves))
	}
}
