package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/model"
)

func TestWaitingForALockHasAnEnd(t *testing.T) {
	s := newScene(t)
	_, unlock, err := s.file.begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	in := model.NewDocument(model.Field{Name: "Name", Value: "x"}, model.Field{Name: "ProtocolType", Value: "HTTP"})
	op := model.OperationByCommand("create-api")
	other := &File{Path: s.file.Path}
	_, err = other.Do(ctx, "us-east-1", op, in)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "is locked by process ") {
		t.Errorf("Do() = %v, want the holder's name and the deadline", err)
	}
	if _, err := other.Do(context.Background(), "us-east-1", model.OperationByCommand("get-apis"), model.NewDocument()); err != nil {
		t.Errorf("reading waits for the lock: %v", err)
	}
	unlock()
	if _, err := other.Do(context.Background(), "us-east-1", op, in); err != nil {
		t.Errorf("Do() after the lock was given back = %v", err)
	}
}

func TestTheHolderOfTheLockIsNamed(t *testing.T) {
	s := newScene(t)
	_, unlock, err := s.file.begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var notices []string
		other := &File{Path: s.file.Path, Notice: func(text string) {
			notices = append(notices, fmt.Sprintf("%v: %s", time.Since(start), text))
		}}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := other.Do(ctx, "us-east-1", model.OperationByCommand("create-api"), model.NewDocument()); err == nil {
			t.Error("a locked file was written")
		}
		want := fmt.Sprintf("2s: waiting for %s, which process %d is changing", s.file.Path, os.Getpid())
		if len(notices) != 1 || notices[0] != want {
			t.Errorf("the notices are %q, want %q", notices, want)
		}
	})
}
