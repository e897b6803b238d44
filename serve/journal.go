package serve

import (
	"io"
	"strconv"
	"time"

	"gatehouse/serve/batch"
)

const (
	// journalLimit is how much waits for a reader that does not read, in
	// bytes. What comes after that is counted and left out.
	journalLimit = 4 << 20

	// journalClose is how long the end of the journal waits for a reader that
	// does not read. What he has not taken by then is lost.
	journalClose = 2 * time.Second
)

// newJournal writes log lines to out. programs says that every line is a JSON
// object.
func newJournal(out io.Writer, programs bool) *batch.Writer {
	return batch.NewWriter(journalLimit, journalClose, func(lines []byte, missed int) {
		if missed > 0 {
			lines = appendMissed(lines, missed, programs)
		}
		out.Write(lines) // there is nowhere to report a failure to
	})
}

// appendMissed says how many lines were left out.
func appendMissed(dst []byte, missed int, programs bool) []byte {
	before, after := "gatehouse: ", " log lines were left out because nobody read them\n"
	if programs {
		before, after = `{"event":"missed","lines":`, "}\n"
	}
	dst = strconv.AppendInt(append(dst, before...), int64(missed), 10)
	return append(dst, after...)
}
