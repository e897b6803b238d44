package state

import (
	"slices"
	"unsafe"
)

// An Account is one region's resources. Its methods are the operations of the
// service; they change memory and nothing else. The zero value is an empty
// account of region "". After an operation that returned an error the account
// must not be used any further: it may have been changed in part.
//
// An Account is not safe for concurrent use.
type Account struct {
	Region   string
	Settings Settings

	image *image          // the file's content, for unique identifiers and places in it
	file  *object         // the same, opened
	made  map[string]bool // identifiers
	fault error           // the first thing found damaged in the file, or nil
}

// account returns a region's part of the file, which may be one that the file
// does not have.
func (img *image) account(region string, settings Settings) *Account {
	a := &Account{Region: region, Settings: settings, image: img}
	a.file = img.open(a.broken)
	return a
}

// broken remembers that a part of the file is not what it should be. Whoever
// came upon it reads an empty value and goes on; the operation's result is
// replaced by this error before anybody sees it.
func (a *Account) broken(at int, problem string) {
	if a.fault == nil {
		a.fault = a.image.damaged(at, problem)
	}
}

// root is the object that holds the region's families.
func (a *Account) root() *object {
	if a.file == nil {
		a.image = emptyImage("")
		a.file = a.image.open(a.broken)
	}
	return a.file.child("regions").child(a.Region)
}

// changed reports whether an operation changed anything.
func (a *Account) changed() bool { return a.file != nil && a.file.isChanged() }

// changedImage returns the whole file with the changes. It need not be scanned:
// what the changes left alone has been.
func (a *Account) changedImage() *image {
	if !a.file.has("version") {
		a.file.touch()
		a.file.members = slices.Insert(a.file.members, 0,
			member{name: "version", value: int64(fileVersion), isSet: true},
			member{name: "format", value: fileFormat, isSet: true})
	}
	_, x := a.file.render(0)
	return &image{path: a.image.path, index: x, ids: a.image.ids}
}

// shareText makes a text of bytes that nobody changes any more. A copy of a
// large file would cost as much as reading it.
func shareText(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// textBytes are the bytes of a text, which must not be changed.
func textBytes(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }
