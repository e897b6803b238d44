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

// lookTries is how often a serve finds its place taken before it believes it:
// ServeURL takes the lock too, for the microseconds that a look needs.
const lookTries = 5

// RecordServe leaves the address of a running serve beside the file, for
// ServeURL, until remove is called. If another serve has left one already,
// that one stays.
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
	err = tryLock(file)
	for range lookTries {
		if !errors.Is(err, errLocked) {
			break
		}
		time.Sleep(lockPauseMax)
		err = tryLock(file)
	}
	if err != nil {
		file.Close()
		if errors.Is(err, errLocked) {
			return func() {}, nil
		}
		return nil, f.lockError(file, err)
	}
	if err := errors.Join(file.Truncate(0), writeAll(file, url+"\n")); err != nil {
		file.Close()
		return nil, f.cannotWrite(path, err)
	}
	return func() {
		file.Truncate(0)
		file.Close()
	}, nil
}

func writeAll(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
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
