package mapping

import (
	"strings"

	"gatehouse/state/expression"
)

// appendTarget appends the path that the value of overwrite:path makes, as
// it stands in a request target: it begins with a slash (guess: one is added),
// and nothing in it ends it. Sources are decoded, so they are encoded again as
// little as possible; text is taken to be encoded where it has a "%" and two
// digits. A "?" is encoded in both (guess): parameters have mappings of their
// own. It is false if a source is missing.
func (v *Value) appendTarget(dst []byte, ev *evaluator) ([]byte, bool) {
	if v.never {
		return dst, false
	}
	start := len(dst)
	for i := range v.parts {
		p := &v.parts[i]
		text, ok := p.eval(ev)
		if !ok {
			return dst[:start], false
		}
		if len(dst) == start && !strings.HasPrefix(text, "/") {
			dst = append(dst, '/')
		}
		dst = appendPath(dst, text, p.Kind == expression.Literal)
	}
	return dst, true
}

// appendPath appends a piece of a path. encoded says that it has been encoded
// already.
func appendPath(dst []byte, text string, encoded bool) []byte {
	for i := range len(text) {
		c := text[i]
		switch {
		case c == '%' && encoded && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			dst = append(dst, c)
		case c <= ' ', c >= 0x7f, strings.IndexByte("%?#\"<>\\^`{|}", c) >= 0:
			dst = appendEncoded(dst, c)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
