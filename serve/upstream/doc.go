// Package upstream sends requests to the HTTP endpoints behind a gateway and
// reads their answers whole.
//
// It is less than http.Transport and costs less: the goroutine of the caller
// writes the request and reads the answer on a kept HTTP/1.1 connection, with
// no goroutine, timer or channel beside it. It can be so small because a
// gateway needs little: one version of HTTP, answers that are buffered up to a
// limit, one deadline over all of a call, no redirects, no cookies, no proxy,
// no decompression. Parsing is left to http.ReadResponse.
//
// What it keeps of http.Transport: a connection is reused only after an answer
// that ended as its framing says, with nothing behind it; a kept connection
// that its peer closed or spoke on unasked is not used; a call that finds its
// kept connection closed before any answer is repeated on a new one, once, if
// its method is idempotent (RFC 9110, section 9.2.2); a big body is written
// while the answer is read, so that a peer which answers early is heard.
package upstream
