package state

import (
	"fmt"
	"testing"
)

// No identifier that is in the file, wherever that is, is given to something
// else: neither while few have been made nor once many have.
func TestIdentifiersAreNew(t *testing.T) {
	const text = `{"version": 1, "format": "gatehouse state", "regions": {
		"eu-central-1": {"apis": {"used000000": {"Name": "a", "routes": {"used000001": {"Target": "used000002"}}}}},
		"us-east-1": {"apis": {"used000003": {"Name": "used00000\u0034", "unknown": [["used000005"], {"used000006": null}]}}}
	}}`
	used := []string{"used000000", "used000001", "used000002", "used000003", "used000005", "used000006"}
	img, err := newImage("x", text)
	if err != nil {
		t.Fatal(err)
	}
	count, proposed := 0, map[string]int{}
	settings := Settings{NewID: func(n int) string { // each one twice, and what is used now and then
		count++
		id := fmt.Sprintf("made%06d", count/2)
		if count%7 == 0 {
			id = used[count/7%len(used)]
		}
		proposed[id]++
		return id
	}}
	made := map[string]bool{}
	for range 20 { // operations, each of which changes the file
		account := img.account("us-east-1", settings)
		for range 3 {
			id := account.newID(apiIDLength)
			if made[id] {
				t.Errorf("%s was made twice", id)
			}
			made[id] = true
			account.file.child("regions").child("us-east-1").child("apis").child(id).set("Name", id)
		}
		img = account.changedImage()
	}
	for _, id := range used {
		if made[id] || proposed[id] < 2 {
			t.Errorf("%s, which is used, was proposed %d times and taken: %t", id, proposed[id], made[id])
		}
	}
}
