package state

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const identifiersFile = `{"version": 1, "format": "gatehouse state", "regions": {
	"eu-central-1": {"apis": {"used000000": {"Name": "a", "routes": {"used000001": {"Target": "used000002"}}}}},
	"us-east-1": {"apis": {"used000003": {"Name": "used00000\u0034", "unknown": [["used000005"], {"used000006": null}]}}}
}}`

// No identifier that is in the file, wherever that is, or was made before is
// given to something else: neither while few have been made nor once many have,
// nor by an operation that makes many.
func TestIdentifiersAreNew(t *testing.T) {
	used := []string{"used000000", "used000001", "used000002", "used000003", "used000005", "used000006"}
	for _, each := range []int{1, 3, fewSearches + 2, 100} {
		img, err := newImage("x", identifiersFile)
		if err != nil {
			t.Fatal(err)
		}
		g, count, proposed := rand.New(rand.NewPCG(1, 2)), 0, map[string]int{}
		settings := Settings{NewID: func(n int) string { // those that were made, those that are used, and now and then a new one
			count++
			id := fmt.Sprintf("made%06d", g.IntN(count/4+1))
			if count%7 == 0 {
				id = used[count/7%len(used)]
			}
			proposed[id]++
			return id
		}}
		made := map[string]bool{}
		for range 200/each + 1 { // operations, each of which changes the file
			account := img.account("us-east-1", settings)
			for range each {
				id := account.newID(apiIDLength)
				if made[id] {
					t.Fatalf("with %d at a time, %s was made twice", each, id)
				}
				made[id] = true
				account.file.child("regions").child("us-east-1").child("apis").child(id).set("Name", id)
			}
			img = account.changedImage()
		}
		for _, id := range used {
			if made[id] || proposed[id] < 2 {
				t.Errorf("with %d at a time, %s, which is used, was proposed %d times and taken: %t", each, id, proposed[id], made[id])
			}
		}
	}
}

// The ways of looking for an identifier find the same.
func TestIdentifiersAreFoundEitherWay(t *testing.T) {
	img, err := newImage("x", identifiersFile)
	if err != nil {
		t.Fatal(err)
	}
	account := img.account("us-east-1", Settings{})
	account.made = map[string]bool{"made": true}
	for round := range 3 {
		for id, want := range map[string]bool{
			"used000000": true, "used000005": true, "a": true, "made": true, "apis": true,
			"used00000": false, "sed000000": false, "used000004": false, "": false, "other": false,
			"eu-central-1": true, "eu-central-2": false,
		} {
			if got := account.isUsed(id); got != want {
				t.Errorf("isUsed(%q) = %t in round %d, want %t", id, got, round, want)
			}
		}
	}
	if img.ids.known == nil {
		t.Error("there is no set yet")
	}
}

// What is removed is not remembered for ever.
func TestIdentifiersAreForgotten(t *testing.T) {
	img := emptyImage("x")
	most := 0
	for i := range 3 * staleIdentifiers {
		account := img.account("us-east-1", Settings{NewID: func(n int) string { return fmt.Sprintf("%0*d", n, i) }})
		apis := account.file.child("regions").child("us-east-1").child("apis")
		if i > 0 {
			apis.remove(fmt.Sprintf("%0*d", apiIDLength, i-1))
		}
		apis.child(account.newID(apiIDLength)).set("Name", "x")
		img = account.changedImage()
		most = max(most, len(img.ids.known))
	}
	if most > staleIdentifiers+1000 {
		t.Errorf("%d identifiers were remembered, of one that is used", most)
	}
}

// What somebody else writes into the file counts too.
func TestIdentifiersOfAnEditedFile(t *testing.T) {
	s := newScene(t)
	ids := []string{}
	for i := range fewSearches + 2 {
		ids = append(ids, fmt.Sprintf("made%06d", i))
	}
	s.file.Settings.NewID = func(int) string {
		id := ids[0]
		ids = ids[1:]
		return id
	}
	for range fewSearches + 2 {
		s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	}
	s.write(strings.Replace(s.content(), "made000001", "hand000001", 1))
	ids = []string{"hand000001", "made000002", "made000001"}
	if out, err := s.try(`create-api {"Name":"x","ProtocolType":"HTTP"}`); err != nil || out.String("ApiId") != "made000001" {
		t.Errorf("the new API is %v, %v, want the identifier that is free", out, err)
	}
}
