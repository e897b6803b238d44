package state

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gatehouse/model"
)

// Whatever is put into an object and taken out of it, what is in it is found.
func TestPartsFindTheirMembers(t *testing.T) {
	g := rand.New(rand.NewPCG(7, 8))
	img, err := newImage("x", stateFile(25, 1)) // with a table of names
	if err != nil {
		t.Fatal(err)
	}
	for range 2000 {
		account := img.account("us-east-1", Settings{})
		apis := account.apis().object()
		for range 1 + g.IntN(3) {
			name := fmt.Sprintf("a%09d", g.IntN(35))
			if apis.has(name) && g.IntN(2) == 0 {
				apis.remove(name)
			} else {
				apis.child(name).set("Name", name+"\n\"é")
			}
		}
		if !account.changed() {
			continue
		}
		img = account.changedImage()
		scanned, err := newImage("x", img.content())
		if err != nil {
			t.Fatal(err)
		}
		left, right := img.account("us-east-1", Settings{}).apis().object(), scanned.account("us-east-1", Settings{}).apis().object()
		for i := range 35 {
			name := fmt.Sprintf("a%09d", i)
			if got, want := left.find(name), right.find(name); got != want {
				t.Fatalf("%s is member %d, want %d", name, got, want)
			}
		}
	}
}

// Damage that is found after a change is found where it is.
func TestDamageInPartsHasItsPlace(t *testing.T) {
	text := stateFile(3, 2)
	i := strings.LastIndex(text, `"bench"`)
	text = text[:i] + "5" + text[i+len(`"bench"`):]
	img, err := newImage("x", text)
	if err != nil {
		t.Fatal(err)
	}
	account := img.account("us-east-1", Settings{})
	if _, err := account.UpdateApi(model.UpdateApiInput{ApiId: new("a000000000"), Description: new("one\ntwo")}); err != nil {
		t.Fatal(err)
	}
	img = account.changedImage()
	scanned, err := newImage("x", img.content())
	if err != nil {
		t.Fatal(err)
	}
	get := func(img *image) string {
		in := model.NewDocument(model.Field{Name: "ApiId", Value: "a000000002"})
		_, err := img.account("us-east-1", Settings{}).do(model.OperationByName("GetApi"), in)
		return fmt.Sprint(err)
	}
	if got, want := get(img), get(scanned); got != want || !strings.Contains(got, "line ") {
		t.Errorf("the damage is told as\n%s\nwant\n%s", got, want)
	}
}

// What an image holds is the whole of a content, not a part of it.
func TestHolds(t *testing.T) {
	img, err := newImage("x", stateFile(2, 2))
	if err != nil {
		t.Fatal(err)
	}
	account := img.account("us-east-1", Settings{})
	if _, err := account.UpdateApi(model.UpdateApiInput{ApiId: new("a000000000"), Description: new("x")}); err != nil {
		t.Fatal(err)
	}
	img = account.changedImage()
	content := img.content()
	for other, want := range map[string]bool{
		content: true, content + "\n": false, content[:len(content)-1]: false, "": false,
		strings.Replace(content, "a000000001", "a000000002", 1): false,
	} {
		if got := img.holds([]byte(other)); got != want {
			t.Errorf("of %d bytes, holds says of %d: %t", len(content), len(other), got)
		}
	}
}
