package state

import (
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"gatehouse/model"
)

// The members that begin every state file. The format tells ours from another
// program's.
const (
	fileFormat  = "gatehouse state"
	fileVersion = 1
)

// maxFileSize is how many bytes a state file may have: places in it are kept
// in 32 bits.
const maxFileSize = math.MaxInt32

// An image is the content of the file at one time: checked to be a whole
// state file that this program can write, and indexed down to the resources.
// It never changes.
type image struct {
	path  string
	text  string // as it was read; "" if there is no file, or it is kept in parts
	at    int    // where the file's own object begins
	index *index // of that object; nil if there is no file

	ids      *identifiers  // in the file
	checkSum atomic.Uint64 // see sum
}

// indexedLevels is how deep the index pass opens objects: regions, the
// families of a region, the resources of a family and their members, so that
// a list of APIs need not walk over their routes once more.
const indexedLevels = 4

// newImage checks and indexes the text of a file. The error is a *FileError.
func newImage(path, text string) (*image, error) {
	img := &image{path: path, text: text, ids: new(identifiers)}
	if text == "" {
		return nil, &FileError{Path: path, Problem: "is empty", Remedy: "Remove it to start with an empty account, or put its content back"}
	}
	if len(text) > maxFileSize {
		return nil, tooLarge(path)
	}
	img.at = len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	x, end, ok := scanObject(text, img.at, indexedLevels)
	if !ok || strings.TrimLeft(text[end:], " \t\r\n") != "" {
		return nil, img.notJSON()
	}
	img.index = x
	if err := img.check(); err != nil {
		return nil, err
	}
	return img, nil
}

// notJSON lets the parser say what the index pass only noticed.
func (img *image) notJSON() error {
	if strings.HasPrefix(img.text, "\ufeff") {
		return &FileError{
			Path: img.path, Line: 1, Column: 1,
			Problem: "begins with a byte order mark",
			Remedy:  "Save it as UTF-8 without one; it was left as it is",
		}
	}
	_, err := model.ParseJSON(img.text)
	e, ok := err.(*model.JSONError)
	if !ok {
		for at, r := range img.text {
			if r == utf8.RuneError && !strings.HasPrefix(img.text[at:], string(utf8.RuneError)) {
				return img.damaged(at, "Invalid UTF-8")
			}
		}
		return img.foreign() // sound JSON, but no object
	}
	return &FileError{
		Path: img.path, Line: e.Line, Column: e.Column, Offset: e.Offset,
		Problem: "is damaged: " + e.Msg,
		Remedy:  "Mend the place or put an older copy of the file back; it was left as it is",
	}
}

func tooLarge(path string) error {
	return &FileError{Path: path, Problem: "is larger than two gigabytes", Remedy: "Name another file; this one was left as it is"}
}

func (img *image) foreign() error {
	return &FileError{
		Path:    img.path,
		Problem: fmt.Sprintf("is not a gatehouse state file: it has no %q: %q", "format", fileFormat),
		Remedy:  "Name another file; this one was left as it is",
	}
}

// check looks at the members that say what the file is.
func (img *image) check() error {
	root := img.open(func(int, string) {})
	if format, _ := root.read("format").(string); format != fileFormat {
		return img.foreign()
	}
	version, _ := root.read("version").(int64)
	if version < 1 || version > fileVersion {
		return &FileError{
			Path:    img.path,
			Problem: fmt.Sprintf("has version %s, and this gatehouse knows version %d", img.versionText(root), fileVersion),
			Remedy:  "Use the gatehouse that wrote it, or name another file; this one was left as it is",
		}
	}
	var broken error
	report := func(at int, problem string) {
		if broken == nil {
			broken = img.damaged(at, problem)
		}
	}
	img.open(report).child("regions")
	return broken
}

func (img *image) versionText(root *object) string {
	if i := root.find("version"); i >= 0 {
		if text := root.memberAt(i).text; len(text) < 20 {
			return text
		}
	}
	return "unknown"
}

// open returns the file's own object, for one operation to look into and
// change. broken is told what is wrong with the file at a place.
func (img *image) open(broken func(at int, problem string)) *object {
	if img.index == nil {
		return &object{broken: broken}
	}
	return openText(nil, "", img.text[img.at:], img.at, img.index, broken)
}

// damaged is the error for a part of the file that is sound JSON but not what
// this program writes there.
func (img *image) damaged(at int, problem string) *FileError {
	before := img.content()
	before = before[:min(at, len(before))]
	return &FileError{
		Path:    img.path,
		Line:    strings.Count(before, "\n") + 1,
		Column:  utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1,
		Offset:  at,
		Problem: "is damaged: " + problem,
		Remedy:  "Mend the place or put an older copy of the file back; it was left as it is",
	}
}

// emptyImage is that of a file which does not exist.
func emptyImage(path string) *image { return &image{path: path, ids: new(identifiers)} }
