package serve

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
	"unicode/utf8"

	"gatehouse/model"
)

// report adds the line of an exchange, which took so long, to the log.
func (s *server) report(x *exchange, took time.Duration) {
	if s.journal == nil {
		return
	}
	if note := s.leftNote(x); note != "" {
		x.note = joined(x.note, note)
	}
	if s.jsonLog {
		x.line = s.appendJSONLine(x.line[:0], x, took)
	} else {
		x.line = s.appendLine(x.line[:0], x, took)
	}
	s.journal.Add(x.line)
}

// reportRefused adds a line about what net/http refused: it was no request, so
// there is little to say about it. Its own words go up to the first colon, behind
// which it may quote the client.
func (s *server) reportRefused(c *clientConn, answer []byte) {
	if s.journal == nil {
		return
	}
	status := 0
	if len(answer) > len("HTTP/1.1 400") {
		status, _ = strconv.Atoi(string(answer[len("HTTP/1.1 "):len("HTTP/1.1 400")]))
	}
	now := time.Now()
	if s.now != nil {
		now = s.now()
	}
	reason := http.StatusText(status)
	if _, body, ok := bytes.Cut(answer, []byte("\r\n\r\n")); ok {
		if words := bytes.SplitN(body, []byte(": "), 3); len(words) > 1 {
			reason = string(words[1])
		}
	}
	note := "what came from " + c.address + " is no HTTP request that is taken: " + reason
	var line []byte
	if s.jsonLog {
		line = model.AppendJSON(nil, model.NewDocument(
			model.Field{Name: "time", Value: now.UTC().Format("2006-01-02T15:04:05.000Z")},
			model.Field{Name: "status", Value: int64(status)},
			model.Field{Name: "note", Value: string(appendPrintable(nil, note, 1000))},
		), 0)
	} else {
		line = new(clock).append(nil, now)
		line = strconv.AppendInt(append(line, "  "...), int64(status), 10)
		line = appendPrintable(append(line, "  "...), note, 1000)
	}
	s.journal.Add(append(line, '\n'))
}

// leftNote is what the line says of a request whose connection has ended before
// its answer was written; "" if it has not. That the server ended it may be
// known here before net/http has noticed: it shows from its other effects, such
// as a call to the integration that breaks off.
func (s *server) leftNote(x *exchange) string {
	switch {
	case s.cutOff.Load():
		return "cut off, because the server ended"
	case x.conn != nil && x.conn.late.Load():
		return "the client took too long, so the connection was closed"
	case x.r.Context().Err() != nil:
		return "the client closed the connection before the answer"
	}
	return ""
}

// joined is a note with another behind it.
func joined(note, further string) string {
	if note == "" {
		return further
	}
	return note + "; " + further
}

// when is the time that the log gives an exchange.
func (s *server) when(x *exchange) time.Time {
	if s.now != nil {
		return s.now()
	}
	return x.start
}

// appendLine writes a line for people: time, status, method and path, how long
// it took; the route and its integration; the verdict on CORS and why; what
// else there is to say. Neither queries nor bodies nor other header fields are
// written, which may hold secrets.
func (s *server) appendLine(dst []byte, x *exchange, took time.Duration) []byte {
	dst = x.clock.append(dst, s.when(x))
	dst = append(dst, ' ', ' ')
	dst = strconv.AppendInt(dst, int64(x.status), 10)
	dst = append(dst, ' ', ' ')
	dst = append(dst, x.r.Method...)
	dst = append(dst, ' ')
	dst = appendPrintable(dst, pathOf(x.r.RequestURI), 500)
	dst = append(dst, ' ', ' ')
	dst = appendMillis(dst, took)
	dst = append(dst, " ms"...)
	if x.api != nil && len(s.live.gateway.Load().order) > 1 {
		dst = appendText(append(dst, "  api "...), x.api.id)
	}
	if x.route != nil {
		dst = append(dst, x.route.logged...)
	}
	if x.note != "" {
		dst = append(dst, "  "...)
		dst = appendPrintable(dst, x.note, 1000)
	}
	return append(appendVerdict(dst, x), '\n')
}

// loggedRoute is what a log line says about a route and its integration.
func loggedRoute(r *route) string {
	line := appendText([]byte("  route "), r.text)
	if r.integration != nil && r.integration.shown != "" {
		line = appendText(append(line, " -> "...), r.integration.shown)
	}
	return string(line)
}

// appendVerdict writes what CORS made of a request, if it has to do with CORS.
func appendVerdict(dst []byte, x *exchange) []byte {
	d := &x.decision
	if d.Origin == "" {
		return dst
	}
	switch d.Verdict() {
	case Allowed:
		dst = append(dst, "  CORS allowed: "...)
		dst = d.AppendReason(dst)
		if warning := d.warning(x); warning != "" {
			dst = append(append(dst, "; "...), warning...)
		}
		return dst
	case Blocked:
		dst = append(dst, "  CORS blocked: "...)
		dst = d.AppendReason(dst)
		dst = append(dst, "; "...)
		return d.AppendRemedy(dst)
	}
	dst = append(dst, "  CORS: "...)
	return d.AppendReason(dst)
}

