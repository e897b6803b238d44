package state

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"
)

// serveSuffix makes the name of the file in which a running serve leaves its
// address. It is locked for as long as that process lives, so an address that
// a dead one left behind is known by its being free.
const serveSuffix = ".serve"

const (
	// ServeURL takes the lock too, for the microseconds that a look needs: a
	// serve that finds its place taken tries so often again, soon.
	lookTries = 5

	// takeOver is how long after another serve's end one that runs beside it
	// has its place, at most.
	takeOver = time.Second
)

// RecordServe leaves the address of a running serve beside the file, for
// ServeURL, until remove is called. If another serve has left one already,
// that one stays until its end. Nobody is kept waiting.
func (f *File) RecordServe(url string) (remove func(), err error) {
	path, err := f.resolve()
	if err != nil {
		return nil, err
	}
	if err := makeDirectory(path); err != nil {
		return nil, f.cannotWrite(path, err)
	}
	file, err := openCompanion(path, serveSuffix)
	if err != nil {
		return nil, f.cannotWrite(path, err)
	}
	switch err := takePlace(file, url); {
	case errors.Is(err, errLocked):
		return awaitPlace(file, url), nil
	case err != nil:
		file.Close()
		return nil, f.lockError(file, err)
	}
	return func() {
		file.Truncate(0)
		file.Close()
	}, nil
}

// takePlace writes the address of a serve, unless another has its own there.
func takePlace(file *os.File, url string) error {
	if err := tryLock(file); err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt([]byte(url+"\n"), 0)
	return err
}

// awaitPlace takes the place of another serve once that has ended, unless
// remove is called before. It closes the file.
func awaitPlace(file *os.File, url string) (remove func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		defer file.Close()
		for try, pause := 1, time.NewTimer(lockPauseMax); ; try++ {
			select {
			case <-end:
				pause.Stop()
				return
			case <-pause.C:
			}
			if takePlace(file, url) == nil {
				break
			}
			next := takeOver
			if try < lookTries {
				next = lockPauseMax
			}
			pause.Reset(next)
		}
		<-end
		file.Truncate(0)
	}()
	return func() {
		close(end)
		<-ended
	}
}

// ServeURL is the address of the serve that runs on this file, or "". What a
// process that has died since left behind does not count.
func (f *File) ServeURL() string {
	path, err := f.resolve()
	if err != nil {
		return ""
	}
	file, err := os.OpenFile(path+serveSuffix, os.O_RDWR, 0)
	if err != nil {
		return ""
	}
	defer file.Close()
	if !errors.Is(tryShare(file), errLocked) { // shared: two that look are no serve to each other
		return ""
	}
	url, _ := io.ReadAll(io.LimitReader(file, 1<<10))
	return strings.TrimSpace(string(url))
}