// warning is what keeps a browser from using an answer whose CORS headers are
// all there, or "".
func (d *Decision) warning(x *exchange) string {
	if d.Preflight && (x.status < 200 || x.status > 299) {
		return "but the browser wants a status from 200 to 299 for a preflight"
	}
	return string(d.AppendWarning(nil, x.r.Header["Access-Control-Request-Headers"]))
}

// appendJSONLine writes a line for programs. Members that say nothing are left
// out.
func (s *server) appendJSONLine(dst []byte, x *exchange, took time.Duration) []byte {
	x.identify()
	entry := model.NewDocument(
		model.Field{Name: "time", Value: s.when(x).UTC().Format("2006-01-02T15:04:05.000Z")},
		model.Field{Name: "requestId", Value: string(x.id[:])},
		model.Field{Name: "status", Value: int64(x.status)},
		model.Field{Name: "method", Value: x.r.Method},
		model.Field{Name: "path", Value: string(appendPrintable(nil, pathOf(x.r.RequestURI), 4096))},
		model.Field{Name: "durationMs", Value: float64(took.Microseconds()) / 1000},
	)
	if x.api != nil {
		entry.Set("apiId", x.api.id)
	}
	if x.domain != nil {
		entry.Set("domainName", x.domain.name)
		if x.base != "" {
			entry.Set("basePath", x.base)
		}
	}
	if x.stage != nil {
		entry.Set("stage", x.stage.name)
	}
	if x.route != nil {
		entry.Set("routeKey", x.route.text)
		if i := x.route.integration; i != nil && i.shown != "" {
			entry.Set("integration", i.shown)
		}
	}
	if m := x.managed; m != nil && m.Operation != "" {
		entry.Set("operation", m.Operation)
	}
	if m := x.managed; m != nil && m.Code != "" {
		entry.Set("errorCode", m.Code)
	}
	if d := &x.decision; d.Origin != "" {
		entry.Set("cors", d.document(x))
	}
	if x.note != "" {
		entry.Set("note", string(appendPrintable(nil, x.note, 1000)))
	}
	return append(model.AppendJSON(dst, entry, 0), '\n')
}

func (d *Decision) document(x *exchange) *model.Document {
	verdict := [...]string{NotCors: "not decided here", Allowed: "allowed", Blocked: "blocked"}[d.Verdict()]
	doc := model.NewDocument(
		model.Field{Name: "verdict", Value: verdict},
		model.Field{Name: "origin", Value: string(appendPrintable(nil, d.Origin, 4096))},
		model.Field{Name: "reason", Value: string(d.AppendReason(nil))},
	)
	if d.Row != 0 {
		doc.Set("row", int64(d.Row))
	}
	if remedy := d.AppendRemedy(nil); len(remedy) > 0 {
		doc.Set("remedy", string(remedy))
	}
	if d.Verdict() == Allowed {
		if warning := d.warning(x); warning != "" {
			doc.Set("warning", warning)
		}
	}
	return doc
}

// pathOf is a request's target without its query.
func pathOf(target string) string {
	for i := range len(target) {
		if target[i] == '?' {
			return target[:i]
		}
	}
	return target
}

// A clock writes the time of day. It keeps the text of the second that it wrote
// last.
type clock struct {
	second int64 // since 1970
	text   [len("15:04:05")]byte
}

func (c *clock) append(dst []byte, t time.Time) []byte {
	if second := t.Unix(); second != c.second {
		c.second = second
		t.Local().AppendFormat(c.text[:0], time.TimeOnly)
	}
	millis := t.Nanosecond() / int(time.Millisecond)
	dst = append(dst, c.text[:]...)
	return append(dst, '.', byte('0'+millis/100), byte('0'+millis/10%10), byte('0'+millis%10))
}

// appendMillis writes a duration in milliseconds with one or two digits behind
// the point.
func appendMillis(dst []byte, d time.Duration) []byte {
	if d >= 10*time.Millisecond {
		return strconv.AppendInt(dst, d.Milliseconds(), 10)
	}
	hundredths := d.Microseconds() / 10
	dst = strconv.AppendInt(dst, hundredths/100, 10)
	return append(dst, '.', byte('0'+hundredths/10%10), byte('0'+hundredths%10))
}

// appendPrintable writes text of a request into a line: at most limit bytes of
// it, and nothing that a terminal would obey.
func appendPrintable(dst []byte, text string, limit int) []byte {
	cut := len(text) > limit
	if cut {
		text = text[:limit]
	}
	done := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f {
			dst = append(dst, text[done:i]...)
			dst = append(dst, '\\', 'x', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
			done = i + 1
		}
	}
	dst = append(dst, text[done:]...)
	if cut {
		dst = append(dst, "..."...)
	}
	return dst
}

// appendText writes text of the configuration: as appendPrintable, but letters
// of all scripts stay as they are.
func appendText(dst []byte, text string) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError && size == 1 {
			dst = appendPrintable(dst, text[:size], size)
		} else {
			dst = append(dst, text[:size]...)
		}
		text = text[size:]
	}
	return dst
}
